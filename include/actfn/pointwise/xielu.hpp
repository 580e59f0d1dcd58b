// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// xielu(x) = α_p·x² + β·x for x > 0, else α_n·(eˣ − 1 − x) + β·x;  derivative 2·α_p·x + β or
/// α_n·(eˣ − 1) + β. The paper learns α_p = softplus(a_p) and α_n = β + softplus(a_n), from 0.8
/// both; here the parameters are α_p and α_n themselves. Its bound −1e-6 on x under expm1 guards
/// against a poor expm1 and is left out: it makes the function jump at 0.
template <class P = double> struct xielu {
    static constexpr std::string_view name = "xielu";

    P alpha_p{0.8};
    P alpha_n{0.8};
    P beta{0.5};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        double const slope = beta - alpha_n;
        bool const line = alpha_p == 0;
        bool const flat_left = alpha_n == 0 && beta == 0;
        bool const flat_right = line && beta == 0;
        double const up = line ? beta : alpha_p;
        double const right = up == 0 ? 0 : up > 0 ? infinity : -infinity;
        bool const all_add = alpha_p >= 0 && alpha_n >= 0 && beta >= 0;
        bool const usual = alpha_p == 0.8 && alpha_n == 0.8 && beta == 0.5;
        return {.name = name,
                .formula =
                    "alpha_p * x**2 + beta * x if x > 0 else alpha_n * (expm1(x) - x) + beta * x",
                .derivative = "2 * alpha_p * x + beta if x > 0 else alpha_n * expm1(x) + beta",
                .cancelling = "beta",
                .cancelling_value =
                    "max(-alpha_n * expm1(min(x, 0)), (beta - alpha_n) * min(x, 0))",
                .source = "Huang, Schlag 2024, arXiv:2411.13010",
                .lower = least(alpha_p, alpha_n, beta),
                .upper = -least(-alpha_p, -alpha_n, -beta),
                .left = {slope == 0  ? -alpha_n
                         : slope > 0 ? -infinity
                                     : infinity,
                         slope},
                .right = {right, line ? beta : right},
                .monotone = alpha_p >= 0 && beta >= 0 && slope >= 0,
                .odd = line && alpha_n == 0,
                .even = flat_left && flat_right,
                .saturates = {flat_left    ? saturation::hard
                              : slope == 0 ? saturation::soft
                                           : saturation::none,
                              flat_right ? saturation::hard : saturation::none},
                .smoothness = 2 * alpha_p != alpha_n ? 1
                              : line                 ? infinity
                                                     : 2,
                .lipschitz = line ? (std::max)({beta, -beta, slope, -slope}) : infinity,
                .init = init_scheme::he,
                .max_ulp = all_add ? actfn::facts::ulp{usual ? 3.0 : 4.0, usual ? 1.5 : 5.0}
                                   : actfn::facts::not_stated,
                .interval = {-120, 80}};
    }

    /// The greatest lower bound.
    static constexpr double least(double p, double n, double b) noexcept {
        constexpr double infinity = actfn::facts::infinity;
        double const right = p < 0 || (p == 0 && b < 0) ? -infinity : b < 0 ? -b * b / (4 * p) : 0;
        double const left = b > n ? -infinity : b == n ? -n : b > 0 ? trough(n, b) : 0;
        return (std::min)({left, right, 0.0});
    }
    /// −b + (b − n)·log(1 − b/n), where n·eˣ = n − b; in constant expressions no more than a bound,
    /// save for multiples of the defaults.
    static constexpr double trough(double n, double b) noexcept {
        if (b == 0.625 * n) return -0.20575122409648213 * (n / 0.8);
        if (ACTFN_CONSTANT_EVALUATED()) return -b * (b / n);
        return (b - n) * std::log1p(-b / n) - b;
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const right = x > V(0);
        V const p = math::as<V>(alpha_p);
        V const n = math::as<V>(alpha_n);
        V const b = math::as<V>(beta);
        V const m = math::exp_decay(math::abs(x)).minus_one();
        // At infinity no term of a factor 0 counts, nor β·x beside α_p·x².
        V const z = math::finite(x);
        V const px = math::times_slope(x, p);
        V const bx = math::times_slope(math::select(p == V(0), x, z), b);
        V const left = math::fma(n, m, math::times_slope(x, math::as<V>(beta - alpha_n)));
        V const y = math::select(right, math::fma(px, z, bx), left);
        return {.value = math::unless_zero(y, x, bx),
                .derivative = math::select(right, px + px, n * m) + b};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const p = math::as<V>(alpha_p);
        V const left = math::as<V>(alpha_n) * math::exp_of_negative(x).value();
        return math::select(x > V(0), p + p, left);
    }

    template <real V> ACTFN_INLINE static xielu<V> parameter_derivatives(V x) noexcept {
        auto const right = x > V(0);
        V const zero = math::select(x == x, V(0), x);
        V const z = math::at_most(math::at_least(x, math::as<V>(-0.34)), V(0));
        V const distant = math::exp_decay(math::abs(x)).minus_one() - x;
        V const by_n = math::select(x < math::as<V>(-0.34), distant, (z * z) * math::exp_tail(z));
        return {.alpha_p = math::select(right, x * x, zero),
                .alpha_n = math::select(right, zero, by_n),
                .beta = x};
    }
};

} // namespace kernel

inline constexpr function<kernel::xielu<>> xielu{};

} // namespace actfn
