// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/piecewise.hpp>
#include <actfn/math/wirtinger.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// z, or a NaN in both parts where either is one.
template <real V> ACTFN_INLINE complex<V> spread_nan(complex<V> z) noexcept {
    return {math::unless_nan(z.re, z.im), math::unless_nan(z.im, z.re)};
}

/// w, NaN in both parts where either part of z is.
template <real V> ACTFN_INLINE complex<V> unless_nan(complex<V> w, complex<V> z) noexcept {
    V const whole = math::unless_nan(z.re, z.im);
    return {math::unless_nan(w.re, whole), math::unless_nan(w.im, whole)};
}

/// z in the closed first quadrant, else slope·z. On the border of the quadrant the derivative is
/// `slope`.
template <real V> ACTFN_INLINE holomorphic_jet<V> quadrant_relu(complex<V> at, V slope) noexcept {
    complex<V> const z = math::spread_nan(at);
    V const least = math::select(z.re < z.im, z.re, z.im);
    auto const closed = least >= V(0);
    auto const part = [&](V c) ACTFN_LAMBDA_INLINE {
        return math::select(closed, c, math::times_slope(c, slope));
    };
    V const inside = math::unless_nan(math::select(least > V(0), V(1), slope), least);
    return {.value = {part(z.re), part(z.im)}, .dz = {inside, V(0)}};
}

} // namespace actfn::math
