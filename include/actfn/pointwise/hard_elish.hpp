// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// hard_elish(x) = x·h(x) for x ≥ 0, else (eˣ − 1)·h(x), with h(x) = clamp((x + 1)/2, 0, 1).
/// The derivative is 0 up to −1 and 1 from 1 on, as with hardswish; between it is x + 1/2 or
/// (eˣ·(x + 1) + eˣ − 1)/2.
struct hard_elish {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{
        .name = "hard_elish",
        .formula = "(x if x >= 0 else expm1(x)) * min(max((x + 1) / 2, 0), 1)",
        .derivative = "0 if x <= -1 else (1 if x >= 1 else (x + 1 / 2 if x >= 0 "
                      "else (exp(x) * (x + 1) + expm1(x)) / 2))",
        .cancelling = "max(exp(x) * (x + 1), -expm1(x)) / 2 if -1 < x < 0 else 0",
        .source = "Basirat, Roth 2018, arXiv:1808.00783",
        .lower = -0.09967315152874268,
        .left = {0, 0},
        .kinks = {-1.0, 1.0},
        .monotone = false,
        .saturates = {saturation::hard, saturation::none},
        .lipschitz = 1.5,
        .init = init_scheme::he,
        .max_ulp = {.value = 2.5, .derivative = 3},
        .interval = {-4, 4}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const q = math::exp_decay(math::at_most(math::abs(x), V(2)));
        auto const right = x >= V(0);
        V const m = q.minus_one();
        V const half = math::as<V>(0.5);
        V const h = half * (x + V(1));
        V const y = h * math::select(right, x, m);
        V const slope = math::select(right, x + half, math::fma(q.value(), h, half * m));
        return {.value = math::select(x <= V(-1), V(0), math::select(x >= V(1), x, y)),
                .derivative = math::select(x <= V(-1), V(0), math::select(x >= V(1), V(1), slope))};
    }
};

} // namespace kernel

inline constexpr function<kernel::hard_elish> hard_elish{};

} // namespace actfn
