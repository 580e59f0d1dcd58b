// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// (2·artanh(s) − 2s)/(2s³) − 1/3 in z = s², |s| ≤ 3 − √8. The first terms of the series of artanh.
template <class T> struct artanh_tail;
template <> struct artanh_tail<float> {
    static constexpr float third_rest = -0x1.555556p-27F;
    template <real V> ACTFN_INLINE static V at(V z) noexcept {
        return z * math::polynomial(z, as<V>(1.0 / 5), as<V>(1.0 / 7), as<V>(1.0 / 9),
                                    as<V>(1.0 / 11), as<V>(1.0 / 13));
    }
};
template <> struct artanh_tail<double> {
    static constexpr double third_rest = 0x1.5555555555555p-56;
    template <real V> ACTFN_INLINE static V at(V z) noexcept {
        return z * math::polynomial(z, as<V>(1.0 / 5), as<V>(1.0 / 7), as<V>(1.0 / 9),
                                    as<V>(1.0 / 11), as<V>(1.0 / 13), as<V>(1.0 / 15),
                                    as<V>(1.0 / 17), as<V>(1.0 / 19), as<V>(1.0 / 21),
                                    as<V>(1.0 / 23));
    }
};

} // namespace detail

namespace detail {

/// 1/(n + 4)! for n = 0, 1, ...
template <class T> struct exp_quartic_series;
template <> struct exp_quartic_series<float> {
    template <real V> ACTFN_INLINE static V at(V x) noexcept {
        return math::polynomial(x, as<V>(1.0 / 24), as<V>(1.0 / 120), as<V>(1.0 / 720),
                                as<V>(1.0 / 5040), as<V>(1.0 / 40320), as<V>(1.0 / 362880),
                                as<V>(1.0 / 3628800));
    }
};
template <> struct exp_quartic_series<double> {
    template <real V> ACTFN_INLINE static V at(V x) noexcept {
        return math::polynomial(x, as<V>(1.0 / 24), as<V>(1.0 / 120), as<V>(1.0 / 720),
                                as<V>(1.0 / 5040), as<V>(1.0 / 40320), as<V>(1.0 / 362880),
                                as<V>(1.0 / 3628800), as<V>(1.0 / 39916800), as<V>(1.0 / 479001600),
                                as<V>(1.0 / 6227020800.0), as<V>(1.0 / 87178291200.0),
                                as<V>(1.0 / 1307674368000.0), as<V>(1.0 / 20922789888000.0));
    }
};

} // namespace detail

// Not forced inline: what calls them is not smaller without them, and compiles sooner.

/// eˣ as an unevaluated sum with ten bits more than x, for exponentials of exponentials. Error:
/// 2⁻⁶³ of the result for double, 2⁻³⁴ for float. Domain: |x| ≤ 80 for float, 600 for double.
template <real V> constexpr pair<V> exp_in_two_parts(V x) noexcept {
    using T = scalar_t<V>;
    using C = detail::exp_constants<T>;
    constexpr double sixth = 1.0 / 6;
    constexpr double sixth_rest = std::is_same_v<T, float> ? 0.0 : 0x1.5555555555555p-57;
    constexpr T shifter = C::shifter + T(C::bias);
    V const shifted = detail::nearest_fma(x, V(C::log2e), V(shifter));
    V const n = shifted - V(shifter);
    // Both products are exact, or as good as that for the few bits of n.
    auto const r = math::two_sum(x - n * V(C::log2_head), -(n * V(C::log2_rest)));

    auto const square = math::two_product(r.hi, r.hi);
    auto const cube = math::two_product(square.hi, r.hi);
    auto const third = math::two_product(cube.hi, math::as<V>(sixth));
    V const third_rest = math::fma(math::fma(square.lo, r.hi, cube.lo), math::as<V>(sixth),
                                   cube.hi * (math::low<V>(sixth) + math::as<V>(sixth_rest)));
    V const quartic = (square.hi * square.hi) * detail::exp_quartic_series<T>::at(r.hi);

    auto const a = math::two_sum(V(1), r.hi);
    auto const b = math::two_sum(a.hi, V(T(0.5)) * square.hi);
    auto const c = math::two_sum(b.hi, third.hi);
    V const rest = (a.lo + b.lo) + (c.lo + V(T(0.5)) * square.lo) + (third.lo + third_rest);
    auto const all = math::two_sum(c.hi, math::fma(r.lo, c.hi, rest) + quartic);
    V const unit = math::from_bits<V>(math::bits(shifted) << C::significand_bits);
    return {all.hi * unit, all.lo * unit};
}

