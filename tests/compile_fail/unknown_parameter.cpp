// expect: (cannot convert|no known conversion|does not refer to any field).*kernel::elu
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#ifdef ACTFN_MUST_FAIL
auto const elu = actfn::elu.with({.aplha = 0.3});
#else
auto const elu = actfn::elu.with({.alpha = 0.3});
#endif
