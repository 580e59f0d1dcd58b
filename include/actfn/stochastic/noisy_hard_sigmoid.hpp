// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn {

namespace kernel {

/// Hard sigmoid h = clamp(x/4 + 1/2, 0, 1) with noise where it saturates:
/// αh + (1 − α)u + d·c·(σ(pD) − 1/2)²·e, u = x/4 + 1/2, D = h − u, d = −sgn(x)·sgn(1 − α). In
/// training e is |ξ|, or ξ where `half_normal` is 0, with ξ standard normal; in inference it is the
/// mean of that. p is meant to be learned. The derivative is that with ξ held fixed; at ±2 it is
/// that of the saturated side.
template <class P = double> struct noisy_hard_sigmoid {
    static constexpr actfn::facts facts{
        .name = "noisy_hard_sigmoid",
        .formula =
            "0.5 + x / 4 if abs(x) < 2 else 0.5 + sgn(x) * (alpha / 2 + (1 - alpha) * abs(x) / 4"
            " + c * sqrt(2 / pi) * tanh(p * (abs(x) - 2) / 8)**2 / 4)",
        .derivative = "0.25 if abs(x) < 2 else (1 - alpha) / 4 + c * p * sqrt(2 / pi) / 4"
                      " * tanh(p * (abs(x) - 2) / 8) * exp(-p * (abs(x) - 2) / 4)"
                      " / (1 + exp(-p * (abs(x) - 2) / 4))**2",
        .cancelling_value = "alpha",
        .source = "Gulcehre et al. 2016, arXiv:1603.00391",
        .left = {actfn::facts::infinity, (1 - 1.1) * 0.25},
        .right = {-actfn::facts::infinity, (1 - 1.1) * 0.25},
        .kinks = {-2.0, 2.0},
        .monotone = false,
        .lipschitz = 0.25,
        .max_ulp = {.value = 1.5, .derivative = 1.5},
        .interval = {-40, 40}};
    using draw = math::normal_draw;

    P alpha{1.1};
    P c{0.15};
    P p{1};
    P half_normal{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return noisy(x, math::mean_noise<V>(half_normal));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return noisy(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE noisy_hard_sigmoid<V> parameter_derivatives(V x) const noexcept {
        return slopes(x, math::mean_noise<V>(half_normal));
    }
    template <real V>
    ACTFN_INLINE noisy_hard_sigmoid<V> parameter_derivatives(V x, V drawn) const noexcept {
        return slopes(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE jet<V> noisy(V x, V e) const noexcept {
        return math::noisy(math::hard_sigmoid_shape, x, e, alpha, c, p);
    }
    template <real V> ACTFN_INLINE noisy_hard_sigmoid<V> slopes(V x, V e) const noexcept {
        auto const d = math::noisy_slopes(math::hard_sigmoid_shape, x, e, alpha, c, p);
        return {.alpha = d.alpha, .c = d.c, .p = d.p, .half_normal = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::noisy_hard_sigmoid<>> noisy_hard_sigmoid{};

} // namespace actfn
