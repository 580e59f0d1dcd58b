// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <limits>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// derf(x) = γ·erf(z) + β with z = α·x + s,  derivative γ·α·2/√π·e^−z²: in place of a
/// normalisation, as dyt; γ and β are learned per channel. z is carried as an unevaluated sum,
/// since its error would grow with z² in the tails.
template <class P = double> struct derf {
    static constexpr bool branches_on_parameters = true;
    static constexpr std::string_view name = "derf";

    P alpha{0.5};
    P shift{0};
    P gamma{1};
    P beta{-0.0}; // keeps the sign of a zero

    constexpr actfn::facts describe() const {
        double const slope = gamma * alpha;
        double const steepest = 1.1283791670955126 * (std::max)(slope, -slope);
        bool const flat = slope == 0;
        double const height = (std::max)(gamma, -gamma);
        double const right = slope < 0 ? -height : height;
        saturation const ends = flat ? saturation::hard : saturation::soft;
        double const distant = alpha == 0 ? 30 : 30 / (std::max)(alpha, -alpha);
        double const centre = alpha == 0 ? 0 : -shift / alpha;
        // A constant γ·erf(s) + β is not computed here.
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        bool const known = !flat || gamma == 0 || shift == 0;
        double const constant = known ? beta : unknown;
        return {.name = name,
                .formula = "gamma * erf(alpha * x + shift) + beta",
                .derivative = "gamma * alpha * 2/sqrt(pi) * exp(-(alpha * x + shift)**2)",
                .cancelling_value = beta == 0 ? "" : "beta",
                .source = "Chen et al. 2025, arXiv:2512.10938",
                .lower = flat && known ? beta : beta - height,
                .upper = flat && known ? beta : beta + height,
                .left = {flat ? constant : beta - right, 0},
                .right = {flat ? constant : beta + right, 0},
                .monotone = slope >= 0,
                .odd = beta == 0 && (flat ? known : shift == 0),
                .even = flat,
                .saturates = {ends, ends},
                .lipschitz = steepest,
                // The factors multiply the error of a subnormal number.
                .max_ulp = {.value = (std::max)(beta == 0 ? 4.0 : 5.0, height),
                            .derivative = (std::max)(4.0, steepest)},
                .interval = {centre - distant, centre + distant}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const z = argument(x);
        auto const e = math::erf(z.hi);
        V const y = math::fma(e.slope(), z.lo, e.value());
        V const g = math::as<V>(gamma);
        V const b = math::as<V>(beta);
        V const nearby = math::fma(g, y, math::low<V>(gamma) * y) + b;
        V const line = math::as<V>(P(slope_at_0) * gamma * alpha) * math::finite(x) + b;
        return {.value = math::select(is_linear(x), line, nearby),
                .derivative = bell(e, z, math::as<V>(gamma * alpha))};
    }

    /// −2γα²·z·2/√π·e^−z².
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const z = argument(x);
        auto const e = math::erf(z.hi);
        V const t = math::mulsign(e.u, z.hi) + z.lo;
        V const linear = math::as<V>(alpha) * x;
        return bell(e, z,
                    math::as<V>(P(-2) * gamma * alpha * alpha) *
                        math::select(is_linear(x), linear, t));
    }

    template <real V> ACTFN_INLINE derf<V> parameter_derivatives(V x) const noexcept {
        auto const z = argument(x);
        auto const e = math::erf(z.hi);
        auto const saturated = math::abs(z.hi) > V(40);
        V const y = math::fma(e.slope(), z.lo, e.value());
        V const line = math::as<V>(P(slope_at_0) * alpha) * math::finite(x);
        return {.alpha = bell(e, z, math::select(saturated, V(0), math::as<V>(gamma) * x)),
                .shift = bell(e, z, math::as<V>(gamma)),
                .gamma = math::select(is_linear(x), line, y),
                .beta = math::unless_nan(V(1), x)};
    }

    static constexpr double slope_at_0 = 1.12837916709551257390;

    /// α·x + s.
    template <real V> ACTFN_INLINE math::pair<V> argument(V x) const noexcept {
        auto const t = math::scaled(math::select(is_linear(x), V(0) * x, x), alpha);
        auto const sum = math::two_sum(t.hi, math::as<V>(shift));
        V const rest = (sum.lo + t.lo) + math::low<V>(shift);
        auto const all = math::two_sum(sum.hi, math::select(math::abs(rest) < V(1), rest, V(0)));
        return {all.hi, math::select(math::abs(all.lo) < V(1), all.lo, V(0))};
    }
    /// Where α·x is so small that erf is a line, if there is no shift: it might be subnormal.
    template <real V> ACTFN_INLINE auto is_linear(V x) const noexcept {
        if constexpr (std::is_arithmetic_v<P>) {
            V const a = math::abs(math::as<V>(alpha));
            auto const no_shift = math::as<V>(shift) == V(0);
            return no_shift && (math::abs(x) < math::as<V>(0x1p-30) / a);
        } else {
            return math::abs(x) < V(0); // nowhere: a learned shift counts
        }
    }
    /// c·2/√π·e^−z².
    template <real V>
    static ACTFN_INLINE V bell(math::erf_parts<V> const& e, math::pair<V> const& z, V c) noexcept {
        V const t = (e.u + e.u) * math::mulsign(z.lo, z.hi);
        return e.slope_times(math::fnma(c, t, c));
    }
};

} // namespace kernel

inline constexpr function<kernel::derf<>> derf{};

} // namespace actfn
