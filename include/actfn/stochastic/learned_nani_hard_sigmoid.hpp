// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn {

namespace kernel {

/// clamp(·/4 + 1/2, 0, 1) of x + c·log(1 + e^(p·|D|/|ξ|))·ξ with ξ drawn from the standard normal
/// and D the distance from the linearisation; p is meant to be learned. In inference ξ is 0. The
/// derivative is that with ξ held fixed.
template <class P = double> struct learned_nani_hard_sigmoid {
    static constexpr actfn::facts facts{.name = "learned_nani_hard_sigmoid",
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

    P c{0.25};
    P p{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::noisy_input(math::hard_sigmoid_shape, x, V(0) * math::finite(x));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return math::learned_noisy_input(math::hard_sigmoid_shape, x, drawn, c, p);
    }

    template <real V>
    ACTFN_INLINE learned_nani_hard_sigmoid<V> parameter_derivatives(V x) const noexcept {
        return {.c = math::unless_nan(V(0), x), .p = math::unless_nan(V(0), x)};
    }
    template <real V>
    ACTFN_INLINE learned_nani_hard_sigmoid<V> parameter_derivatives(V x, V drawn) const noexcept {
        auto const d = math::learned_noisy_input_slopes(math::hard_sigmoid_shape, x, drawn, c, p);
        return {.c = d.c, .p = d.p};
    }
};

} // namespace kernel

inline constexpr function<kernel::learned_nani_hard_sigmoid<>>
    learned_nani_hard_sigmoid{};

} // namespace actfn
