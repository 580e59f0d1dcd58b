// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// mish(x) = x·tanh(log(1 + eˣ)); with q = e^−|x| the factor is, for x ≤ 0 and x > 0,
/// q·(1 − q(1 + q)/d), d = 2 + 2q + q²,  and  1 − 2q²/d, d = 1 + 2q + 2q². The derivative is
/// q·(4 + 4x + (6 + 4x)q + 4q² + q³)/d²  and  (1 + 4q + (6 + 4x)q² + (4 + 4x)q³)/d².
/// The nested form loses the left tail and overflows on the right.
struct mish {
    static constexpr actfn::facts facts{
        .name = "mish",
        .formula = "x * tanh(log1p(exp(x)))",
        .derivative = "tanh(log1p(exp(x))) + x * logistic(x) * (1 - tanh(log1p(exp(x)))**2)",
        .cancelling = "tanh(log1p(exp(x)))",
        .cancelling_second = "2 * (1 - tanh(log1p(exp(x)))**2) * logistic(x)",
        .source = "Misra 2019, arXiv:1908.08681",
        .lower = -0.30884341301725043,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.0884981612278617,
        .init = init_scheme::he,
        .max_ulp = {.value = 3.5, .derivative = 5},
        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        using decay = math::scaled_exp<V>;
        V const a = math::abs(x);
        auto const e = math::exp_decay(a);
        // Beside 1 and 2 a smaller one does not count.
        V const q = e.beside_one();
        auto const positive = x > V(0);
        V const z = math::select(a > math::as<V>(decay::negligible), V(0), x);

        V const two_q = q + q;
        V const high = q + V(1);
        V const factor = math::select(positive, two_q, q);
        V const sum = math::select(positive, high, q + V(2));
        V const first = math::select(positive, V(1), V(2));
        V const d = math::fma(factor, sum, first);
        V const lost = q * math::select(positive, two_q, high) / d;
        V const part = math::select(positive, z, e.scaled_product(z));
        V const y = math::fnma(part, lost, math::select(positive, x, part));

        // In powers of q, so that nothing cancels but x + 1 and 4x + 6, which are exact there.
        V const four = V(4) * (z + V(1));
        V const six = math::fma(V(4), z, V(6));
        V const n = math::polynomial(
            q, math::select(positive, V(1), four), math::select(positive, V(4), six),
            math::select(positive, six, V(4)), math::select(positive, four, V(1)));
        V const rest = factor * sum;
        V const square = math::fma(rest, rest + (first + first), first * first);
        V const slope = math::select(positive, n, e.scaled_product(n)) / square;
        V const unit = math::select(positive, V(1), V(decay::unscale_by));
        return {.value = math::unless_zero(y * unit, x), .derivative = slope * unit};
    }

    /// 4q/d³·p(x, q) with q and d as above, p = 4 + 2x + (8 + 2x)q + (6 − 3x)q² + (2 − 2x)q³ for x
    /// ≤ 0 and q·(2 − 2x + (6 − 3x)q + (8 + 2x)q² + (4 + 2x)q³) for x > 0.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        using decay = math::scaled_exp<V>;
        V const a = math::abs(x);
        auto const e = math::exp_decay(a);
        V const q = e.value();
        auto const positive = x > V(0);
        V const z = math::select(a > math::as<V>(decay::negligible), V(0), x);
        V const d =
            math::select(positive, math::fma(q + q, q + V(1), V(1)), math::fma(q, q + V(2), V(2)));
        // In powers of q, so that beside a root only numbers without rounding errors cancel.
        V const one = V(1) - z;
        V const two = V(2) - z;
        V const left =
            math::polynomial(q, V(2) * (z + V(2)), V(2) * (z + V(4)), V(3) * two, V(2) * one);
        V const right =
            q * math::polynomial(q, V(2) * one, V(3) * two, V(2) * (z + V(4)), V(2) * (z + V(2)));
        V const n = e.scaled_product(V(4) * math::select(positive, right, left) / d);
        return decay::unscale((n / d) / d);
    }
};

} // namespace kernel

inline constexpr function<kernel::mish> mish{};

} // namespace actfn
