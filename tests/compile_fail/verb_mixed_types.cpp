// expect: wrong::operand_has_other_elements.2. double. float.
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <vector>

#ifdef ACTFN_MUST_FAIL
using gradient = std::vector<double>;
#else
using gradient = std::vector<float>;
#endif

void run(std::vector<float> const& x, gradient const& gy, std::vector<float>& gx) {
    actfn::backward(actfn::silu, x, gy, gx);
}
