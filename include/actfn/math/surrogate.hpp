// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

/// What stands in for the derivative of a step when it is trained.
namespace actfn::inline ACTFN_ABI::math {

/// 1 for x > 0, 0 for x ≤ 0.
template <real V> ACTFN_INLINE V step(V x) noexcept { return math::indicator(x > V(0), x); }

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
