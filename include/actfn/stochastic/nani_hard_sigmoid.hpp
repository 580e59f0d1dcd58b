// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn {

namespace kernel {

/// clamp(·/4 + 1/2, 0, 1) of x + c·ξ, ξ drawn from the standard normal where |x| > threshold, else
/// 0 (NANI; with a threshold at the bounds NANIS). In inference ξ is 0. The derivative is that with
/// ξ held fixed.
template <class P = double> struct nani_hard_sigmoid {
    static constexpr actfn::facts facts{.name = "nani_hard_sigmoid",
                                        .formula = "min(max(x / 4 + 0.5, 0), 1)",
                                        .derivative = "0.25 if abs(x) < 2 else 0",
                                        .cancelling_value = "0.5",
                                        .source = "Gulcehre et al. 2016, arXiv:1603.00391",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {1, 0},
                                        .kinks = {-2.0, 2.0},
                                        .saturates = {saturation::hard, saturation::hard},
                                        .lipschitz = 0.25,
                                        .max_ulp = {.value = 0.5, .derivative = 0},
                                        .interval = {-8, 8}};
    using draw = math::normal_draw;

    P c{0.05};
    P threshold{-1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::noisy_input(math::hard_sigmoid_shape, x, V(0) * math::finite(x));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return math::noisy_input(math::hard_sigmoid_shape, x,
                                 math::as<V>(c) * math::noise_beyond(threshold, x, drawn));
    }

    template <real V> ACTFN_INLINE nani_hard_sigmoid<V> parameter_derivatives(V x) const noexcept {
        return {.c = math::unless_nan(V(0), x), .threshold = math::unless_nan(V(0), x)};
    }
    template <real V>
    ACTFN_INLINE nani_hard_sigmoid<V> parameter_derivatives(V x, V drawn) const noexcept {
        return {.c = at(x, drawn).derivative * math::noise_beyond(threshold, x, drawn),
                .threshold = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::nani_hard_sigmoid<>> nani_hard_sigmoid{};
/// Noise only where it saturates.
inline constexpr auto nanis_hard_sigmoid = nani_hard_sigmoid.with({.c = 0.25, .threshold = 2});

} // namespace actfn
