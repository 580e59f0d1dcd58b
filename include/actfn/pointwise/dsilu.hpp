// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// dsilu(x) = silu′(x) = σ(x)·(1 + x·σ(−x)),  derivative σ′(x)·(2 − x·tanh(x/2)): a sigmoid that
/// overshoots.
struct dsilu {
    static constexpr actfn::facts facts{
        .name = "dsilu",
        .formula = "logistic(x) * (1 + x * logistic(-x))",
        .derivative = "logistic(x) * logistic(-x) * (2 - x * tanh(x / 2))",
        .cancelling = "2 * logistic(x) * logistic(-x)",
        .cancelling_value = "logistic(x)",
        .cancelling_second = "logistic(x) * logistic(-x) * max(abs(3 * tanh(x / 2)), abs(x * (1.5 "
                             "* tanh(x / 2)**2 - 0.5)))",
        .source = "Elfwing, Uchibe, Doya 2018, doi:10.1016/j.neunet.2017.12.012",
        .lower = -0.099839320128866917,
        .upper = 1.0998393201288670,
        .left = {0, 0},
        .right = {1, 0},
        .monotone = false,
        .lipschitz = 0.5,
        .max_ulp = {.value = 5, .derivative = 5},
        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const q = math::exp_decay(math::abs(x));
        return {.value = math::logistic(x).gate_slope(),
                .derivative = math::gate_curvature(q, x, V(1))};
    }

    /// σ′(x)·(x·(3t² − 1)/2 − 3t) with t = tanh(x/2).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const q = math::exp_decay(math::abs(x));
        V const z = math::unless_negligible(x, math::abs(x));
        V const t = math::mulsign(math::half_tanh(q), x);
        V const rate = math::fma(math::as<V>(1.5) * t, t, math::as<V>(-0.5));
        return math::times_bell(q, math::fma(z, rate, V(-3) * t));
    }
};

} // namespace kernel

inline constexpr function<kernel::dsilu> dsilu{};

} // namespace actfn
