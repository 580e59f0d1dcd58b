// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// silu(x) = x·σ(x),  silu′(x) = σ(x) + x·σ(x)·σ(−x).
/// The product is formed before the tail of σ becomes subnormal; −∞·0 is the limit 0.
struct silu {
    static constexpr actfn::facts facts{
        .name = "silu",
        .aliases = "swish1",
        .formula = "x / (1 + exp(-x))",
        .derivative = "logistic(x) * (1 + x * logistic(-x))",
        .cancelling = "logistic(x)",
        .source = "Elfwing, Uchibe, Doya 2018, doi:10.1016/j.neunet.2017.12.012",
        .lower = -0.27846454276107380,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.0998393201288669,
        .init = init_scheme::he,
        .max_ulp = {.value = 2.5, .derivative = 5},
        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        return {.value = s.gate(), .derivative = s.gate_slope()};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return math::gate_curvature(math::exp_decay(math::abs(x)), x, V(1));
    }
};

} // namespace kernel

inline constexpr function<kernel::silu> silu{};
inline constexpr auto& swish1 = silu;

} // namespace actfn
