// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/trig.hpp>
#include <actfn/math/wide_exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// 1/(1 + e^−2z) and what belongs to it, from q = e^−2|x| and the sine and cosine of y: around a
/// pole, where cos y vanishes, cos² y and (1 − q)² are the parts of the denominator, and neither
/// cancels. With z′ = z or −z in the right half plane:
///   σ(2z′) = right/N, σ(−2z′) = q·left/N, N = |1 + e^−2z′|².
template <class V> struct complex_logistic_parts {
    wide_exp<V> q;
    decltype(V(0) < V(0)) negative;
    V value;     // of q, beside 1
    V one_minus; // 1 − q
    V sine;      // of the imaginary part of z′
    V cosine;
    V n;

    ACTFN_INLINE complex_logistic_parts(V x, V y) noexcept
        : complex_logistic_parts(x, math::trig(y)) {}
    ACTFN_INLINE complex_logistic_parts(V x, trig_parts<V> const& t) noexcept
        : complex_logistic_parts(x, V(0), t) {}
    /// Of x + lo, where lo is what rounding took from x.
    ACTFN_INLINE complex_logistic_parts(V x, V lo, trig_parts<V> const& t) noexcept
        : q(-(math::abs(x) + math::abs(x)), -math::mulsign(lo + lo, x)),
          negative(math::is_left_of_0(x)),
          value(q.beside_one()),
          one_minus(q.one_minus()),
          sine(math::select(negative, -t.sine(), t.sine())),
          cosine(t.cosine()),
          n(math::fma(one_minus, one_minus, V(4) * value * (cosine * cosine))) {}

    /// σ(2z′).
    ACTFN_INLINE complex<V> right() const noexcept {
        V const twice = (cosine + cosine) / n;
        return {math::fma(value * twice, cosine, one_minus / n), q.rounded_times(twice * sine)};
    }
    /// σ(−2z′)/q.
    ACTFN_INLINE complex<V> left() const noexcept {
        V const twice = (cosine + cosine) / n;
        return {math::fma(twice, cosine, -(one_minus / n)), -(twice * sine)};
    }
    /// 1/(e^(i·y′) + q·e^(−i·y′)), whose square times q is σ(2z)·σ(−2z). Its own denominator errs
    /// as its parts do, which matters for the square.
    ACTFN_INLINE complex<V> root() const noexcept {
        V const re = (V(1) + value) * cosine;
        V const im = one_minus * sine;
        V const square = math::fma(re, re, im * im);
        return {re / square, -(im / square)};
    }
    /// σ(2z).
    ACTFN_INLINE complex<V> at() const noexcept {
        return math::select(negative, q.times(left()), right());
    }
    /// factor·σ(2z)·σ(−2z).
    ACTFN_INLINE complex<V> slope(V factor) const noexcept {
        complex<V> const k = root();
        return q.times(
            complex<V>{factor * ((k.re - k.im) * (k.re + k.im)), factor * ((k.re + k.re) * k.im)});
    }
};

/// tanh(z) and 1 − tanh² z.
template <class V> struct complex_tanh_parts {
    complex_logistic_parts<V> s;
    V x;
    V y;

    ACTFN_INLINE complex_tanh_parts(V re, V im) noexcept : s(re, im), x(re), y(im) {}

    /// tanh(z).
    ACTFN_INLINE complex<V> value() const noexcept {
        V const re = s.one_minus * (V(1) + s.value) / s.n;
        V const im = s.q.times(V(4) * (s.sine * s.cosine) / s.n);
        return {math::mulsign(re, x), math::select(s.negative, -im, im)};
    }
    /// 1 − tanh² z.
    ACTFN_INLINE complex<V> slope() const noexcept { return s.slope(V(4)); }
};

} // namespace actfn::math
