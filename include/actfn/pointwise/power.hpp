// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/power.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// α·x^β,  derivative αβ·x^(β−1), 0 for β = 0 (oneDNN's eltwise_pow). For x < 0 it is a number
/// where β is an integer, as in std::pow. β = 2 is `square`, β = 1/2 `square_root`, which are
/// quicker.
template <class P = double> struct power {
    static constexpr bool has_infinite_slope = true;
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr std::string_view name = "power";
    static constexpr bool branches_on_parameters = true;

    P alpha{1};
    P beta{1.5};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const even = whole(beta / 2);
        bool const odd = whole(beta / 2 + 0.5);
        bool const everywhere = even || odd;
        bool const flat = alpha == 0 || beta == 0;
        bool const pole = everywhere && beta < 0 && !flat;
        double const height = (std::max)(alpha, -alpha);
        actfn::facts::end const right{limit(alpha, beta), limit(alpha * beta, beta - 1)};
        actfn::facts::end left{none, none};
        if (even) left = {right.value, -right.derivative};
        if (odd) left = {-right.value, right.derivative};
        saturation const vanishes = flat ? saturation::hard : saturation::soft;
        return {.name = name,
                .aliases = "pow",
                .formula = "alpha * x**beta",
                .derivative = "alpha * beta * x**(beta - 1)",
                .source = "oneDNN, eltwise",
                .lower = flat                ? right.value
                         : !odd && alpha > 0 ? 0
                                             : -infinity,
                .upper = flat                ? right.value
                         : !odd && alpha < 0 ? 0
                                             : infinity,
                .left = left,
                .right = right,
                .kinks = pole ? points{0.0} : points{},
                .monotone = flat || (alpha * beta > 0 && !even && !pole),
                .odd = odd || (even && alpha == 0),
                .even = even || (odd && alpha == 0),
                .saturates = {left.derivative == 0 ? vanishes : saturation::none,
                              right.derivative == 0 ? vanishes : saturation::none},
                .smoothness = pole ? -1 : infinity,
                .lipschitz = flat        ? 0
                             : beta == 1 ? height
                                         : infinity,
                // The factors multiply the error of a subnormal number.
                .max_ulp = {.value = alpha == 1 ? 1.5 : (std::max)(3.0, height),
                            .derivative = alpha == 1 && beta == 1.5
                                              ? 2.0
                                              : (std::max)({4.0, height * beta, -height * beta})},
                .interval = {everywhere ? -1000 : 0.5, 1000},
                .domain = {everywhere ? -infinity : 0, infinity}};
    }

    /// a·x^b at ∞.
    static constexpr double limit(double a, double b) noexcept {
        if (a == 0 || b < 0) return 0;
        if (b == 0) return a;
        return a > 0 ? actfn::facts::infinity : -actfn::facts::infinity;
    }
    static constexpr bool whole(double b) noexcept {
        return -0x1p62 < b && b < 0x1p62 && b == static_cast<double>(std::int64_t(b));
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        math::power_parts<V> const p(size(x));
        V const b = math::as<V>(beta);
        auto const less = math::exponent_less<V>(beta, 1);
        // The factors enter before the power may overflow or become subnormal.
        V const a = math::as<V>(alpha);
        V const slope = p.to(less.hi, less.lo, math::as<V>(alpha * beta));
        return {.value = with_sign(x, p.to(b, math::low<V>(beta), a), 0),
                .derivative =
                    math::select(b == V(0), math::unless_nan(V(0), x), with_sign(x, slope, 1))};
    }

    /// αβ(β − 1)·x^(β−2).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const least = math::exponent_less<V>(beta, 2);
        math::power_parts<V> const p(size(x));
        V const factor = math::as<V>(alpha * beta * (beta - P(1)));
        V const y = with_sign(x, p.to(least.hi, least.lo, factor), 0);
        return math::select(factor == V(0), math::unless_nan(V(0), x), y);
    }

    template <real V> ACTFN_INLINE power<V> parameter_derivatives(V x) const noexcept {
        math::power_parts<V> const p(size(x));
        V const y = with_sign(x, p.to(math::as<V>(beta), math::low<V>(beta)), 0);
        return {.alpha = y, .beta = math::as<V>(alpha) * y * p.finite_log()};
    }

    /// |x|, as x at 0 with its tangents.
    template <real V> ACTFN_INLINE static V size(V x) noexcept {
        return math::with_primal(math::select(x < V(0), -x, x), math::primal(math::abs(x)));
    }
    /// y = |x|^(β − less) for x itself.
    template <real V> ACTFN_INLINE V with_sign(V x, V y, int less) const noexcept {
        auto const half = static_cast<double>(math::primal(beta)) / 2;
        bool const even = whole(half);
        bool const odd = whole(half + 0.5);
        V const nan = math::as<V>(none);
        V const left = odd == (less == 0) ? -y : y;
        return math::select(x < V(0), even || odd ? left : left * nan, y);
    }
};

} // namespace kernel

inline constexpr function<kernel::power<>> power{};
inline constexpr auto& pow = power;

} // namespace actfn
