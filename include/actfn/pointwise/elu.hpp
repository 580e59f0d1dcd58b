// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/power.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// elu(x) = x for x > 0, else α·(eˣ − 1);  elu′(x) = 1 or α·eˣ, α at 0 (PyTorch, JAX, oneDNN).
/// expm1 and exp of −|x| come from one reduction; neither overflows for x > 0.
template <class P = double> struct elu {
    static constexpr std::string_view name = "elu";

    P alpha{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "x if x > 0 else alpha * expm1(x)",
                .derivative = "1 if x > 0 else alpha * exp(x)",
                .source = "Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289",
                .lower = alpha > 0 ? -alpha : 0,
                .left = {-alpha, 0},
                .kinks = alpha == 1 ? points{} : points{0.0},
                .monotone = alpha >= 0,
                .saturates = {alpha == 0 ? saturation::hard : saturation::soft, saturation::none},
                .smoothness = alpha == 1 ? 1.0 : 0.0,
                .lipschitz = (std::max)({1.0, alpha, -alpha}),
                .init = init_scheme::he,
                .max_ulp = {.value = alpha == 1 ? 1.5 : 3, .derivative = alpha == 1 ? 1.5 : 3},
                .interval = {-120, 20}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const q = math::exp_of_negative(x);
        auto const positive = x > V(0);
        V const m = q.minus_one();
        V const left = math::is_number(alpha, 1) ? m : math::as<V>(alpha) * m;
        return {.value = math::unless_zero(math::select(positive, x, left), x),
                .derivative = math::select(positive, V(1), slope(q, x))};
    }

    /// α·eˣ for x ≤ 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const left = slope(math::exp_of_negative(x), x);
        return math::select(x > V(0), V(0), left);
    }

    /// α·eˣ for x ≤ 0, q = e^−|x|; a large α enters before q becomes subnormal.
    template <real V> ACTFN_INLINE V slope(math::scaled_exp<V> const& q, V x) const noexcept {
        V const a = math::as<V>(alpha);
        if (math::is_number(alpha, 1)) return q.value();
        return math::decay_times(q, math::abs(x), a);
    }

    /// Only so has y the sign of x.
    constexpr void check_from_output() const {
        core::require(alpha >= 0, "elu from its output", "alpha", alpha, "at least", 0);
    }
    /// y + α has absolute accuracy in the far tail.
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::select(y > V(0), V(1), y + math::as<V>(alpha));
    }

    template <real V> ACTFN_INLINE elu<V> parameter_derivatives(V x) const noexcept {
        auto const q = math::exp_of_negative(x);
        return {.alpha = math::select(x > V(0), V(0), q.minus_one())};
    }

    /// log(1 + y/α) for y ≤ 0.
    template <real V> ACTFN_INLINE V inverse(V y) const noexcept {
        V const left = math::log1p_quotient(y, alpha);
        auto const defined = (math::as<V>(alpha) > V(0)) || (y > V(0));
        return math::select(y > V(0), y, math::defined_where(defined, left));
    }
    /// x + log |α| for x ≤ 0. For |α| > 1 it has a root, beside which what is left is the error of
    /// the logarithm in two parts.
    template <real V> ACTFN_INLINE V log_derivative(V x) const noexcept {
        if (math::is_number(alpha, 1)) return math::at_most(x, V(0));
        V const a = math::as<V>(alpha);
        auto const log = math::log_in_two_parts(math::abs(a));
        V const rest = log.lo + math::low<V>(alpha) / a;
        V const left = x + math::select(a == V(0), math::log(a), log.hi);
        return math::select(x > V(0), V(0), left + math::select(a == V(0), V(0), rest));
    }
};

} // namespace kernel

inline constexpr function<kernel::elu<>> elu{};

} // namespace actfn
