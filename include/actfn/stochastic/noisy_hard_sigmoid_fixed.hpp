// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn {

namespace kernel {

/// Hard sigmoid h = clamp(x/4 + 1/2, 0, 1) with noise where it saturates:
/// αh + (1 − α)(x/4 + 1/2) + d·c·(σ(δ²) − 1/2)²·e, δ = |x| − 2, d = −sgn(x)·sgn(1 − α): like
/// noisy_hard_sigmoid, but nothing in the scale of the noise is learned.
template <class P = double> struct noisy_hard_sigmoid_fixed {
    static constexpr actfn::facts facts{
        .name = "noisy_hard_sigmoid_fixed",
        .formula =
            "0.5 + x / 4 if abs(x) < 2 else 0.5 + sgn(x) * (alpha / 2 + (1 - alpha) * abs(x) / 4"
            " + c * sqrt(2 / pi) * tanh((abs(x) - 2)**2 / 2)**2 / 4)",
        .derivative =
            "0.25 if abs(x) < 2 else (1 - alpha) / 4 + 2 * c * sqrt(2 / pi) * (abs(x) - 2)"
            " * tanh((abs(x) - 2)**2 / 2) * exp(-(abs(x) - 2)**2)"
            " / (1 + exp(-(abs(x) - 2)**2))**2",
        .cancelling = "0.0375",
        .cancelling_value = "alpha",
        .source = "Gulcehre et al. 2016, arXiv:1603.00391",
        .left = {actfn::facts::infinity, (1 - 1.15) * 0.25},
        .right = {-actfn::facts::infinity, (1 - 1.15) * 0.25},
        .kinks = {-2.0, 2.0},
        .monotone = false,
        .lipschitz = 0.25,
        .max_ulp = {.value = 1.5, .derivative = 3},
        .interval = {-40, 40}};
    using draw = math::normal_draw;

    P alpha{1.15};
    P c{0.25};
    P half_normal{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return noisy(x, math::mean_noise<V>(half_normal));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return noisy(x, math::noise_from(drawn, half_normal));
    }

    template <real V>
    ACTFN_INLINE noisy_hard_sigmoid_fixed<V> parameter_derivatives(V x) const noexcept {
        return slopes(x, math::mean_noise<V>(half_normal));
    }
    template <real V>
    ACTFN_INLINE noisy_hard_sigmoid_fixed<V> parameter_derivatives(V x, V drawn) const noexcept {
        return slopes(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE jet<V> noisy(V x, V e) const noexcept {
        return math::noisy_fixed(math::hard_sigmoid_shape, x, e, alpha, c);
    }
    template <real V> ACTFN_INLINE noisy_hard_sigmoid_fixed<V> slopes(V x, V e) const noexcept {
        auto const d = math::noisy_fixed_slopes(math::hard_sigmoid_shape, x, e, alpha);
        return {.alpha = d.alpha, .c = d.c, .half_normal = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::noisy_hard_sigmoid_fixed<>>
    noisy_hard_sigmoid_fixed{};

} // namespace actfn