/// log(x) as an unevaluated sum with nine bits more than x. Error: 2⁻⁶² of the result for double,
/// 2⁻³⁴ for float. Domain: positive, finite x.
template <real V> constexpr pair<V> log_in_two_parts(V x) noexcept {
    using T = scalar_t<V>;
    using C = detail::exp_constants<T>;
    constexpr int lift = C::headroom;
    constexpr double third = 1.0 / 3;
    auto const subnormal = x < V((std::numeric_limits<T>::min)());
    auto const r =
        detail::reduce_log(math::select(subnormal, x * V(detail::power_of_two<T>(lift)), x));
    V const k = math::select(subnormal, r.k - V(T(lift)), r.k);

    // log(m) = 2·artanh(s), s = f/(2 + f), with what the quotient lacks.
    V const f = r.m - V(1);
    auto const d = math::two_sum(r.m, V(1));
    V const s = f / d.hi;
    auto const sd = math::two_product(s, d.hi);
    V const s_rest = (((f - sd.hi) - sd.lo) - s * d.lo) / d.hi;

    // 1 + w = artanh(s)/s.
    auto const z = math::two_product(s, s);
    V const z_rest = math::fma(s + s, s_rest, z.lo);
    V const tail = detail::artanh_tail<T>::at(z.hi);
    auto const t = math::two_sum(math::as<V>(third), tail);
    V const t_rest = t.lo + math::as<V>(detail::artanh_tail<T>::third_rest);
    auto const w = math::two_product(z.hi, t.hi);
    V const w_rest = math::fma(z.hi, t_rest, math::fma(z_rest, t.hi, w.lo));

    auto const p = math::two_product(s, w.hi);
    V const p_rest = math::fma(s, w_rest, math::fma(s_rest, w.hi, p.lo));
    auto const half = math::two_sum(s, p.hi);
    V const half_rest = (half.lo + s_rest) + p_rest;

    // k·log(2) + 2·artanh(s): the first product is exact.
    V const head = k * V(C::log2_head);
    auto const sum = math::two_sum(head, half.hi + half.hi);
    V const rest = math::fma(k, V(C::log2_rest), half_rest + half_rest) + sum.lo;
    auto const all = math::two_sum(sum.hi, rest);
    return {all.hi, all.lo};
}

/// e^(hi + lo) over the full range, lo small.
template <real V> constexpr V exp_of_sum(V hi, V lo) noexcept {
    return detail::full_exp(hi, math::select(math::abs(lo) < V(1), lo, V(0)));
}
/// factor·e^(hi + lo) where the product is a number, lo small; e^ itself may be far out of range.
template <real V> constexpr V exp_of_sum(V hi, V lo, V factor) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    constexpr auto reach = 2 * C::overflow - 3;
    V const clamped = math::at_most(math::at_least(hi, V(-reach)), V(reach));
    V const rest = math::select(math::abs(lo) < V(1), lo, V(0));
    auto const e = detail::reduce_exp<2 * C::bias>(clamped, rest);
    auto const half = e.exponent >> 1;
    // Finite, for infinity − infinity would be NaN.
    V const scaled = factor * math::from_bits<V>(half << C::significand_bits);
    V const most = V((std::numeric_limits<scalar_t<V>>::max)());
    V const within = math::at_most(math::at_least(scaled, -most), most);
    V const s = math::select(hi < V(-reach), V(0), within);
    return math::fma(s, e.minus_one(), s) *
           math::from_bits<V>((e.exponent - half) << C::significand_bits);
}

/// p − n, an unevaluated sum, for exponents: what rounding takes from one counts log(x) times.
template <real V, class P> ACTFN_INLINE pair<V> exponent_less(P const& p, int n) noexcept {
    auto const d = math::two_sum(p, P(-n));
    return {math::as<V>(d.hi), math::low<V>(d.hi) + math::as<V>(d.lo)};
}

/// e^−a as an unevaluated sum with two bits more.
template <real V> ACTFN_INLINE pair<V> in_two_parts(scaled_exp<V> const& e) noexcept {
    V const s = scaled_exp<V>::unscale(e.scale);
    return math::two_sum(s, s * e.w);
}

