// expect: activation_visitor
// SPDX-License-Identifier: MIT
#include <actfn/visit.hpp>

#ifdef ACTFN_MUST_FAIL
auto const x = actfn::visit("gelu", [](auto const& f) { return f; });
#else
auto const x = actfn::visit("gelu", [](auto const& f) { return f.facts().name.size(); });
#endif
