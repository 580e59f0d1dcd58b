// expect: wrong::output_is_const.2
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <vector>

#ifdef ACTFN_MUST_FAIL
using result = std::vector<float> const;
#else
using result = std::vector<float>;
#endif

void run(std::vector<float> const& x, result& y) { actfn::forward(actfn::silu, x, y); }
