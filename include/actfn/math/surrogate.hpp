// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

/// What stands in for the derivative of a step when it is trained.
namespace actfn::inline ACTFN_ABI::math {

/// The facts of a step from 0 to 1 with a surrogate derivative: that one, how it vanishes at both
/// ends, its error, where it is sampled and where it has kinks.
constexpr facts step_facts(std::string_view name, std::string_view derivative,
                           std::string_view source, saturation ends, double max_ulp,
                           facts::range interval = {-20, 20}, points kinks = {0.0}) noexcept {
    return {.name = name,
            .formula = "1 if x > 0 else 0",
            .derivative = derivative,
            .source = source,
            .lower = 0,
            .upper = 1,
            .left = {0, 0},
            .right = {1, 0},
            .kinks = kinks,
            .saturates = {ends, ends},
            .smoothness = -1,
            .lipschitz = facts::infinity,
            .max_ulp = {.value = 0, .derivative = max_ulp},
            .interval = interval,
            .surrogate = true};
}
/// The same of a sign, a step from −1 to 1.
constexpr facts sign_facts(std::string_view name, std::string_view derivative,
                           std::string_view source, saturation ends, double max_ulp,
                           facts::range interval = {-20, 20}, points kinks = {0.0}) noexcept {
    facts f = math::step_facts(name, derivative, source, ends, max_ulp, interval, kinks);
    f.formula = "sgn(x)";
    f.lower = f.left.value = -1;
    f.odd = true;
    return f;
}

/// 1 for x > 0, 0 for x ≤ 0.
template <real V> ACTFN_INLINE V step(V x) noexcept { return math::kept_where_positive(V(1), x); }

/// 1 and −1, x itself at ±0.
template <real V> ACTFN_INLINE V sign(V x) noexcept {
    return math::select(x > V(0), V(1), math::select(x < V(0), V(-1), x));
}

/// 1 in [−1, 1], else 0.
template <real V> ACTFN_INLINE V straight_through(V x) noexcept {
    return math::indicator(math::abs(x) <= V(1), x);
}

/// max(0, 1 − |x|).
template <real V> ACTFN_INLINE V triangle(V x) noexcept {
    return math::at_least(V(1) - math::abs(x), V(0));
}

/// c·k·σ(kx)·σ(−kx), the derivative of c·σ(kx).
template <real V, class P> ACTFN_INLINE V logistic_slope(V x, P const& k, V c = V(1)) noexcept {
    auto const t = math::scaled(x, k);
    auto const s = math::logistic(t.hi, t.lo);
    return math::bell(s.q, math::as<V>(k) * c * s.q.scaled());
}

} // namespace actfn::math
