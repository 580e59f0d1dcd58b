// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn {

namespace kernel {

/// clamp(·, −1, 1) of x + c·log(1 + e^(p·|D|/|ξ|))·ξ with ξ drawn from the standard normal and D
/// the distance from the linearisation; p is meant to be learned. In inference ξ is 0. The
/// derivative is that with ξ held fixed.
template <class P = double> struct learned_nani_hard_tanh {
    static constexpr actfn::facts facts{.name = "learned_nani_hard_tanh",
                                        .formula = "min(max(x, -1), 1)",
                                        .derivative = "1 if abs(x) < 1 else 0",
                                        .source = "Gulcehre et al. 2016, arXiv:1603.00391",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .kinks = {-1.0, 1.0},
                                        .odd = true,
                                        .saturates = {saturation::hard, saturation::hard},
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 0, .derivative = 0},
                                        .interval = {-4, 4}};
    using draw = math::normal_draw;

    P c{0.25};
    P p{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::noisy_input(math::hard_tanh_shape, x, V(0) * math::finite(x));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return math::learned_noisy_input(math::hard_tanh_shape, x, drawn, c, p);
    }

    template <real V>
    ACTFN_INLINE learned_nani_hard_tanh<V> parameter_derivatives(V x) const noexcept {
        return {.c = math::unless_nan(V(0), x), .p = math::unless_nan(V(0), x)};
    }
    template <real V>
    ACTFN_INLINE learned_nani_hard_tanh<V> parameter_derivatives(V x, V drawn) const noexcept {
        auto const d = math::learned_noisy_input_slopes(math::hard_tanh_shape, x, drawn, c, p);
        return {.c = d.c, .p = d.p};
    }
};

} // namespace kernel

inline constexpr function<kernel::learned_nani_hard_tanh<>> learned_nani_hard_tanh{};

} // namespace actfn
