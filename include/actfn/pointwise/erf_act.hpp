// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/power.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// erf_act(x) = x·erf(t) with t = α·e^(βx),  derivative erf(t) + βx·t·2/√π·e^−t². Where t is small
/// it is 2/√π·x·t, whose tail keeps its accuracy. t carries what rounding takes from it, for e^−t²
/// magnifies that.
template <class P = double> struct erf_act {
    static constexpr std::string_view name = "erf_act";

    P alpha{0.75};
    P beta{0.75};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        double const sign = alpha > 0 ? 1 : alpha < 0 ? -1 : 0;
        double const rate = (std::max)(beta, -beta);
        bool const line = beta == 0 || alpha == 0;
        double const flat = alpha == 0 ? 0 : core::error_function(alpha);
        double const slope = line ? flat : sign;
        auto const curve = shape_of(alpha * sign);
        // For sign·β > 0 the dip is below 0.
        bool const below = sign * beta > 0;
        double const dip = line ? 0 : curve.dip / rate;
        auto const end = [&](double to) {
            return slope == 0 ? actfn::facts::end{0, 0}
                              : actfn::facts::end{to * slope > 0 ? infinity : -infinity, slope};
        };
        bool const flat_left = !line && beta > 0;
        bool const flat_right = !line && beta < 0;
        bool const still = alpha == 0;
        saturation const hard = saturation::hard;
        return {
            .name = name,
            .formula = "x * erf(alpha * exp(min(beta * x, 600)))",
            .derivative = "erf(alpha * exp(min(beta * x, 600))) + beta * x * alpha * "
                          "2 / sqrt(pi) * exp(min(beta * x, 600) - alpha**2 * exp(2 * "
                          "min(beta * x, 600)))",
            .cancelling = "abs(erf(alpha * exp(min(beta * x, 600))))",
            .cancelling_second =
                "4 / sqrt(pi) * abs(alpha * beta) * exp(beta * x - alpha**2 * exp(2 * beta * x))",
            .source = "Biswas, Kumar, Banerjee, Pandey 2021, arXiv:2109.04386",
            .lower = line    ? (still ? 0 : -infinity)
                     : below ? -dip
                             : -infinity,
            .upper = line    ? (still ? 0 : infinity)
                     : below ? infinity
                             : dip,
            .left = flat_left ? actfn::facts::end{0, 0} : end(-1),
            .right = flat_right ? actfn::facts::end{0, 0} : end(1),
            .monotone = line && slope >= 0,
            .odd = line,
            .even = still,
            .saturates = {still       ? hard
                          : flat_left ? saturation::soft
                                      : saturation::none,
                          still        ? hard
                          : flat_right ? saturation::soft
                                       : saturation::none},
            .lipschitz = line ? (std::max)(flat, -flat) : curve.steepest,
            .init = init_scheme::he,
            .max_ulp = {.value = 4, .derivative = 7},
            .interval = {line ? -20 : -120 / rate, line ? 20 : 120 / rate}};
    }

    /// t, and where it is so small that erf(t) rounds to 2/√π·t.
    template <class V> struct parts {
        math::pair<V> u; // βx
        math::pair<V> w; // e^u, while it is a number
        math::pair<V> t;
        V y; // u, while t counts
        decltype(V() < V()) distant;

        ACTFN_INLINE explicit parts(V x, erf_act const& k) noexcept
            : parts(math::scaled(x, k.beta), k) {}

        /// n·e^−(2·t.hi·t.lo), which e^−t.hi² lacks.
        ACTFN_INLINE V corrected(V n) const noexcept {
            V const at = bounded(t.hi);
            return math::fnma(n, (at + at) * math::at_most(math::at_least(t.lo, V(-1)), V(1)), n);
        }

      private:
        static constexpr scalar_t<V> reach = sizeof(scalar_t<V>) == 4 ? 80 : 600;

        ACTFN_INLINE explicit parts(math::pair<V> at, erf_act const& k) noexcept
            : u(at), y(math::at_most(math::at_least(at.hi, V(-reach)), V(reach))) {
            V const a = math::as<V>(k.alpha);
            auto const e = math::exp_in_two_parts(y);
            w = math::two_sum(e.hi, math::fma(e.hi, u.lo, e.lo));
            auto const p = math::two_product(a, w.hi);
            V const rest = math::fma(a, w.lo, math::fma(math::low<V>(k.alpha), w.hi, p.lo));
            t = math::two_sum(p.hi, rest);
            distant = math::abs(t.hi) < V(scalar_t<V>(0x1p-30));
        }
    };

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        parts<V> const p(x, *this);
        auto const e = math::erf(p.t.hi);
        V const y = e.value();
        V const slope = math::fma(p.y, e.slope_times(bounded(p.t.hi)), y);
        V const factor = math::as<V>(P(slope_at_0) * alpha);
        V const z = math::finite(x);
        V const tail = math::exp_of_sum(p.u.hi, p.u.lo, factor * z);
        V const rate = math::exp_of_sum(p.u.hi, p.u.lo, factor * (p.u.hi + V(1)));
        V const still = math::select(math::as<V>(alpha) == V(0), V(0), x * y);
        return {.value = math::select(p.distant, tail, still),
                .derivative = math::select(p.distant, rate, slope)};
    }

    /// β·t·2/√π·e^−t²·(2 + βx·(1 − 2t²)).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        parts<V> const p(x, *this);
        auto const e = math::erf(p.t.hi);
        V const t = bounded(p.t.hi);
        V const n = math::fma(p.y, math::fnma(t + t, t, V(1)), V(2)) * t;
        V const nearby = e.slope_times(math::as<V>(beta) * p.corrected(n));
        V const factor = math::as<V>(P(slope_at_0) * alpha * beta);
        V const tail = math::exp_of_sum(p.u.hi, p.u.lo, factor * (p.u.hi + V(2)));
        return math::select(p.distant, tail, nearby);
    }

    template <real V> ACTFN_INLINE erf_act<V> parameter_derivatives(V x) const noexcept {
        parts<V> const p(x, *this);
        auto const e = math::erf(p.t.hi);
        V const z = math::finite(x);
        V const t = bounded(p.t.hi);
        V const k = math::as<V>(slope_at_0);
        V const factor = math::as<V>(P(slope_at_0) * alpha);
        V const gone = math::select(math::abs(p.t.hi) > V(30), V(0), z);
        V const by_alpha = e.slope_times(p.corrected(gone * p.w.hi));
        V const by_beta = e.slope_times(p.corrected(gone * t)) * gone;
        return {.alpha = math::select(p.distant, math::exp_of_sum(p.u.hi, p.u.lo, k * z), by_alpha),
                .beta = math::select(p.distant, math::exp_of_sum(p.u.hi, p.u.lo, factor * z * z),
                                     by_beta)};
    }

  private:
    static constexpr double slope_at_0 = 1.12837916709551257390;

    /// t, 0 where e^−t² is.
    template <real V> ACTFN_INLINE static V bounded(V t) noexcept {
        return math::at_most(math::at_least(t, V(-40)), V(40));
    }

    struct shape {
        double dip;
        double steepest;
    };
    /// Of y·erf(α·e^y), α > 0: how far it goes below 0, and the largest slope.
    static constexpr shape shape_of(double alpha) {
        if (alpha == 0) return {0, 0};
        auto const slope = [=](double y) {
            double const t = alpha * core::exponential(y);
            double const rate = t > 30 ? 0 : y * t * slope_at_0 * core::exponential(-t * t);
            return core::error_function(t) + rate;
        };
        auto const bend = [=](double y) {
            double const t = alpha * core::exponential(y);
            return 2 + y * (1 - 2 * t * t);
        };
        double distant = -2;
        while (slope(distant) >= 0 && distant > -700) distant *= 2;
        double const lowest = core::root_between(distant, 0, slope);
        double right = 1;
        while (bend(right) > 0 && right < 700) right *= 2;
        double left = -2;
        while (bend(left) > 0 && left > -700) left *= 2;
        double const up = slope(core::root_between(0, right, bend));
        double const down = slope(core::root_between(left, 0, bend));
        return {-lowest * core::error_function(alpha * core::exponential(lowest)),
                (std::max)(up, -down)};
    }
};

} // namespace kernel

inline constexpr function<kernel::erf_act<>> erf_act{};

} // namespace actfn
