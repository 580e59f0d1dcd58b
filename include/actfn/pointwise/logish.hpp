// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// logish(x) = x·log(1 + σ(x)),  derivative log(1 + σ) + x·σ′/(1 + σ). Far on the left it is silu,
/// whose tails keep their accuracy.
struct logish {
    static constexpr actfn::facts facts{
        .name = "logish",
        .formula = "x * log1p(logistic(x))",
        .derivative = "log1p(logistic(x)) + x * logistic(x) * logistic(-x) / (1 + logistic(x))",
        .cancelling = "log1p(logistic(x))",
        .cancelling_second = "2 * logistic(x) * logistic(-x) / (1 + logistic(x))",
        .source = "Zhu, Min, Wang, Zou, Chen 2021, Logish, Neurocomputing 458",
        .lower = -0.25276881678944035,
        .left = {0, 0},
        .right = {actfn::facts::infinity, 0.69314718055994531},
        .monotone = false,
        .lipschitz = 0.74631118041273968,
        .init = init_scheme::he,
        .max_ulp = {.value = 4, .derivative = 6.5},
        .interval = {-120, 120}};

    /// σ, but not so small that it vanishes beside 1.
    template <real V> ACTFN_INLINE static V sigma(math::scaled_exp<V> const& e, V x) noexcept {
        V const q = e.beside_one();
        return math::select(x <= V(0), q, V(1)) / (q + V(1));
    }

    /// Below it log(1 + σ) rounds to σ.
    template <real V> ACTFN_INLINE static auto is_distant(V x) noexcept { return x < V(-40); }

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        auto const distant = is_distant(x);
        V const y = sigma(s.q, x);
        V const log = math::log1p_unit(y);
        // Further out x·σ′ does not count.
        V const z = math::select(math::abs(x) > V(45), V(0), x);
        V const slope = s.slope_times(z) / (y + V(1)) + log;
        return {.value = math::select(distant, s.gate(), x * log),
                .derivative = math::select(distant, s.gate_slope(), slope)};
    }

    /// σ′/(1 + σ)²·(2(1 + σ) + x·(1 − 2σ − σ²)).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const e = math::exp_decay(math::abs(x));
        V const y = sigma(e, x);
        V const one = y + V(1);
        V const z = math::unless_negligible(x, math::abs(x));
        V const n = math::fma(z, math::fnma(y, y + V(2), V(1)), one + one);
        return math::times_bell(e, math::unless_negligible(n / (one * one), math::abs(x)));
    }
};

} // namespace kernel

inline constexpr function<kernel::logish> logish{};

} // namespace actfn
