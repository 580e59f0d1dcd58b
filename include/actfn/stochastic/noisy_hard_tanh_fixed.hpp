// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn {

namespace kernel {

/// Hard tanh h with noise where it saturates: αh + (1 − α)x + d·c·(σ(δ²) − 1/2)²·e, δ = |x| − 1,
/// d = −sgn(x)·sgn(1 − α): like noisy_hard_tanh, but nothing in the scale of the noise is learned.
template <class P = double> struct noisy_hard_tanh_fixed {
    static constexpr actfn::facts facts{.name = "noisy_hard_tanh_fixed",
                                        .formula =
                                            "x if abs(x) < 1 else alpha * sgn(x) + (1 - alpha) * x",
                                        .derivative = "1 if abs(x) < 1 else 1 - alpha",
                                        .cancelling_value = "alpha",
                                        .source = "Gulcehre et al. 2016, arXiv:1603.00391",
                                        .left = {actfn::facts::infinity, 1 - 1.05},
                                        .right = {-actfn::facts::infinity, 1 - 1.05},
                                        .kinks = {-1.0, 1.0},
                                        .monotone = false,
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 1.5, .derivative = 1},
                                        .interval = {-20, 20}};
    using draw = math::normal_draw;

    P alpha{1.05};
    P c{0.5};
    P half_normal{0};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return noisy(x, math::mean_noise<V>(half_normal));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return noisy(x, math::noise_from(drawn, half_normal));
    }

    template <real V>
    ACTFN_INLINE noisy_hard_tanh_fixed<V> parameter_derivatives(V x) const noexcept {
        return slopes(x, math::mean_noise<V>(half_normal));
    }
    template <real V>
    ACTFN_INLINE noisy_hard_tanh_fixed<V> parameter_derivatives(V x, V drawn) const noexcept {
        return slopes(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE jet<V> noisy(V x, V e) const noexcept {
        return math::noisy_fixed(math::hard_tanh_shape, x, e, alpha, c);
    }
    template <real V> ACTFN_INLINE noisy_hard_tanh_fixed<V> slopes(V x, V e) const noexcept {
        auto const d = math::noisy_fixed_slopes(math::hard_tanh_shape, x, e, alpha);
        return {.alpha = d.alpha, .c = d.c, .half_normal = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::noisy_hard_tanh_fixed<>> noisy_hard_tanh_fixed{};

} // namespace actfn
