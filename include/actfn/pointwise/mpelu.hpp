// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// mpelu(x) = x for x > 0, else α·(e^βx − 1) with learnable α and β ≥ 0;  derivative 1 or αβ·e^βx,
/// αβ at 0. β = 1 is elu, α = 0 relu; a small β with αβ = a approaches prelu of slope a.
template <class P = double> struct mpelu {
    static constexpr std::string_view name = "mpelu";

    P alpha{1};
    P beta{1};

    constexpr actfn::facts describe() const {
        double const slope = alpha * beta; // below 0
        bool const flat = slope == 0;
        double const limit = flat ? 0 : -alpha;
        bool const one = alpha == 1 && beta == 1;
        return {.name = name,
                .formula = "x if x > 0 else alpha * expm1(beta * x)",
                .derivative = "1 if x > 0 else alpha * beta * exp(beta * x)",
                .source = "Li et al. 2016, arXiv:1606.00305",
                .lower = (std::min)(limit, 0.0),
                .left = {limit, 0},
                .kinks = slope == 1 ? points{} : points{0.0},
                .monotone = slope >= 0,
                .saturates = {flat ? saturation::hard : saturation::soft, saturation::none},
                .smoothness = slope == 1 ? 1.0 : 0.0,
                .lipschitz = (std::max)({1.0, slope, -slope}),
                .init = init_scheme::he,
                .max_ulp = {.value = one ? 1.5 : 3, .derivative = one ? 1.5 : 5},
                .interval = {beta == 0 ? -120 : -120 / beta, 20}};
    }

    constexpr void check() const { core::require(beta >= 0, name, "beta", beta, "at least", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const q = math::exp_of_negative(t, lo...);
            auto const positive = x > V(0);
            return jet<V>{.value =
                              math::unless_zero(math::select(positive, x, left_of(x, t, q)), x),
                          .derivative = math::select(positive, V(1), slope(q, t))};
        });
    }

    /// αβ²·e^βx for x ≤ 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const t = math::scaled(x, beta);
        V const a = math::abs(t.hi);
        V const slope = math::as<V>(alpha * beta * beta);
        auto const q = math::exp_of_negative(t.hi, t.lo);
        V const left = math::decay_times(q, a, slope);
        return math::select(x > V(0), V(0), left);
    }

    constexpr bool is_one() const noexcept {
        return math::is_number(alpha, 1) && math::is_number(beta, 1);
    }
    /// α·(e^t − 1) for t = βx ≤ 0, q = e^t.
    template <real V>
    ACTFN_INLINE V left_of(V x, V t, math::scaled_exp<V> const& q) const noexcept {
        if (is_one()) return q.minus_one();
        V const line = math::as<V>(alpha * beta) * math::finite(x);
        return math::tangent_near_0(t, line, math::as<V>(alpha) * q.minus_one());
    }
    /// αβ·e^t for t ≤ 0, q = e^−|t|.
    template <real V> ACTFN_INLINE V slope(math::scaled_exp<V> const& q, V t) const noexcept {
        if (is_one()) return q.value();
        return math::decay_times(q, math::abs(t), math::as<V>(alpha * beta));
    }

    /// Only so has y the sign of x.
    constexpr void check_from_output() const {
        core::require(alpha >= 0, "mpelu from its output", "alpha", alpha, "at least", 0);
    }
    /// β·(y + α) has absolute accuracy in the far tail.
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        V const slope = math::as<V>(beta) * (y + math::as<V>(alpha));
        return math::select(y > V(0), V(1), slope);
    }

    template <real V> ACTFN_INLINE mpelu<V> parameter_derivatives(V x) const noexcept {
        auto const t = math::scaled(x, beta);
        auto const q = math::exp_decay(math::abs(t.hi), -t.lo);
        auto const positive = x > V(0);
        V const growth = math::as<V>(alpha) * (math::finite(x) * q.value());
        return {.alpha = math::select(positive, V(0), q.minus_one()),
                .beta = math::select(positive, V(0), growth)};
    }
};

} // namespace kernel

inline constexpr function<kernel::mpelu<>> mpelu{};

} // namespace actfn
