// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/jet.hpp>
#include <actfn/math/arithmetic.hpp>

#include <limits>

namespace actfn::math {

/// c, or NaN where x is.
template <real V> ACTFN_INLINE V unless_nan(V c, V x) noexcept {
    return math::select(x == x, c, x);
}

/// 1 where m holds, else 0, NaN where x is.
template <class M, real V> ACTFN_INLINE V indicator(M m, V x) noexcept {
    return math::select(m, V(1), math::unless_nan(V(0), x));
}

template <real V> ACTFN_INLINE V finite(V x) noexcept {
    V const most = math::as<V>(std::numeric_limits<scalar_t<V>>::max());
    return math::at_most(math::at_least(x, -most), most);
}

/// slope·x, 0 at infinity for slope 0.
template <real V> ACTFN_INLINE V times_slope(V x, V slope) noexcept {
    return slope * math::select(slope == V(0), math::finite(x), x);
}

/// x for x > 0, else slope·x; the kink belongs to the lower branch.
template <real V> ACTFN_INLINE jet<V> leaky(V x, V slope) noexcept {
    auto const positive = x > V(0);
    return {.value = math::select(positive, x, math::times_slope(x, slope)),
            .derivative = math::select(positive, V(1), math::unless_nan(slope, x))};
}

/// factor·x as an unevaluated sum that includes what rounding took from the factor and the product:
/// an error in the argument of an exponential grows with the argument.
template <real V, class P> ACTFN_INLINE pair<V> scaled(V x, P const& factor) noexcept {
    if constexpr (std::is_arithmetic_v<P>) {
        if (factor == P(1)) return {x, V(0)};
    }
    V const f = math::as<V>(factor);
    V const z = math::select(f == V(0), math::finite(x), x);
    auto const p = math::product(f, z);
    V const lo = math::fma(math::rest<V>(factor), z, p.lo);
    // At infinity, and where the product overflows, the remainder is not a number.
    return {p.hi, math::select(math::abs(lo) < V(1), lo, V(0))};
}

} // namespace actfn::math
