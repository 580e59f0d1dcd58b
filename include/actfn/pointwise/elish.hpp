// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// elish(x) = x·σ(x) for x ≥ 0, else (eˣ − 1)·σ(x);  elish′(x) = σ(x) + x·σ′(x) or, with q = eˣ,
/// q·(q² + 2q − 1)/(1 + q)². The usual form of the latter, eˣ − 2/(1 + eˣ) + 2/(1 + eˣ)², has no
/// correct digit below −17 in float.
struct elish {
    static constexpr actfn::facts facts{
        .name = "elish",
        .formula = "x * logistic(x) if x >= 0 else expm1(x) * logistic(x)",
        .derivative = "logistic(x) * (1 + x * logistic(-x)) if x >= 0 "
                      "else logistic(x) * (exp(x) + expm1(x) * logistic(-x))",
        .cancelling = "logistic(x) * max(exp(min(x, 0)), -expm1(min(x, 0)) * logistic(-x))",
        .cancelling_second = "2 * logistic(x) * logistic(-x) * exp(min(x, 0))",
        .source = "Basirat, Roth 2018, arXiv:1808.00783",
        .lower = -0.17157287525380990,
        .left = {0, 0},
        .monotone = false,
        .smoothness = 1,
        .lipschitz = 1.0998393201288669,
        .init = init_scheme::he,
        .max_ulp = {.value = 3, .derivative = 5},
        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        V const q = s.q.beside_one();
        V const m = math::select(s.negative, s.q.minus_one(), V(0));
        V const left = s.q.scaled_product(m);
        V const n = s.q.scaled_product(math::fma(q, q + V(2), V(-1)));
        V const y = math::select(s.negative, left / s.q.scaled_plus_one(), s.gate());
        return {.value = math::unless_zero(y, x),
                .derivative = math::select(s.negative,
                                           math::select(s.negative, n, V(0)) / s.q.scaled_square(),
                                           s.gate_slope())};
    }
};

} // namespace kernel

inline constexpr function<kernel::elish> elish{};

} // namespace actfn
