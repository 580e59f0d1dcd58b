// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/curvature.hpp>
#include <actfn/math/jet.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/tanh.hpp>

#include <type_traits>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// 4c·q/(1 + q)² for q = e^−2|z|; a large factor c enters before q becomes subnormal.
template <real V, class P>
ACTFN_INLINE V scaled_bell(scaled_exp<V> const& q, V z, P const& c) noexcept {
    V const factor = math::as<V>(P(4) * c);
    if constexpr (std::is_arithmetic_v<P>) {
        if (c < 64 && c > -64) return math::times_bell(q, factor);
    }
    return math::times_bell(q, math::unless_negligible(factor, math::abs(z + z)));
}

/// The value, `curve` but near 0; for |b| above 1/2 z = b·x keeps the digits of x.
template <real V, class P>
ACTFN_INLINE V scaled_near_0(V x, V z, P const& a, P const& b, V curve) noexcept {
    if constexpr (std::is_arithmetic_v<P>) {
        if (b > 0.5 || b < -0.5) return curve;
    }
    return math::tangent_near_0(z, math::as<V>(a * b) * math::finite(x), curve);
}

} // namespace detail

/// a·tanh(b·x) and its derivative a·b·sech²(b·x). Error: 4 and 3.5 ULP; a and a·b multiply the
/// error of a subnormal number.
template <real V, class P> ACTFN_INLINE jet<V> scaled_tanh(V x, P const& a, P const& b) noexcept {
    return math::at_scaled(x, b, [&](V z, auto... lo) ACTFN_LAMBDA_INLINE {
        auto const t = math::tanh(z, lo...);
        V const y = t.value();
        V const curve = math::fma(math::as<V>(a), y, math::low<V>(a) * y);
        return jet<V>{.value = detail::scaled_near_0(x, z, a, b, curve),
                      .derivative = detail::scaled_bell(t.q, z, a * b)};
    });
}

} // namespace actfn::math
