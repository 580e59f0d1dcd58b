// expect: wrong::argument_is_complex_but_the_function_is_real.1
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <complex>

#ifdef ACTFN_MUST_FAIL
auto const y = actfn::relu(std::complex<float>(1, -1));
#else
auto const y = actfn::relu(std::complex<float>(1, -1).real());
#endif
