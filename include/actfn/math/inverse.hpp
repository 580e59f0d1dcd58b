// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>

#include <limits>
#include <type_traits>

/// Inverses of functions, accurate beside their roots.
namespace actfn::inline ACTFN_ABI::math {

/// log(y/(1 − y)). Error: 4 ULP. Domain: 0 ≤ y ≤ 1, else NaN; −∞ and ∞ at the ends.
template <real V> ACTFN_INLINE V logit(V y) noexcept {
    V const rest = V(1) - y;
    auto const central = (y > math::as<V>(0.25)) && (y < math::as<V>(0.75));
    // 2y − 1 is exact there.
    V const z = math::select(central, (y + y) - V(1), V(0));
    return math::select(central, math::log1p(z / rest), math::log(y / rest));
}

/// log(e^(u + lo) − 1), the inverse of log(1 + eᵗ), with relative accuracy beside its root log(2).
/// Error: 4 ULP. Domain: u ≥ 0, else NaN; −∞ at 0.
template <real V> ACTFN_INLINE V log_expm1(V u, V lo = V(0)) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    auto const is_right = u > math::as<V>(1.2);
    auto const is_left = u < math::as<V>(0.25);
    V const central_u = math::select(is_right || is_left, math::as<V>(0.7), u);
    // e^u − 2 = 2·(e^(u − log 2) − 1).
    constexpr double rest =
        std::is_same_v<scalar_t<V>, float> ? 0x1.ef35793c7673p-45 : -0x1.9ff0342542fc3p-90;
    V const d = ((central_u - V(C::log2_head)) - V(C::log2_rest)) + (lo - math::as<V>(rest));
    V const m = math::expm1(d);
    V const central = math::log1p(m + m);
    V const right = u + math::log1p(-math::exp_decay(math::at_least(u, V(1))).value());
    V const left = math::log(math::expm1(math::at_most(u, V(1))));
    return math::select(is_right, right, math::select(is_left, left, central));
}

/// y, NaN where m does not hold.
template <class M, real V> ACTFN_INLINE V defined_where(M m, V y) noexcept {
    return math::select(m, y, math::as<V>(std::numeric_limits<double>::quiet_NaN()));
}

/// log(1 + y/α), α > 0, with relative accuracy beside the pole y = −α too. Error: 4 ULP. Domain:
/// y ≥ −α, else NaN.
template <real V, class P> ACTFN_INLINE V log1p_quotient(V y, P const& alpha) noexcept {
    if (math::is_number(alpha, 1)) return math::log1p(y);
    auto const u = math::quotient(y, alpha);
    V const a = math::as<V>(alpha);
    // The first sum is exact where it is used.
    V const left = math::log(((y + a) + math::low<V>(alpha)) / a);
    return math::select(u.hi < math::as<V>(-0.5), left, math::log1p(u.hi + u.lo));
}

/// The inverse of `leaky`: NaN where it is constant or not monotone.
template <real V, class P> ACTFN_INLINE V leaky_inverse(V y, P const& slope) noexcept {
    V const s = math::as<V>(slope);
    auto const defined = (s > V(0)) || ((s == V(0)) && (y > V(0)));
    auto const u = math::quotient(y, slope);
    return math::defined_where(defined, math::select(y > V(0), y, u.hi + u.lo));
}
/// log |slope| for x ≤ 0, else 0.
template <real V> ACTFN_INLINE V leaky_log_derivative(V x, V slope) noexcept {
    V const log = math::log(math::abs(slope) + math::mulsign(V(0), x));
    return math::select(x > V(0), V(0), math::unless_nan(log, x));
}

} // namespace actfn::math
