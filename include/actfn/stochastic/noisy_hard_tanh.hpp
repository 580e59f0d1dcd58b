// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn {

namespace kernel {

/// Hard tanh h with noise where it saturates: αh + (1 − α)x + d·c·(σ(pD) − 1/2)²·e, D = h − x,
/// d = −sgn(x)·sgn(1 − α). In training e is ξ, or |ξ| where `half_normal` is not 0, with ξ standard
/// normal; in inference it is the mean of that. p is meant to be learned. The derivative is that
/// with ξ held fixed; at ±1 it is that of the saturated side.
template <class P = double> struct noisy_hard_tanh {
    static constexpr actfn::facts facts{.name = "noisy_hard_tanh",
                                        .formula =
                                            "x if abs(x) < 1 else alpha * sgn(x) + (1 - alpha) * x",
                                        .derivative = "1 if abs(x) < 1 else 1 - alpha",
                                        .cancelling_value = "alpha",
                                        .source = "Gulcehre et al. 2016, arXiv:1603.00391",
                                        .left = {actfn::facts::infinity, 1 - 1.15},
                                        .right = {-actfn::facts::infinity, 1 - 1.15},
                                        .kinks = {-1.0, 1.0},
                                        .monotone = false,
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 2, .derivative = 1},
                                        .interval = {-20, 20}};
    using draw = math::normal_draw;

    P alpha{1.15};
    P c{0.5};
    P p{1};
    P half_normal{0};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return noisy(x, math::mean_noise<V>(half_normal));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return noisy(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE noisy_hard_tanh<V> parameter_derivatives(V x) const noexcept {
        return slopes(x, math::mean_noise<V>(half_normal));
    }
    template <real V>
    ACTFN_INLINE noisy_hard_tanh<V> parameter_derivatives(V x, V drawn) const noexcept {
        return slopes(x, math::noise_from(drawn, half_normal));
    }

    template <real V> ACTFN_INLINE jet<V> noisy(V x, V e) const noexcept {
        return math::noisy(math::hard_tanh_shape, x, e, alpha, c, p);
    }
    template <real V> ACTFN_INLINE noisy_hard_tanh<V> slopes(V x, V e) const noexcept {
        auto const d = math::noisy_slopes(math::hard_tanh_shape, x, e, alpha, c, p);
        return {.alpha = d.alpha, .c = d.c, .p = d.p, .half_normal = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::noisy_hard_tanh<>> noisy_hard_tanh{};

} // namespace actfn
