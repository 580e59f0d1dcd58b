// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// l·σ(k·(x − x0)) = l/(1 + e^(−k(x−x0))),  derivative l·k·σ·(1 − σ): Verhulst's curve with height
/// l, steepness k and midpoint x0. What rounding takes from the argument is kept.
template <class P = double> struct scaled_sigmoid {
    static constexpr actfn::facts facts{
        .name = "scaled_sigmoid",
        .formula = "l * logistic(k * (x - x0))",
        .derivative = "l * k * exp(-k * abs(x - x0)) / (1 + exp(-k * abs(x - x0)))**2",
        .source = "Verhulst 1845",
        .lower = 0,
        .upper = 1,
        .left = {0, 0},
        .right = {1, 0},
        .lipschitz = 0.25,
        .max_ulp = {.value = 2.5, .derivative = 4},
        .interval = {-120, 120}};

    P l{1};
    P k{1};
    P x0{0};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const t = argument(x);
        auto const s = math::logistic(t.hi, t.lo);
        return {.value = math::as<V>(l) * s.value(), .derivative = math::as<V>(l * k) * s.slope()};
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
        V const rest = math::as<V>(k) * (d.lo - math::rest<V>(x0));
        // Not a number where x is infinite.
        return {t.hi, t.lo + math::select(math::abs(rest) < V(1), rest, V(0))};
    }
};

} // namespace kernel

inline constexpr function<kernel::scaled_sigmoid<>> scaled_sigmoid{};

} // namespace actfn
