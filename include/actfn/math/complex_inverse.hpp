// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/atan.hpp>
#include <actfn/math/complex.hpp>
#include <actfn/math/hypot.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// asin(x + i·y) for x, y ≥ 0 and the other functions made of its parts (Hull, Fairgrieve, Tang
/// 1997, doi:10.1145/275323.275324): a = (|z + 1| + |z − 1|)/2 = cosh Im f, x/a = sin Re f, and
/// a − x, a − 1 without cancellation. Large numbers are scaled down together with the 1.
template <class V> struct complex_asin_parts {
    using T = scalar_t<V>;
    static constexpr bool single = std::is_same_v<T, float>;
    static constexpr T large = single ? T(0x1p30) : T(0x1p100);
    static constexpr T shrink = single ? T(0x1p-90) : static_cast<T>(0x1p-600);
    static constexpr T unshrink = 1 / shrink;

    V longest; // of the parts
    V unscale;
    V one;
    V x;
    V y;
    V r; // |z + 1|
    V s; // |z − 1|
    V a;
    V cosine; // √(a² − x²) = a·cos Re f
    V more;   // a − 1
    V sinh;   // √(a² − 1) = sinh Im f

    ACTFN_INLINE complex_asin_parts(V re, V im) noexcept {
        V const b = math::abs(re);
        V const c = math::abs(im);
        longest = math::select(b > c, b, c);
        auto const distant = longest > V(large);
        one = math::select(distant, V(shrink), V(1));
        unscale = math::select(distant, V(unshrink), V(1));
        x = math::finite(b) * one;
        y = math::finite(c) * one;
        V const half = math::as<V>(0.5);
        r = math::hypot(x + one, y);
        s = math::hypot(x - one, y);
        a = half * (r + s);
        auto const inner = x < one;
        V const to_one = math::abs(x - one);
        V const from_left = y / (r + (x + one));
        V const sum = s + to_one;
        V const from_right = y / math::select(sum == V(0), one, sum);
        V const quotients = from_left + from_right;
        V const straight = math::fma(y, from_left, sum);
        V const bent = y * quotients;
        // 2(a − x) is straight up to 1 and bent beyond, 2(a − 1) the other way round.
        V const lacking = math::select(x > one, bent, straight);
        cosine = math::sqrt(lacking) * math::sqrt(half * (a + x));
        more = half * math::select(inner, bent, straight);
        sinh = math::sqrt(math::select(inner, y, straight)) *
               math::sqrt(half * (a + one) * math::select(inner, quotients, V(1)));
    }

    /// Re f.
    ACTFN_INLINE V real_part() const noexcept { return math::atan2(x, cosine); }
    /// Im f.
    ACTFN_INLINE V imaginary_part() const noexcept {
        constexpr double log16 = 2.7725887222397812377;
        auto const distant = one < V(1);
        V const nearby = math::log1p(math::select(distant, V(0), more + sinh));
        V const sixteenth = (a + sinh) * math::as<V>(0.0625) * unscale;
        V const y_far = math::log(math::select(distant, sixteenth, V(1))) + math::as<V>(log16);
        V const infinity = V(std::numeric_limits<T>::infinity());
        return math::select(longest == infinity, infinity, math::select(distant, y_far, nearby));
    }
    /// 1/cos f = 1/√(1 − z²).
    ACTFN_INLINE complex<V> slope() const noexcept {
        V const infinity = V(std::numeric_limits<T>::infinity());
        V const re = cosine / r / s * one;
        V const im = (x / a) * (sinh / r) / s * one;
        auto const pole = s == V(0);
        return {math::select(pole, infinity, re), math::select(pole, V(0), im)};
    }
};

/// artanh(x + i·y) for x, y ≥ 0.
template <class V> struct complex_artanh_parts {
    using T = scalar_t<V>;
    static constexpr bool single = std::is_same_v<T, float>;

    V x;
    V y;
    V r; // |1 + z|
    V s; // |1 − z|

    ACTFN_INLINE complex_artanh_parts(V re, V im) noexcept
        : x(math::finite(math::abs(re))),
          y(math::finite(math::abs(im))),
          r(math::hypot(x + V(1), y)),
          s(math::hypot(x - V(1), y)) {}

    /// Re f.
    ACTFN_INLINE V real_part() const noexcept {
        using C = detail::exp_constants<T>;
        constexpr double log2 = 0.69314718055994530942;
        // Beside 1 from |1 + z|/|1 − z|, scaled, else from |1 + z|² = |1 − z|² + 4x.
        auto const nearby = s < V(single ? T(0x1p-50) : static_cast<T>(0x1p-200));
        V const lifted = s * V(detail::power_of_two<T>(C::headroom));
        V const ratio = math::log(math::select(nearby, r / lifted, V(1)));
        V const beside = math::fma(V(T(C::headroom)), math::as<V>(log2), ratio);
        V const square = V(4) * (x / s / s);
        V const away = math::log1p(math::select(nearby, V(0), square));
        return math::select(nearby, math::as<V>(0.5) * beside, math::as<V>(0.25) * away);
    }
    /// Im f.
    ACTFN_INLINE V imaginary_part() const noexcept {
        V const most = V(T(0x1p60));
        V const u = math::at_most(x, most);
        V const v = math::at_most(y, most);
        V const re = math::fma(-v, v, (V(1) - u) * (V(1) + u));
        return math::as<V>(0.5) * math::atan2(v + v, re);
    }
    /// 1/(1 − z²).
    ACTFN_INLINE complex<V> slope() const noexcept {
        V const infinity = V(std::numeric_limits<T>::infinity());
        V const a = (V(1) - x) / s;
        V const b = y / s;
        V const c = (V(1) + x) / r;
        V const d = y / r;
        V const re = math::fma(a, c, b * d) / s / r;
        V const im = math::fma(b, c, -(a * d)) / s / r;
        auto const pole = s == V(0);
        return {math::select(pole, infinity, re), math::select(pole, V(0), im)};
    }
};

/// z·i^k in the first quadrant goes into these functions: the signs of z, put back.
template <real V> ACTFN_INLINE complex<V> signs_of(complex<V> z, complex<V> w) noexcept {
    return {math::mulsign(w.re, z.re), math::mulsign(w.im, z.im)};
}
/// The slope of an odd, symmetric function: its imaginary part has the sign of x·y.
template <real V> ACTFN_INLINE complex<V> even_signs_of(complex<V> z, complex<V> w) noexcept {
    return {w.re, math::mulsign(math::mulsign(w.im, z.re), z.im)};
}

} // namespace actfn::math
