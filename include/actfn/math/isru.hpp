// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/jet.hpp>
#include <actfn/math/piecewise.hpp>

#include <type_traits>

namespace actfn::math {

/// x/√(1 + αx²) and its derivative (1 + αx²)^−3/2. Error: 2.5 and 4.5 ULP for α = 1, 4 and 8 ULP
/// for others. Domain: α ≥ 0.
template <real V, class P> ACTFN_INLINE jet<V> isru(V x, P const& alpha) noexcept {
    // From here on the square would overflow; value and derivative are at their limits.
    V const far = math::as<V>(std::is_same_v<scalar_t<V>, float> ? 0x1p60 : 0x1p500);
    V const root = math::sqrt(math::as<V>(alpha));
    V const w = math::at_most(math::abs(root * math::finite(x)), far);
    V const square = math::fma(w, w, V(1));
    V const hypotenuse = math::sqrt(square);
    V const limit = math::mulsign(V(1) / root, x);
    return {.value = math::select(w == far, limit, x / hypotenuse),
            .derivative = V(1) / square / hypotenuse};
}

/// −3αx·(1 + αx²)^−5/2, the derivative of the derivative.
template <real V, class P> ACTFN_INLINE V isru_curvature(V x, P const& alpha) noexcept {
    V const far = math::as<V>(std::is_same_v<scalar_t<V>, float> ? 0x1p60 : 0x1p500);
    V const root = math::sqrt(math::as<V>(alpha));
    V const w = math::at_most(math::abs(root * math::finite(x)), far);
    V const square = math::fma(w, w, V(1));
    // Quotient by quotient: the product of the divisors would overflow.
    V const y = (V(-3) * root * w / square) / square / math::sqrt(square);
    return math::mulsign(y, x);
}

/// (1 − αy²)^3/2, the derivative of isru from its value.
template <real V, class P> ACTFN_INLINE V isru_slope_at_output(V y, P const& alpha) noexcept {
    V const z = math::sqrt(math::as<V>(alpha)) * y;
    V const d = math::at_least((V(1) - z) * (V(1) + z), V(0));
    return d * math::sqrt(d);
}

} // namespace actfn::math
