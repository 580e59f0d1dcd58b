// SPDX-License-Identifier: MIT
#pragma once
#include "formula.hpp"
#include <actfn/engine/function.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

/// Functions with other parameters than the defaults.
namespace tests {

/// use(f), and use of f with three other settings of its parameters, of those that it takes.
template <class F, class Use> void at_settings(F const& f, Use use) {
    use(f);
    using K = typename F::kernel_type;
    if constexpr (actfn::core::has_fields<K>) {
        constexpr std::array<std::array<double, 4>, 4> factors{
            {{0.3, 1.7, 0.6, 3}, {2.5, 0.4, 1.9, 0.2}, {5.3, 4.1, 7, 0.5}, {-0.7, 1.3, -2, 1.1}}};
        for (auto const& factor : factors) {
            std::size_t i = 0;
            auto const changed = actfn::core::map_fields(
                f.kernel(), [&](double p) { return (p == 0 ? 0.5 : p) * factor[i++ % 4]; });
            try {
                use(f.with(changed));
            } catch (std::invalid_argument const&) { // the sign, or a number that is to be whole
            }
        }
    }
}

/// The parameters of a kernel in a formula.
template <class R, class K> void set_parameters(formula<R>& of, K const& k) {
    auto const set = [&](char const* name, double value) { of.set(name, static_cast<R>(value)); };
    if constexpr (requires { double(k.a); }) set("a", k.a);
    if constexpr (requires { double(k.alpha); }) set("alpha", k.alpha);
    if constexpr (requires { double(k.alpha_n); }) set("alpha_n", k.alpha_n);
    if constexpr (requires { double(k.alpha_p); }) set("alpha_p", k.alpha_p);
    if constexpr (requires { double(k.b); }) set("b", k.b);
    if constexpr (requires { double(k.beta); }) set("beta", k.beta);
    if constexpr (requires { double(k.bias); }) set("bias", k.bias);
    if constexpr (requires { double(k.c); }) set("c", k.c);
    if constexpr (requires { double(k.delta); }) set("delta", k.delta);
    if constexpr (requires { double(k.gamma); }) set("gamma", k.gamma);
    if constexpr (requires { double(k.limit); }) set("limit", k.limit);
    if constexpr (requires { double(k.lower); }) set("lower", k.lower);
    if constexpr (requires { double(k.offset); }) set("offset", k.offset);
    if constexpr (requires { double(k.p); }) set("p", k.p);
    if constexpr (requires { double(k.positive_weight); })
        set("positive_weight", k.positive_weight);
    if constexpr (requires { double(k.q); }) set("q", k.q);
    if constexpr (requires { double(k.sd); }) set("sd", k.sd);
    if constexpr (requires { double(k.temperature); }) set("temperature", k.temperature);
    if constexpr (requires { double(k.theta); }) set("theta", k.theta);
    if constexpr (requires { double(k.threshold); }) set("threshold", k.threshold);
    if constexpr (requires { double(k.upper); }) set("upper", k.upper);
    if constexpr (requires { double(k.variance); }) set("variance", k.variance);
    if constexpr (requires { double(k.zeta); }) set("zeta", k.zeta);
}

} // namespace tests
