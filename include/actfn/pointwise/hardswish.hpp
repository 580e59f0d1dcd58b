// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// x·clamp(α·x + β, 0, 1),  derivative 0 up to the lower kink, 2αx + β between, 1 from the upper
/// kink on (PyTorch today, JAX). 0 at −∞, where the product would be NaN.
template <class P = double> struct hardswish {
    static constexpr actfn::facts facts{
        .name = "hardswish",
        .aliases = "hard_swish hard_silu",
        .formula = "x * min(max(alpha * x + beta, 0), 1)",
        .derivative = "0 if alpha * x + beta <= 0 else (1 if alpha * x + beta >= 1 "
                      "else 2 * alpha * x + beta)",
        .source = "Howard et al. 2019, arXiv:1905.02244",
        .lower = -0.375,
        .left = {0, 0},
        .kinks = {-3.0, 3.0},
        .monotone = false,
        .saturates = {saturation::hard, saturation::none},
        .lipschitz = 1.5,
        .init = init_scheme::he,
        .max_ulp = {.value = 2, .derivative = 2},
        .interval = {-8, 8}};

    P alpha{1.0 / 6.0};
    P beta{0.5};

    constexpr void check() const {
        core::require(alpha > 0, facts.name, "alpha", alpha, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const a = math::as<V>(alpha);
        V const lo = lower_kink<V>();
        V const hi = upper_kink<V>();
        V const z = x * (x - lo);
        V const y = math::select(x >= hi, x, math::fma(a, z, math::rest<V>(alpha) * z));
        V const slope = math::select(x >= hi, V(1), a * ((x + x) - lo));
        return {.value = math::select(x <= lo, V(0), y),
                .derivative = math::select(x <= lo, V(0), slope)};
    }

    template <real V> ACTFN_INLINE hardswish<V> parameter_derivatives(V x) const noexcept {
        auto const inside = (x > lower_kink<V>()) && (x < upper_kink<V>());
        V const outside = math::unless_nan(V(0), x);
        return {.alpha = math::select(inside, x * x, outside),
                .beta = math::select(inside, x, outside)};
    }

    template <real V> ACTFN_INLINE V lower_kink() const noexcept {
        return math::as<V>(-beta / alpha);
    }
    template <real V> ACTFN_INLINE V upper_kink() const noexcept {
        return math::as<V>((P(1) - beta) / alpha);
    }
};

} // namespace kernel

inline constexpr function<kernel::hardswish<>> hardswish{};
inline constexpr auto& hard_swish = hardswish;
inline constexpr auto& hard_silu = hardswish;

} // namespace actfn
