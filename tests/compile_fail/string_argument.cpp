// expect: wrong::argument_is_no_number_or_expression.1
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#ifdef ACTFN_MUST_FAIL
auto const y = actfn::gelu("0.5");
#else
auto const y = actfn::gelu(0.5f);
#endif
