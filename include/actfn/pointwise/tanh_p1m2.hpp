// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// eˣ/(eˣ + e^−x) = σ(2x) = (1 + tanh(x))/2,  derivative 2σ(2x)·σ(−2x) (tiny-dnn). The quotient is
/// ∞/∞ from 89 on in float.
struct tanh_p1m2 {
    static constexpr actfn::facts facts{.name = "tanh_p1m2",
                                        .formula = "logistic(2 * x)",
                                        .derivative =
                                            "2 * exp(-2 * abs(x)) / (1 + exp(-2 * abs(x)))**2",
                                        .source = "tiny-dnn, tanh_p1m2 layer",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {1, 0},
                                        .lipschitz = 0.5,
                                        .max_ulp = {.value = 2, .derivative = 2.5},
                                        .interval = {-60, 60}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x + x);
        return {.value = s.value(), .derivative = math::bell(s.q, V(2) * s.q.scaled())};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return (y + y) * (V(1) - y);
    }
};

} // namespace kernel

inline constexpr function<kernel::tanh_p1m2> tanh_p1m2{};

} // namespace actfn
