// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// celu(x) = x for x > 0, else α·(e^(x/α) − 1), α > 0;  celu′(x) = 1 or e^(x/α): an elu whose
/// derivative is continuous for every α.
template <class P = double> struct celu {
    static constexpr std::string_view name = "celu";

    P alpha{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "x if x > 0 else alpha * expm1(x / alpha)",
                .derivative = "1 if x > 0 else exp(x / alpha)",
                .source = "Barron 2017, arXiv:1704.07483",
                .lower = -alpha,
                .left = {-alpha, 0},
                .smoothness = 1,
                .init = init_scheme::he,
                .max_ulp = {.value = alpha == 1 ? 1.5 : 3, .derivative = 1.5},
                .interval = {-120 * alpha, 20}};
    }

    constexpr void check() const {
        core::require(alpha > 0, name, "alpha", alpha, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const t = math::quotient(x, alpha);
        auto const q = math::exp_of_negative(t.hi, t.lo);
        auto const positive = x > V(0);
        return {.value = math::unless_zero(math::select(positive, x, left_of(x, t.hi, q)), x),
                .derivative = math::select(positive, V(1), q.value())};
    }

    /// e^(x/α)/α for x ≤ 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const t = math::quotient(x, alpha);
        V const a = math::abs(t.hi);
        auto const q = math::exp_of_negative(t.hi, t.lo);
        V const left = math::decay_times(q, a, math::as<V>(P(1) / alpha));
        return math::select(x > V(0), V(0), left);
    }

    /// α·(e^t − 1) for t = x/α ≤ 0, q = e^t.
    template <real V>
    ACTFN_INLINE V left_of(V x, V t, math::scaled_exp<V> const& q) const noexcept {
        if (math::is_number(alpha, 1)) return q.minus_one();
        V const curve = math::as<V>(alpha) * q.minus_one();
        V const y = math::tangent_near_0(t, x, curve);
        if constexpr (math::is_per_lane<P>) {
            return math::select(math::differs<V>(alpha, 1), y, curve);
        } else {
            return y;
        }
    }

    /// 1 + y/α has absolute accuracy in the far tail.
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::select(y > V(0), V(1), y / math::as<V>(alpha) + V(1));
    }

    template <real V> ACTFN_INLINE celu<V> parameter_derivatives(V x) const noexcept {
        auto const t = math::quotient(x, alpha);
        auto const q = math::exp_of_negative(t.hi, t.lo);
        // e^t − 1 − t·e^t, of which −t²·(1 − (1 − t)·s) with s = (e^t − 1 − t)/t² is left near 0.
        V const distant = math::fnma(math::finite(t.hi), q.value(), q.minus_one());
        V const z = math::at_most(math::at_least(t.hi, math::as<V>(-0.34)), V(0));
        V const close = -(z * z) * math::fnma(V(1) - z, math::exp_tail(z), V(1));
        V const slope = math::select(t.hi < math::as<V>(-0.34), distant, close);
        return {.alpha = math::select(x > V(0), V(0), slope)};
    }

    /// α·log(1 + y/α) for y ≤ 0.
    template <real V> ACTFN_INLINE V inverse(V y) const noexcept {
        V const left = math::as<V>(alpha) * math::log1p_quotient(y, alpha);
        return math::select(y > V(0), y, math::tangent_near_0(y / math::as<V>(alpha), y, left));
    }
    /// x/α for x ≤ 0.
    template <real V> ACTFN_INLINE V log_derivative(V x) const noexcept {
        auto const t = math::quotient(x, alpha);
        return math::select(x > V(0), V(0), t.hi + t.lo);
    }
};

} // namespace kernel

inline constexpr function<kernel::celu<>> celu{};

} // namespace actfn
