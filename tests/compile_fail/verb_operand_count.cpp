// expect: wrong::number_of_arguments.2. 3.
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <vector>

void run(std::vector<float> const& a, std::vector<float> const& b, std::vector<float>& y) {
#ifdef ACTFN_MUST_FAIL
    actfn::forward(actfn::swiglu, a, y);
#else
    actfn::forward(actfn::swiglu, a, b, y);
#endif
}
