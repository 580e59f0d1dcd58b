// expect: fail_parameters
// SPDX-License-Identifier: MIT
#include <actfn/pointwise/elu.hpp>

#include <limits>

#ifdef ACTFN_MUST_FAIL
constexpr double alpha = std::numeric_limits<double>::quiet_NaN();
#else
constexpr double alpha = 0.5;
#endif
constexpr auto f = actfn::elu.with({.alpha = alpha});

int main() { return f(1.0) == 1.0 ? 0 : 1; }
