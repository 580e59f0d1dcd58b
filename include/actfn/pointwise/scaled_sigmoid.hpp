// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// l·σ(k·(x − x0)) = l/(1 + e^(−k(x−x0))),  derivative l·k·σ·(1 − σ): Verhulst's curve with height
/// l, steepness k and midpoint x0. What rounding takes from the argument is kept.
template <class P = double> struct scaled_sigmoid {
    static constexpr std::string_view name = "scaled_sigmoid";
    static constexpr bool branches_on_parameters = true;

    P l{1};
    P k{1};
    P x0{0};

    constexpr actfn::facts describe() const {
        bool const flat = l == 0 || k == 0;
        double const left = k > 0 ? 0 : k < 0 ? l : l / 2;
        double const right = l - left;
        double const height = (std::max)(l, -l);
        double const steepest = (std::max)(l * k, -l * k);
        saturation const ends = flat ? saturation::hard : saturation::soft;
        double const distant = k == 0 ? 120 : 120 / (std::max)(k, -k);
        return {.name = name,
                .formula = "l * logistic(k * (x - x0))",
                .derivative = "l * k * exp(-k * abs(x - x0)) / (1 + exp(-k * abs(x - x0)))**2",
                .source = "Verhulst 1845",
                .lower = (std::min)(left, right),
                .upper = (std::max)(left, right),
                .left = {left, 0},
                .right = {right, 0},
                .monotone = left <= right,
                .odd = l == 0,
                .even = flat,
                .saturates = {ends, ends},
                .lipschitz = steepest / 4,
                // The factors multiply the error of a subnormal number.
                .max_ulp = {.value = l == 1 ? 2.5 : (std::max)(3.5, height),
                            .derivative = l * k == 1 ? 4 : (std::max)(5.0, steepest)},
                .interval = {x0 - distant, x0 + distant}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const t = argument(x);
        auto const s = math::logistic(t.hi, t.lo);
        // Large factors enter before the tails become subnormal.
        bool const low = math::is_number(l, 1);
        bool const flat = math::is_number(l * k, 1);
        return {.value = low ? s.value() : s.times(math::as<V>(l)),
                .derivative = flat ? s.slope() : s.slope_times(math::as<V>(l * k))};
    }

    /// l·k²·σ″(k·(x − x0)).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const t = argument(x);
        auto const q = math::exp_decay(math::abs(t.hi), math::mulsign(t.lo, t.hi));
        return math::logistic_curvature(q, t.hi, math::as<V>(l * k * k));
    }

    template <real V> ACTFN_INLINE scaled_sigmoid<V> parameter_derivatives(V x) const noexcept {
        auto const t = argument(x);
        auto const s = math::logistic(t.hi, t.lo);
        V const slope = math::as<V>(l) * s.slope();
        V const distance = math::finite(x - math::as<V>(x0));
        return {.l = s.value(), .k = distance * slope, .x0 = -(math::as<V>(k) * slope)};
    }

    template <real V> ACTFN_INLINE math::pair<V> argument(V x) const noexcept {
        auto const d = math::two_sum(x, -math::as<V>(x0));
        auto const t = math::scaled(d.hi, k);
        V const rest = math::as<V>(k) * (d.lo - math::low<V>(x0));
        // Not a number where x is infinite.
        return {t.hi, t.lo + math::select(math::abs(rest) < V(1), rest, V(0))};
    }
};

} // namespace kernel

inline constexpr function<kernel::scaled_sigmoid<>> scaled_sigmoid{};

} // namespace actfn
