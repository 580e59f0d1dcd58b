// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/jet.hpp>
#include <actfn/math/piecewise.hpp>

#include <type_traits>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

template <class V> struct isru_parts_of {
    V root;
    V distant; // from here on αx² would overflow; value and derivatives are at their limits
    V z;       // |x|, clamped there
    V alpha_z;
    V square; // 1 + αx²
};
template <real V, class P> ACTFN_INLINE isru_parts_of<V> isru_parts(V x, P const& alpha) noexcept {
    V const a = math::as<V>(alpha);
    V const root = math::sqrt(a);
    V const distant = math::as<V>(std::is_same_v<scalar_t<V>, float> ? 0x1p60 : 0x1p500) / root;
    V const z = math::at_most(math::abs(math::finite(x)), distant);
    // √α·x would bring its two rounding errors twice.
    V const alpha_z = a * z;
    return {root, distant, z, alpha_z, math::fma(alpha_z, z, V(1))};
}

} // namespace detail

/// x/√(1 + αx²) and its derivative (1 + αx²)^−3/2. Error: 2.5 and 4.5 ULP for α = 1, 4 and 8 ULP
/// for others. Domain: α ≥ 0.
template <real V, class P> ACTFN_INLINE jet<V> isru(V x, P const& alpha) noexcept {
    auto const p = detail::isru_parts(x, alpha);
    V const hypotenuse = math::sqrt(p.square);
    V const limit = math::mulsign(V(1) / p.root, x);
    return {.value = math::select(p.z == p.distant, limit, x / hypotenuse),
            .derivative = V(1) / p.square / hypotenuse};
}

/// −3αx·(1 + αx²)^−5/2, the derivative of the derivative.
template <real V, class P> ACTFN_INLINE V isru_curvature(V x, P const& alpha) noexcept {
    auto const p = detail::isru_parts(x, alpha);
    // Quotient by quotient: the product of the divisors would overflow.
    V const y = (V(-3) * p.alpha_z / p.square) / p.square / math::sqrt(p.square);
    return math::mulsign(y, x);
}

/// (1 − αy²)^3/2, the derivative of isru from its value.
template <real V, class P> ACTFN_INLINE V isru_slope_at_output(V y, P const& alpha) noexcept {
    V const z = math::sqrt(math::as<V>(alpha)) * y;
    V const d = math::at_least((V(1) - z) * (V(1) + z), V(0));
    return d * math::sqrt(d);
}

} // namespace actfn::math
