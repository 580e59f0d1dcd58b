// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// max(0, x + sd·ξ), ξ drawn from the standard normal; max(0, x) in inference. The derivative
/// holds ξ fixed. Gulcehre's NReLU has sd = 0.05.
template <class P = double> struct noisy_relu_constant {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "noisy_relu_constant",
                                        .formula = "max(x, 0)",
                                        .derivative = "1 if x > 0 else 0",
                                        .source = "Nair, Hinton 2010",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .kinks = {0.0},
                                        .saturates = {saturation::hard, saturation::none},
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};
    using draw = math::normal_draw;

    P sd{1};

    constexpr void check() const { core::require(sd >= 0, facts.name, "sd", sd, "at least", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept { return at(x, V(0)); }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        V const z = math::fma(math::as<V>(sd), drawn, x);
        return {.value = math::at_least(z, V(0)), .derivative = math::indicator(z > V(0), x)};
    }

    template <real V>
    ACTFN_INLINE noisy_relu_constant<V> parameter_derivatives(V x) const noexcept {
        return parameter_derivatives(x, V(0));
    }
    template <real V>
    ACTFN_INLINE noisy_relu_constant<V> parameter_derivatives(V x, V drawn) const noexcept {
        return {.sd = at(x, drawn).derivative * drawn};
    }
};

} // namespace kernel

inline constexpr function<kernel::noisy_relu_constant<>> noisy_relu_constant{};

} // namespace actfn
