// expect: wrong::argument_is_real_but_the_function_is_complex.1
// SPDX-License-Identifier: MIT
#include <actfn/complex.hpp>

#ifdef ACTFN_MUST_FAIL
auto const w = actfn::modrelu(0.5F);
#else
auto const w = actfn::modrelu(std::complex<float>(0.5F));
#endif