template <class V> ACTFN_INLINE pair<dual<V>> in_two_parts(scaled_exp<dual<V>> const& e) noexcept {
    auto const p = math::in_two_parts(e.at);
    return {{p.hi, p.hi * e.slope}, dual<V>(p.lo)};
}

template <class V> ACTFN_INLINE pair<dual<V>> exp_in_two_parts(dual<V> x) noexcept {
    auto const e = math::exp_in_two_parts(x.value);
    return {{e.hi, e.hi * x.tangent}, dual<V>(e.lo)};
}
template <class V> ACTFN_INLINE pair<dual<V>> log_in_two_parts(dual<V> x) noexcept {
    auto const l = math::log_in_two_parts(x.value);
    return {{l.hi, x.tangent / x.value}, dual<V>(l.lo)};
}
template <class V>
ACTFN_INLINE dual<V> exp_of_sum(dual<V> hi, dual<V> lo, dual<V> factor = dual<V>(V(1))) noexcept {
    V const y = math::exp_of_sum(hi.value, lo.value, factor.value);
    V const by_factor = math::exp_of_sum(hi.value, lo.value, factor.tangent);
    return {y, math::fma(y, hi.tangent + lo.tangent, by_factor)};
}

/// Powers of one x ≥ 0: 0, 1 or ∞ at 0 and ∞, as the sign of the exponent says; NaN for x < 0. The
/// logarithm is carried with its rounding error, which the exponential magnifies.
template <class V> struct power_parts {
    using T = scalar_t<V>;

    V x;
    pair<V> log;

    ACTFN_INLINE explicit power_parts(V at) noexcept : x(at), log(math::log_in_two_parts(at)) {}

    /// factor·x^(p + rest), which overflows only where the product does. Error: 1.5 ULP.
    ACTFN_INLINE V to(V p, V rest = V(0), V factor = V(1)) const noexcept {
        constexpr T most = (std::numeric_limits<T>::max)();
        V const end = math::mulsign(V(std::numeric_limits<T>::infinity()), factor);
        V const infinity = math::select(factor == V(0), V(0), end);
        V const l = math::select(x > V(0), log.hi, V(0));
        auto const e = math::two_product(p, l);
        V const y = math::exp_of_sum(e.hi, math::fma(p, log.lo, math::fma(rest, l, e.lo)), factor);
        V const at_0 = math::select(p > V(0), V(0), infinity);
        V const at_infinity = math::select(p > V(0), infinity, V(0));
        V const positive = math::select(x == V(0), at_0, math::select(x > V(most), at_infinity, y));
        V const defined = math::select(p == V(0), factor, positive);
        return math::select(x >= V(0), defined, V(std::numeric_limits<T>::quiet_NaN()));
    }
    /// log(x), finite at 0 and ∞: products with powers that vanish there are 0.
    ACTFN_INLINE V finite_log() const noexcept {
        V const end = V((std::numeric_limits<T>::max)());
        V const right = math::select(x > end, end, log.hi);
        return math::select(x == V(0), -end, right);
    }
};

/// x^p with a parameter or constant p. Error: 1.5 ULP. Domain: x ≥ 0, else NaN.
template <real V, class P> ACTFN_INLINE V power(V x, P const& p) noexcept {
    return power_parts<V>(x).to(math::as<V>(p), math::low<V>(p));
}

/// On dual numbers d(c·x^p) = c·p·x^(p−1) dx + c·x^p·log(x) dp + x^p dc.
template <class V> struct power_parts<dual<V>> {
    power_parts<V> at;
    dual<V> x;

    ACTFN_INLINE explicit power_parts(dual<V> v) noexcept : at(v.value), x(v) {}

    ACTFN_INLINE dual<V> to(dual<V> p, dual<V> rest = dual<V>(V(0)),
                            dual<V> factor = dual<V>(V(1))) const noexcept {
        V const y = at.to(p.value, rest.value, factor.value);
        V const slope = at.to(p.value - V(1), rest.value, factor.value * p.value);
        V const by_p = math::times_or_zero(y * at.finite_log(), p.tangent);
        V const by_factor = at.to(p.value, rest.value, factor.tangent);
        return {y, math::times_or_zero(slope, x.tangent) + by_p + by_factor};
    }
    ACTFN_INLINE dual<V> finite_log() const noexcept {
        return {at.finite_log(), x.tangent / x.value};
    }
};

} // namespace actfn::math
