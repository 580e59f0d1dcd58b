// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>

namespace actfn {

namespace kernel {

/// xielu(x) = α_p·x² + β·x for x > 0, else α_n·(eˣ − 1 − x) + β·x;  derivative 2·α_p·x + β or
/// α_n·(eˣ − 1) + β. The paper learns α_p = softplus(a_p) and α_n = β + softplus(a_n), from 0.8
/// both; here the parameters are α_p and α_n themselves. Its bound −1e-6 on x under expm1 guards
/// against a poor expm1 and is left out: it makes the function jump at 0.
template <class P = double> struct xielu {
    static constexpr actfn::facts facts{
        .name = "xielu",
        .formula = "alpha_p * x**2 + beta * x if x > 0 else alpha_n * (expm1(x) - x) + beta * x",
        .derivative = "2 * alpha_p * x + beta if x > 0 else alpha_n * expm1(x) + beta",
        .cancelling = "beta",
        .cancelling_value = "max(-alpha_n * expm1(min(x, 0)), (beta - alpha_n) * min(x, 0))",
        .source = "Huang, Schlag 2024, arXiv:2411.13010",
        .lower = -0.20575122409648213,
        .left = {actfn::facts::infinity, 0.5 - 0.8},
        .right = {actfn::facts::infinity, actfn::facts::infinity},
        .monotone = false,
        .smoothness = 1,
        .lipschitz = actfn::facts::infinity,
        .init = init_scheme::he,
        .max_ulp = {.value = 2.5, .derivative = 1.5},
        .interval = {-120, 80}};

    P alpha_p{0.8};
    P alpha_n{0.8};
    P beta{0.5};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const right = x > V(0);
        V const p = math::as<V>(alpha_p);
        V const n = math::as<V>(alpha_n);
        V const b = math::as<V>(beta);
        V const m = math::exp_decay(math::abs(x)).minus_one();
        V const px = p * x;
        V const left = math::fma(n, m, math::as<V>(beta - alpha_n) * x);
        return {.value = math::select(right, math::fma(px, x, b * x), left),
                .derivative = math::select(right, px + px, n * m) + b};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const p = math::as<V>(alpha_p);
        V const left = math::as<V>(alpha_n) * math::exp_decay(math::abs(x)).value();
        return math::select(x > V(0), p + p, left);
    }

    template <real V> ACTFN_INLINE static xielu<V> parameter_derivatives(V x) noexcept {
        auto const right = x > V(0);
        V const zero = math::select(x == x, V(0), x);
        V const m = math::exp_decay(math::abs(x)).minus_one();
        return {.alpha_p = math::select(right, x * x, zero),
                .alpha_n = math::select(right, zero, m - x),
                .beta = x};
    }
};

} // namespace kernel

inline constexpr function<kernel::xielu<>> xielu{};

} // namespace actfn
