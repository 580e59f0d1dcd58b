// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::math {

/// 2√(2/π)·(z + 0.044715·z³), where 0.044715 is the double next to it, with twice the digits, since
/// a pole of σ magnifies its error, and z times its derivative. Parts are clamped to 2²⁰.
template <class V> struct complex_gelu_cubic {
    using T = scalar_t<V>;
    pair<V> re;
    pair<V> im;
    complex<V> slope_times_z;

    ACTFN_INLINE explicit complex_gelu_cubic(complex<V> z) noexcept {
        V const most = V(T(0x1p20));
        V const x = math::at_most(math::at_least(z.re, -most), most);
        V const y = math::at_most(math::at_least(z.im, -most), most);
        pair<V> const xx = product(x, x);
        pair<V> const yy = product(y, y);
        pair<V> const a = factor(minus(xx, product(yy, V(3))));
        pair<V> const b = factor(minus(product(xx, V(3)), yy));
        re = product(a, x);
        im = product(b, y);
        V const linear = math::as<V>(c1);
        V const cubic = math::as<V>(3 * c3);
        complex<V> const square = {(x - y) * (x + y), (x + x) * y};
        complex<V> const slope = {math::fma(cubic, square.re, linear), cubic * square.im};
        slope_times_z = complex<V>{x, y} * slope;
    }

    /// The parts of σ.
    ACTFN_INLINE complex_logistic_parts<V> logistic() const noexcept {
        V const half = math::as<V>(0.5);
        return {half * re.hi, half * re.lo, trig_parts<V>(pair<V>{half * im.hi, half * im.lo})};
    }

  private:
    static constexpr double c1 = 0x1.9884533d43651p+0;
    static constexpr double c3 = 0x1.2444f2a4d8b4bp-4;
    static constexpr bool single = std::is_same_v<T, float>;
    static constexpr double c1_rest = single ? -0x1.857935ee5e06ap-25 : -0x1.cbc0d30ebfd15p-54;
    static constexpr double c3_rest = single ? 0x1.49b169567ee28p-29 : -0x1.3023b0e5fbc6ep-58;

    ACTFN_INLINE static pair<V> product(V a, V b) noexcept {
        auto const p = math::product(a, b);
        return {math::settle(p.hi), p.lo};
    }
    ACTFN_INLINE static pair<V> product(pair<V> a, V b) noexcept {
        auto const p = product(a.hi, b);
        return {p.hi, math::fma(a.lo, b, p.lo)};
    }
    ACTFN_INLINE static pair<V> minus(pair<V> a, pair<V> b) noexcept {
        auto const s = math::two_sum(a.hi, -b.hi);
        return {s.hi, s.lo + (a.lo - b.lo)};
    }
    /// c1 + c3·s.
    ACTFN_INLINE static pair<V> factor(pair<V> s) noexcept {
        auto const p = product(s, math::as<V>(c3));
        V const lo = math::fma(s.hi, math::as<V>(c3_rest), p.lo);
        auto const sum = math::two_sum(math::as<V>(c1), p.hi);
        return {sum.hi, sum.lo + (lo + math::as<V>(c1_rest))};
    }
};

} // namespace actfn::math
