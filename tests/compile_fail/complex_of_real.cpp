// expect: complex_argument
// SPDX-License-Identifier: MIT
#include <actfn/complex.hpp>

#ifdef ACTFN_MUST_FAIL
auto const w = actfn::modrelu(0.5F);
#else
auto const w = actfn::modrelu(std::complex<float>(0.5F));
#endif
