// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/activation.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// mish(x) = x·tanh(log(1 + eˣ)), a ratio of polynomials in q = e^−|x|:
/// x ≤ 0: x·n/(n + 2) with n = q·(q + 2);  x > 0: x·(1 + 2q)/(1 + 2q + 2q²).
/// The nested form loses the left tail and overflows on the right.
struct mish {
    static constexpr actfn::facts facts{
        .name = "mish",
        .formula = "x * tanh(log1p(exp(x)))",
        .derivative = "tanh(log1p(exp(x))) + x * logistic(x) * (1 - tanh(log1p(exp(x)))**2)",
        .cancelling = "tanh(log1p(exp(x)))",
        .source = "Misra 2019, arXiv:1908.08681",
        .lower = -0.30884341301725043,
        .left = {0, 0},
        .monotone = false,
        .init = init_scheme::he,
        .max_ulp = {.value = 3, .derivative = 6},
        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        using decay = math::decay<V>;
        V const a = math::abs(x);
        auto const e = math::exp_decay(a);
        V const q = e.value();
        auto const positive = x > V(0);
        V const z = math::select(a > math::as<V>(decay::negligible), V(0), x);
        V const two_q = q + q;
        V const d = math::select(positive, math::fma(two_q, q, two_q + V(1)),
                                 math::fma(q, q, two_q + V(2)));
        // tanh(softplus) = m/d, without the factor q that it has on the left.
        V const m = math::select(positive, two_q + V(1), q + V(2));
        V const y = math::select(positive, x * m, e.enlarged_times(z) * m) / d;
        V const k = V(4) * z * (V(1) + q);
        V const n = math::fma(m, d, math::select(positive, k * (q * q), k));
        V const slope = math::select(positive, n, e.enlarged_times(n)) / (d * d);
        return {.value = math::select(positive, y, decay::shrink(y)),
                .derivative = math::select(positive, slope, decay::shrink(slope))};
    }
};

} // namespace kernel

inline constexpr activation<kernel::mish> mish{};

} // namespace actfn
