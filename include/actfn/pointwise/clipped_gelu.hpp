// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <tuple>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// clipped_gelu(x) = min(max(gelu(x), lo), hi),  derivative gelu′(x) strictly between the bounds,
/// else 0. The default lo is below the least value of gelu. From hi = 9 on, gelu(x) = hi where x =
/// hi.
template <class P = double> struct clipped_gelu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "clipped_gelu";

    P lo{-10};
    P hi{10};

    static constexpr double least = -0.16997120747990369;
    static constexpr double lowest_at = -0.75179152469356468;

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const bounded = hi < infinity;
        bool const flat_left = lo >= 0;
        points kinks;
        if (lo > least && lo < 0) {
            kinks.at[kinks.count++] = crossing(lo, -40, lowest_at);
            kinks.at[kinks.count++] = crossing(lo, lowest_at, 0);
        } else if (flat_left) {
            kinks.at[kinks.count++] = lo == 0 ? 0 : crossing(lo, 0, lo + 1);
        }
        if (bounded) kinks.at[kinks.count++] = upper_kink();
        bool const exact = hi >= 9 && core::is_float(hi) && (lo <= least || lo == 0);
        double const bottom = (std::max)(lo, least);
        return {.name = name,
                .aliases = "gelu_10",
                .formula = hi >= 9 ? "max(0.5*x*erfc(-x/sqrt(2)), lo) if x < hi else hi"
                                   : "min(max(0.5*x*erfc(-x/sqrt(2)), lo), hi)",
                .derivative = hi >= 9 ? "0 if x >= hi or 0.5*x*erfc(-x/sqrt(2)) <= lo else "
                                        "0.5*erfc(-x/sqrt(2)) + x*exp(-x**2/2)/sqrt(2*pi)"
                                      : "0.5*erfc(-x/sqrt(2)) + x*exp(-x**2/2)/sqrt(2*pi) if lo < "
                                        "0.5*x*erfc(-x/sqrt(2)) < hi else 0",
                .cancelling = "0.5*erfc(-x/sqrt(2))",
                .source = "Wu et al. 2020, arXiv:2004.09602",
                .lower = bottom,
                .upper = hi,
                .left = {(std::max)(lo, 0.0), 0},
                .right = {hi, bounded ? 0.0 : 1.0},
                .kinks = kinks,
                .monotone = flat_left,
                .saturates = {flat_left ? saturation::hard : saturation::soft,
                              bounded ? saturation::hard : saturation::none},
                .lipschitz = steepest(),
                .init = init_scheme::he,
                // A bound that is reached between numbers is not where gelu rounds to it.
                .max_ulp = exact ? actfn::facts::ulp{3, 5} : actfn::facts::not_stated,
                .interval = {-40, bounded ? (std::max)(40.0, 2 * hi) : 40.0}};
    }

    constexpr auto may_be_infinite() const { return std::tie(lo, hi); }
    constexpr void check() const {
        constexpr double infinity = actfn::facts::infinity;
        core::require(lo < hi, name, "lo", lo, "less than hi =", hi);
        core::require(lo < infinity, name, "lo", lo, "less than", infinity);
        core::require(hi > 0, name, "hi", hi, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const n = math::normal(x);
        V const y = n.gate();
        auto const inside = is_inside(y);
        return {.value = math::at_most(math::at_least(y, math::as<V>(lo)), math::as<V>(hi)),
                .derivative = math::select(inside, n.gate_slope(), math::unless_nan(V(0), x))};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const n = math::normal(x);
        return math::select(is_inside(n.gate()), n.gate_curvature(), math::unless_nan(V(0), x));
    }

    template <real V> ACTFN_INLINE clipped_gelu<V> parameter_derivatives(V x) const noexcept {
        V const y = math::normal(x).gate();
        return {.lo = math::indicator(y <= math::as<V>(lo), x),
                .hi = math::indicator(y >= math::as<V>(hi), x)};
    }

    template <real V> ACTFN_INLINE auto is_inside(V y) const noexcept {
        return (y > math::as<V>(lo)) && (y < math::as<V>(hi));
    }

    // For the facts, in constant expressions.

    /// e^(−x²/2).
    static constexpr double bell(double x) noexcept {
        double const t = x * x / 2 / 1024;
        double y = 1 - t * (1 - t / 2 * (1 - t / 3 * (1 - t / 4 * (1 - t / 5 * (1 - t / 6)))));
        for (int i = 0; i < 10; ++i) y *= y;
        return y;
    }
    /// Φ(x) by its series; the left tail has absolute accuracy.
    static constexpr double cdf(double x) noexcept {
        constexpr double density = 0.39894228040143267794;
        if (x > 10 || x < -10) return x > 0 ? 1 : 0;
        double term = x;
        double sum = x;
        for (int i = 3; i < 500; i += 2) sum += term *= x * x / i;
        return 0.5 + density * bell(x) * sum;
    }
    /// The abscissa between a and b, where gelu rises or falls, at which it is y.
    static constexpr double crossing(double y, double a, double b) noexcept {
        bool const rises = a * cdf(a) < b * cdf(b);
        for (int i = 0; i < 60; ++i) {
            double const middle = (a + b) / 2;
            ((middle * cdf(middle) < y) == rises ? a : b) = middle;
        }
        return b;
    }
    constexpr double upper_kink() const noexcept { return hi >= 9 ? hi : crossing(hi, 0, hi + 1); }
    /// gelu′ rises up to √2.
    constexpr double steepest() const noexcept {
        constexpr double top = 1.4142135623730950488;
        double const end = hi < 9 ? upper_kink() : 9;
        double const begin = lo > 0 ? crossing(lo, 0, lo + 1) : 0;
        if (begin < top && end > top) return 1.1289041451851548;
        double const x = begin < top ? end : begin;
        return cdf(x) + x * 0.39894228040143267794 * bell(x);
    }
};

} // namespace kernel

inline constexpr function<kernel::clipped_gelu<>> clipped_gelu{};
inline constexpr auto& gelu_10 = clipped_gelu;

} // namespace actfn
