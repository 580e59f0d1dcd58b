// expect: wrong::argument_is_a_range_which_the_verbs_take.1
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <vector>

void run(std::vector<float>& x) {
#ifdef ACTFN_MUST_FAIL
    actfn::relu(x);
#else
    actfn::forward(actfn::relu, x, x);
#endif
}
