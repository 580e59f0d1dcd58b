// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// lisht(x) = x·tanh(x),  lisht′(x) = tanh(x) + x·sech²(x), each as one quotient of sums of
/// positive terms in q = e^−2|x|.
struct lisht {
    static constexpr actfn::facts facts{
        .name = "lisht",
        .formula = "x * tanh(x)",
        .derivative = "tanh(x) + 4 * x * exp(-2 * abs(x)) / (1 + exp(-2 * abs(x)))**2",
        .source = "Roy et al. 2019, arXiv:1901.05894",
        .lower = 0,
        .left = {actfn::facts::infinity, -1},
        .monotone = false,
        .even = true,
        .lipschitz = 1.1996786402577339,
        .init = init_scheme::he,
        .max_ulp = {.value = 3, .derivative = 4},
        .interval = {-60, 60}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const t = math::tanh(x);
        V const a = math::abs(x);
        V const z = math::at_most(a, math::as<V>(math::scaled_exp<V>::negligible));
        V const n = math::fma(t.numerator, t.q.plus_one(), V(4) * z * t.q.scaled());
        V const slope = n / t.q.scaled_square();
        return {.value = a * (t.numerator / t.denominator), .derivative = math::mulsign(slope, x)};
    }

    /// 2·sech²(x)·(1 − x·tanh(x)), as of 2x·σ(2x) − x.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const t = x + x;
        return math::gate_curvature(math::exp_decay(math::abs(t)), t, V(4));
    }
};

} // namespace kernel

inline constexpr function<kernel::lisht> lisht{};

} // namespace actfn
