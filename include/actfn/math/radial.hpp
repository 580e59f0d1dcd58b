// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/hypot.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/wirtinger.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// g(r)·z/r for a g that grows slower than r, from g, g′ and g(r)/r, the last also at r = 0; where
/// r overflows, it is not used.
template <real V>
ACTFN_INLINE radial_jet<V> radial(polar_parts<V> const& p, complex<V> z, V g, V slope,
                                  V quotient) noexcept {
    auto const infinite = p.r == V(std::numeric_limits<scalar_t<V>>::infinity());
    V const distant = math::select(infinite, V(0), p.over_r(g));
    V const across = math::select(p.share < V(1), distant, quotient);
    auto const inner = p.r < V(1);
    auto const part = [&](V c, V unit) ACTFN_LAMBDA_INLINE {
        V const nearby = across * c;
        return math::select(inner, nearby, math::select(unit == V(0), nearby, g * unit));
    };
    auto const centre = p.r == V(0);
    return {.value = {part(z.re, p.re), part(z.im, p.im)},
            .along = slope,
            .across = across,
            .along_minus_across = slope - across,
            .unit = {math::select(centre, V(1), p.re), math::select(centre, V(0), p.im)}};
}

} // namespace actfn::math
