// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// clamp(γ + (ζ − γ)·σ((x + L)/T), 0, 1), L = log(U/(1 − U)) drawn from the logistic distribution:
/// a gate that is 0 or 1 with some probability and has a gradient between (L₀ regularisation). In
/// inference it is clamp(γ + (ζ − γ)·σ(x), 0, 1), without T, as in the paper. The derivative holds
/// L fixed; at both bounds it is 0.
template <class P = double> struct hard_concrete {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "hard_concrete";
    using draw = math::uniform_draw;

    P temperature{2.0 / 3};
    P gamma{-0.1};
    P zeta{1.1};

    constexpr actfn::facts describe() const {
        // σ(x) = −γ/(ζ − γ), and 1 − σ(x) = (ζ − 1)/(ζ − γ).
        double const first = core::logarithm(-gamma / zeta);
        double const last = core::logarithm((1 - gamma) / (zeta - 1));
        double const spread = zeta - gamma;
        double const lower = -gamma / spread;
        double const upper = (zeta - 1) / spread;
        double const inner = first < 0 && last > 0 ? 0.5 : last <= 0 ? upper : lower;
        return {.name = name,
                .formula = "min(max(gamma + (zeta - gamma) * logistic(x), 0), 1)",
                .derivative = "(zeta - gamma) * logistic(x) * logistic(-x) if 0 < gamma + (zeta - "
                              "gamma) * logistic(x) < 1 else 0",
                .cancelling_value = "-gamma",
                .source = "Louizos, Welling, Kingma 2018, arXiv:1712.01312",
                .lower = 0,
                .upper = 1,
                .left = {0, 0},
                .right = {1, 0},
                .kinks = {first, last},
                .saturates = {saturation::hard, saturation::hard},
                .lipschitz = spread * inner * (1 - inner),
                .max_ulp = {.value = 4, .derivative = 5},
                .interval = {2 * first - last - 1, 2 * last - first + 1}};
    }

    constexpr void check() const {
        core::require(temperature > 0, name, "temperature", temperature, "greater than", 0);
        core::require(gamma < 0, name, "gamma", gamma, "less than", 0);
        core::require(zeta > 1, name, "zeta", zeta, "greater than", 1);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return of(math::pair<V>{x, V(0)}, P(1));
    }
    template <real V> ACTFN_INLINE jet<V> at(V x, V drawn) const noexcept {
        return of(angle(x, drawn), temperature);
    }

    template <real V> ACTFN_INLINE hard_concrete<V> parameter_derivatives(V x) const noexcept {
        auto slopes = by_parameters(math::pair<V>{x, V(0)});
        slopes.temperature = math::unless_nan(V(0), x);
        return slopes;
    }
    template <real V>
    ACTFN_INLINE hard_concrete<V> parameter_derivatives(V x, V drawn) const noexcept {
        return by_parameters(angle(x, drawn));
    }

  private:
    /// (x + L)/T.
    template <real V> ACTFN_INLINE math::pair<V> angle(V x, V drawn) const noexcept {
        return math::quotient(x + math::logit(drawn), temperature);
    }
    /// (ζ − γ)·share − gap.
    template <real V> ACTFN_INLINE V beyond(V share, P const& gap) const noexcept {
        P const spread = zeta - gamma;
        V const rest = math::fma(math::low<V>(spread), share, -math::low<V>(gap));
        return math::fma(math::as<V>(spread), share, -math::as<V>(gap)) + rest;
    }
    /// Whether γ + (ζ − γ)·σ(t), which is y, is between the bounds: 1 − y tells it beside 1.
    template <real V>
    ACTFN_INLINE auto inside(math::logistic_parts<V> const& s, V y) const noexcept {
        return (y > V(0)) && (beyond(s.complement(), zeta - P(1)) > V(0));
    }
    template <real V> ACTFN_INLINE jet<V> of(math::pair<V> t, P const& divisor) const noexcept {
        auto const s = math::logistic(t.hi, t.lo);
        V const y = beyond(s.value_beside_slope(), -gamma);
        V const slope = s.slope_times(math::as<V>((zeta - gamma) / divisor));
        return {.value = math::at_most(math::at_least(y, V(0)), V(1)),
                .derivative = math::only_where(inside(s, y), slope, t.hi)};
    }
    template <real V> ACTFN_INLINE hard_concrete<V> by_parameters(math::pair<V> t) const noexcept {
        auto const s = math::logistic(t.hi, t.lo);
        auto const between = inside(s, beyond(s.value_beside_slope(), -gamma));
        V const rate = math::as<V>((gamma - zeta) / temperature);
        return {.temperature = math::only_where(between, s.slope_times(rate * t.hi), t.hi),
                .gamma = math::only_where(between, s.complement(), t.hi),
                .zeta = math::only_where(between, s.value_beside_slope(), t.hi)};
    }
};

} // namespace kernel

inline constexpr function<kernel::hard_concrete<>> hard_concrete{};

} // namespace actfn
