// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/arithmetic.hpp>

#include <limits>
#include <numbers>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

// Above `large` squares overflow, below `small` they lose bits.
template <class T> struct hypot_constants;

template <> struct hypot_constants<float> {
    static constexpr float large = 0x1p62F;
    static constexpr float tiny = 0x1p-40F;
    static constexpr float shrink = 0x1p-90F;
    static constexpr float unshrink = 0x1p90F;
    static constexpr float enlarge = 0x1p100F;
    static constexpr float unenlarge = 0x1p-100F;
};

template <> struct hypot_constants<double> {
    static constexpr double large = 0x1p500;
    static constexpr double tiny = 0x1p-400;
    static constexpr double shrink = 0x1p-600;
    static constexpr double unshrink = 0x1p600;
    static constexpr double enlarge = 0x1p700;
    static constexpr double unenlarge = 0x1p-700;
};

/// √(x² + y²) = (root + rest)·unscale: the root, nearly rounded, and its rounding error.
template <class V> struct scaled_hypot {
    V larger; // of |x| and |y|
    V smaller;
    V scale;
    V unscale;
    V root;
    V rest; // NaN where the root is infinite
};

template <real V> ACTFN_INLINE scaled_hypot<V> hypot(V x, V y) noexcept {
    using C = hypot_constants<scalar_t<V>>;
    V const a = math::abs(x);
    V const b = math::abs(y);
    auto const swapped = a < b; // a NaN is kept on either side
    V const hi = math::select(swapped, b, a);
    V const lo = math::select(swapped, a, b);
    auto const large = hi > V(C::large);
    auto const tiny = hi < V(C::tiny);
    V const scale = math::select(large, V(C::shrink), math::select(tiny, V(C::enlarge), V(1)));
    V const unscale =
        math::select(large, V(C::unshrink), math::select(tiny, V(C::unenlarge), V(1)));

    auto const square = [](V u) ACTFN_LAMBDA_INLINE { return math::two_product(u, u); };
    auto const hh = square(hi * scale);
    auto const ll = square(lo * scale);
    V const s = hh.hi + ll.hi;
    V const s_rest = ll.hi - (s - hh.hi); // exact, since hh ≥ ll
    V const root = math::sqrt(s);
    auto const rr = square(root);
    V const error = ((s - rr.hi) - rr.lo) + (s_rest + (hh.lo + ll.lo));
    V const twice = math::select(root == V(0), V(1), root + root);
    return {hi, lo, scale, unscale, root, error / twice};
}

} // namespace detail

/// √(x² + y²) without overflow or underflow between; infinite where x or y is, even beside a NaN.
/// Error: 0.51 ULP, 1 ULP where the result is subnormal.
template <real V> ACTFN_INLINE V hypot(V x, V y) noexcept {
    V const infinity = V(std::numeric_limits<scalar_t<V>>::infinity());
    auto const h = detail::hypot(x, y);
    V const r = math::select(h.root == infinity, infinity, h.root + h.rest) * h.unscale;
    return math::select(h.larger == infinity, infinity,
                        math::select(h.smaller == infinity, infinity, r));
}

/// x + i·y = r·(re + i·im). For an infinite number r is infinite and re, im the limits of the
/// direction; at 0 both are 0. A NaN in x or y makes all of them NaN.
template <class V> struct polar_parts {
    V r;    // the largest number where r overflows although x and y are finite
    V rest; // the rounding error of r: f(r) + f′(r)·rest has the accuracy of f
    V re;
    V im;
    // c/|z| = c·share/divisor·factor, also where r overflows or is subnormal.
    V share;
    V divisor;
    V factor;

    /// (c + more)/|z|.
    ACTFN_INLINE V over_r(V c, V more) const noexcept {
        return (math::fma(share, more, share * c) / divisor) * factor;
    }
    /// c/|z|.
    ACTFN_INLINE V over_r(V c) const noexcept { return (share * c / divisor) * factor; }
};

/// The length and the direction of x + i·y.
template <real V> ACTFN_INLINE polar_parts<V> polar(V x, V y) noexcept {
    using T = scalar_t<V>;
    constexpr T most = (std::numeric_limits<T>::max)();
    V const infinity = V(std::numeric_limits<T>::infinity());
    auto const h = detail::hypot(x, y);

    auto const infinite = h.root == infinity;
    V const product = h.root * h.unscale;
    auto const overflow = product == infinity;
    auto const subnormal = product < V((std::numeric_limits<T>::min)());
    V const excess = (h.root - V(most * detail::hypot_constants<T>::shrink)) * h.unscale;
    V const r = math::select(overflow, math::select(infinite, infinity, V(most)), product);
    V const rest = math::select(overflow, math::select(infinite, V(0), excess), h.rest * h.unscale);

    V const edge = math::select(h.smaller == infinity, V(std::numbers::sqrt2_v<T> / 2), V(1));
    V const share = math::select(overflow, as<V>(0.5), V(1));
    V const divisor = math::select(overflow, h.root, math::select(subnormal, h.root, r));
    V const factor =
        math::select(overflow, h.scale + h.scale, math::select(subnormal, h.scale, V(1)));
    V const length = math::select(infinite, V(1), math::select(divisor == V(0), V(1), divisor));
    auto const coordinate = [&](V c) ACTFN_LAMBDA_INLINE {
        V const limit = math::mulsign(math::select(math::abs(c) == infinity, edge, V(0)), c);
        return math::select(infinite, limit, (share * c / length) * factor);
    };
    return {.r = r,
            .rest = rest,
            .re = coordinate(x),
            .im = coordinate(y),
            .share = share,
            .divisor = divisor,
            .factor = factor};
}

} // namespace actfn::math
