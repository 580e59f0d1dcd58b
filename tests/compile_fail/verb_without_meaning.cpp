// expect: wrong::the_function_has_no.actfn::(.*::)?verb::parameter_gradient
// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>

#include <vector>

#ifdef ACTFN_MUST_FAIL
constexpr auto f = actfn::gelu;
#else
constexpr auto f = actfn::elu;
#endif

auto run(std::vector<float> const& x, std::vector<float> const& gy) {
    return actfn::parameter_gradient(f, x, gy);
}
