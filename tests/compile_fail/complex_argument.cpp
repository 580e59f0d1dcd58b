// expect: activation_argument
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <complex>

#ifdef ACTFN_MUST_FAIL
auto const y = actfn::relu(std::complex<float>(1, -1));
#else
auto const y = actfn::relu(std::complex<float>(1, -1).real());
#endif
