// expect: wrong::the_function_has_no.actfn::(.*::)?verb::backward_from_output
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#ifdef ACTFN_MUST_FAIL
float const gx = actfn::gelu.backward_from_output(0.5F, 1.0F);
#else
float const gx = actfn::tanh.backward_from_output(0.5F, 1.0F);
#endif
