// expect: wrong::operand_has_elements_of_another_kind.2
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <vector>

#ifdef ACTFN_MUST_FAIL
using numbers = std::vector<int>;
#else
using numbers = std::vector<float>;
#endif

void run(std::vector<float> const& x, numbers& y) { actfn::forward(actfn::silu, x, y); }
