// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/nearest.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

template <class T> constexpr T power_of_two(int n) noexcept {
    T p = 1;
    for (; n > 0; --n) p *= 2;
    for (; n < 0; ++n) p /= 2;
    return p;
}

/// (n/d)^k.
template <class T> constexpr T ratio_power(int n, int d, int k) noexcept {
    T p = 1;
    for (; k > 0; --k) p *= static_cast<T>(n) / static_cast<T>(d);
    return p;
}

// tail<n, d>: (e^(st) − 1 − st)/t² with s = n/d for |st| ≤ log(2)/2, and log(2) as a head,
// whose product with an exponent is exact, and its rest. Coefficients: tools/exp.sollya.
// No intermediate is subnormal, since that would cost more than all else:
// * e^−underflow is 2^−vanished·(about 1) and 0, as are all below; with `headroom` the scale at
//   −negligible, and only from there on, has the exponent of 0, so that products are exactly 0;
// * `tiny` is added to squares that a polynomial adds to more.
// Directed modes may round an exponent up or down: that of e^infinite is the first that is held as
// infinite then, too, that of e^last_power the last that is not; e^−negligible may pass 0.
// A number up to `usual`, rounded by `to_grid` as by a shifter, plus the product of an exponent and
// the head of log(2) is exact.
template <class T> struct exp_constants;

template <> struct exp_constants<float> {
    static constexpr int significand_bits = 23;
    static constexpr int bias = 127;
    static constexpr float shifter = 0x1.8p23F;
    static constexpr float log2e = 0x1.715476p0F;
    static constexpr float log2_head = 0x1.62e4p-1F;
    static constexpr float log2_rest = 0x1.7f7d1cp-20F;
    static constexpr float overflow = 89.0F;
    static constexpr float last_power = 0x1.62e43p6F;
    static constexpr float underflow = 104.7F;
    static constexpr int vanished = 151;
    static constexpr int headroom = 32;
    static constexpr float negligible = 110.21F;
    static constexpr float usual = 400.0F;
    static constexpr float to_grid = 0x1.8p11F;
    static constexpr float infinite = 110.21F;
    static constexpr float absorbed = 40.0F;
    static constexpr float tiny = 0x1p-60F;
    template <int n, int d, real V> ACTFN_INLINE static V tail(V t) noexcept {
        constexpr auto s = [](int k) { return ratio_power<float>(n, d, k); };
        return math::polynomial(t, as<V>(0x1.fffffcp-2F * s(2)), as<V>(0x1.55549p-3F * s(3)),
                                as<V>(0x1.5558ap-5F * s(4)), as<V>(0x1.123ac8p-7F * s(5)),
                                as<V>(0x1.6a604ap-10F * s(6)));
    }
};

template <> struct exp_constants<double> {
    static constexpr int significand_bits = 52;
    static constexpr int bias = 1023;
    static constexpr double shifter = 0x1.8p52;
    static constexpr double log2e = 0x1.71547652b82fep0;
    static constexpr double log2_head = 0x1.62e42fefap-1;
    static constexpr double log2_rest = 0x1.cf79abc9e3b4p-40;
    static constexpr double overflow = 710.0;
    static constexpr double last_power = 0x1.62e42fefa39efp9;
    static constexpr double underflow = 746.0;
    static constexpr int vanished = 1076;
    static constexpr int headroom = 72;
    static constexpr double negligible = 759.0;
    static constexpr double usual = 0x1p16;
    static constexpr double to_grid = 0x1.8p22;
    static constexpr double infinite = 758.9961;
    static constexpr double absorbed = 45.0;
    static constexpr double tiny = 0x1p-120;
    template <int n, int d, real V> ACTFN_INLINE static V tail(V t) noexcept {
        constexpr auto s = [](int k) { return ratio_power<double>(n, d, k); };
        return math::polynomial(
            t, as<V>(0x1.000000000000ap-1 * s(2)), as<V>(0x1.55555555554fcp-3 * s(3)),
            as<V>(0x1.5555555550688p-5 * s(4)), as<V>(0x1.111111112725fp-7 * s(5)),
            as<V>(0x1.6c16c1848904bp-10 * s(6)), as<V>(0x1.a01a012dcb0c1p-13 * s(7)),
            as<V>(0x1.a0199921d175fp-16 * s(8)), as<V>(0x1.71df1d14501bap-19 * s(9)),
            as<V>(0x1.28ae3e02f5795p-22 * s(10)), as<V>(0x1.ad8d591184cdbp-26 * s(11)));
    }
};

} // namespace detail

/// u², or a little more where that would be subnormal: for a polynomial, whose first term it does
/// not change.
template <real V> ACTFN_INLINE V small_square(V u) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    if constexpr (has_fma<V>) {
        return math::fma(u, u, V(C::tiny));
    } else {
        V const a = math::at_least(math::abs(u), V(C::tiny));
        return a * a;
    }
}
template <class V> ACTFN_INLINE dual<V> small_square(dual<V> u) noexcept {
    return {math::small_square(u.value), (u.value + u.value) * u.tangent};
}

/// u², or 0 where it does not count beside u.
template <real V> ACTFN_INLINE V square_or_zero(V u) noexcept {
    if constexpr (has_fma<V>) {
        V const tiny = V(detail::exp_constants<scalar_t<V>>::tiny);
        return detail::nearest_fma(u, u, tiny) - tiny;
    } else {
        return u * u;
    }
}

namespace detail {

/// e^(tn/d) − 1, |tn/d| ≤ log(2)/2, d a power of two.
template <int n, int d, real V> ACTFN_INLINE V reduced_minus_one(V t) noexcept {
    using T = scalar_t<V>;
    V const tail = exp_constants<T>::template tail<n, d>(t);
    if constexpr (n == 1 && d == 1) {
        return math::fma(math::square_or_zero(t), tail, t);
    } else {
        return t * math::fma(t, tail, V(ratio_power<T>(n, d, 1)));
    }
}

/// x = n·log(2) + r: n with an offset in the low bits of an integer, and r.
template <class V> struct reduced_exp {
    decltype(math::bits(V(0))) exponent;
    V r;

    /// eʳ − 1.
    ACTFN_INLINE V minus_one() const noexcept { return detail::reduced_minus_one<1, 1>(r); }
    /// unit·eʳ for a power of two, which costs less.
    ACTFN_INLINE V times(V unit) const noexcept {
        if constexpr (!has_fma<V>) return unit * minus_one() + unit;
        V const tail = exp_constants<scalar_t<V>>::template tail<1, 1>(r);
        return math::fma(unit * r, math::fma(r, tail, V(1)), unit);
    }
    /// eʳ.
    ACTFN_INLINE V value() const noexcept {
        if constexpr (!has_fma<V>) return minus_one() + V(1);
        V const tail = exp_constants<scalar_t<V>>::template tail<1, 1>(r);
        return math::fma(r, math::fma(r, tail, V(1)), V(1));
    }
};

/// e^(x + lo), |lo| small. `offset` is added to the exponent, which is that of `n_of`; the caller
/// has clamped it.
template <int offset, real V, class... Lo>
ACTFN_INLINE reduced_exp<V> reduce_exp_beside(V n_of, V x, Lo... lo) noexcept {
    using T = scalar_t<V>;
    using C = exp_constants<T>;
    constexpr T shifter = C::shifter + static_cast<T>(offset);
    V const shifted = detail::nearest_fma(n_of, V(C::log2e), V(shifter));
    V const n = math::constant(shifted - V(shifter));
    V const r = (math::fma(n, V(-C::log2_rest), math::fma(n, V(-C::log2_head), x)) + ... + lo);
    return {math::bits(shifted), r};
}

/// The same, the exponent being that of x.
template <int offset, real V, class... Lo>
ACTFN_INLINE reduced_exp<V> reduce_exp(V x, Lo... lo) noexcept {
    return detail::reduce_exp_beside<offset>(x, x, lo...);
}

/// e^(x + lo) over the full range, |lo| small, finite.
template <real V, class... Lo> ACTFN_INLINE V full_exp(V x, Lo... lo) noexcept {
    using C = exp_constants<scalar_t<V>>;
    V const clamped = math::at_most(math::at_least(x, V(-C::underflow)), V(C::overflow));
    // 2ⁿ in two factors, since 2¹²⁸ overflows and 2⁻¹⁴⁹ is subnormal; one is 0 where the result is,
    // the other far from subnormal.
    using Int = decltype(math::bits(V(0)));
    constexpr int offset = C::vanished + 1;
    auto const e = detail::reduce_exp<offset>(clamped, lo...);
    Int const half = e.exponent >> 1;
    Int const other = e.exponent - half + Int(2U * C::bias - offset);
    return e.times(math::from_bits<V>(other << C::significand_bits)) *
           math::from_bits<V>(half << C::significand_bits);
}

/// p·unit + c, where p·unit may be so small that it does not count.
template <real V> ACTFN_INLINE V added(V p, V unit, V c) noexcept {
    if constexpr (!has_fma<V>) {
        // The product is rounded by itself, and would be subnormal.
        V const least = V(exp_constants<scalar_t<V>>::tiny) / unit;
        return math::mulsign(math::at_least(math::abs(p), least), p) * unit + c;
    } else {
        return math::fma(p, unit, c);
    }
}

} // namespace detail

/// e^−a for a ≥ 0, and what shares its evaluation. It is held with a larger exponent, so that a
/// product with it loses nothing where e^−a itself is subnormal.
template <class V> struct scaled_exp {
    using T = scalar_t<V>;
    /// From here on products with e^−a are 0, if the other factor is of the order of a.
    static constexpr T negligible = detail::exp_constants<T>::negligible;
    static constexpr T unscale_by = detail::power_of_two<T>(-detail::exp_constants<T>::headroom);
    static constexpr T root_unscale_by =
        detail::power_of_two<T>(-detail::exp_constants<T>::headroom / 2);
    static constexpr T scale_by = 1 / unscale_by;

    V scale;
    V w;

    /// e^−a · 2^headroom.
    ACTFN_INLINE V scaled() const noexcept { return detail::nearest_fma(scale, w, scale); }
    /// Undoes the enlargement of a product.
    ACTFN_INLINE static V unscale(V product) noexcept { return product * V(unscale_by); }
    /// e^−a. Error: 1 ULP.
    ACTFN_INLINE V value() const noexcept { return unscale(scaled()); }
    /// e^−a, but not below a number that vanishes beside 1.
    ACTFN_INLINE V beside_one() const noexcept {
        return unscale(math::at_least(scaled(), V(scale_by * detail::exp_constants<T>::tiny)));
    }
    /// c + e^−a for a c of the order of 1, beside which e^−a may vanish.
    ACTFN_INLINE V plus(V c) const noexcept { return detail::added(scaled(), V(unscale_by), c); }
    /// (1 + e^−a)² · 2^headroom, rounded once where e^−a is small.
    ACTFN_INLINE V scaled_square() const noexcept {
        return math::fma(scaled(), plus(V(2)), V(scale_by));
    }
    /// (1 + e^−a)².
    ACTFN_INLINE V square() const noexcept {
        V const e = scaled();
        V const u = V(unscale_by);
        return math::fma(e, detail::added(e, V(unscale_by * unscale_by), u + u), V(1));
    }
    /// (1 + e^−2a) · 2^headroom.
    ACTFN_INLINE V scaled_one_plus_square() const noexcept {
        V const e = scaled() * V(root_unscale_by);
        return math::fma(e, e, V(scale_by));
    }
    /// x·e^−a · 2^headroom with no rounding of e^−a between.
    ACTFN_INLINE V scaled_product(V x) const noexcept {
        V const z = x * scale;
        return detail::nearest_fma(z, w, z);
    }
    /// (1 + e^−a) · 2^headroom, rounded once.
    ACTFN_INLINE V scaled_plus_one() const noexcept {
        return math::fma(scale, w, scale + V(scale_by));
    }
    /// (1 − e^−a) · 2^headroom, accurate for small a.
    ACTFN_INLINE V scaled_one_minus() const noexcept {
        return detail::positive(math::fnma(scale, w, V(scale_by) - scale));
    }
    /// 1 + e^−a, rounded once.
    ACTFN_INLINE V plus_one() const noexcept { return unscale(scaled_plus_one()); }
    /// 1 − e^−a, accurate for small a.
    ACTFN_INLINE V one_minus() const noexcept { return unscale(scaled_one_minus()); }
    /// e^−a − 1, accurate for small a.
    ACTFN_INLINE V minus_one() const noexcept {
        return unscale(detail::negative(math::fma(scale, w, scale - V(scale_by))));
    }
};

template <class M, class V>
ACTFN_INLINE scaled_exp<V> select(M m, scaled_exp<V> const& a, scaled_exp<V> const& b) noexcept {
    return {math::select(m, a.scale, b.scale), math::select(m, a.w, b.w)};
}

namespace detail {

/// 2ⁿ from the bits of a shifted n, but 0 below the exponent of 0, which rounding down may pass.
template <real V, class Int> ACTFN_INLINE V power_or_zero(Int shifted) noexcept {
    using C = exp_constants<scalar_t<V>>;
    if constexpr (!rounds_to_nearest<V>) {
        shifted = math::bits(math::at_least(math::from_bits<V>(shifted), V(C::shifter)));
    }
    return math::from_bits<V>(shifted << C::significand_bits);
}

/// e^(x + lo) for x clamped to between −negligible and 0.
template <real V, class... Lo> ACTFN_INLINE scaled_exp<V> enlarged_exp(V x, Lo... lo) noexcept {
    using T = scalar_t<V>;
    using C = exp_constants<T>;
    auto const e = detail::reduce_exp<C::bias + C::headroom>(x, lo...);
    if constexpr (C::negligible * C::log2e < T(C::bias + C::headroom)) {
        return {math::from_bits<V>(e.exponent << C::significand_bits), e.minus_one()};
    } else {
        return {detail::power_or_zero<V>(e.exponent), e.minus_one()};
    }
}

} // namespace detail

/// e^−(a + lo), lo small or left out. Beyond the point where even products with it vanish, it is
/// 0. Domain: a ≥ 0.
template <real V, class... Lo> ACTFN_INLINE scaled_exp<V> exp_decay(V a, Lo... lo) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    return detail::enlarged_exp(-math::at_most(a, V(C::negligible)), -lo...);
}

namespace detail {

/// e^−(|x| + lo) from x and −x, for x > 0 not below a number that vanishes beside 1.
template <real V, class... Lo>
ACTFN_INLINE scaled_exp<V> absorbed_decay(V x, V minus_x, Lo... lo) noexcept {
    using C = exp_constants<scalar_t<V>>;
    V const least = math::at_most(x, math::at_least(minus_x, V(-C::absorbed)));
    return detail::enlarged_exp(math::at_least(least, V(-C::negligible)), -lo...);
}

} // namespace detail

/// e^(x + lo) for x ≤ 0, else e^lo; lo is what rounding took from x.
template <real V, class... Lo> ACTFN_INLINE scaled_exp<V> exp_of_negative(V x, Lo... lo) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    return detail::enlarged_exp(math::at_least(math::at_most(x, V(0)), V(-C::negligible)), lo...);
}

/// 1 + e^−t for any t, as `shrunken` = (1 + e^−t)·`one`: infinite only where t/(1 + e^−t) vanishes,
/// and `one` from `absorbed` on.
template <real V> struct one_plus_exp {
    using C = detail::exp_constants<scalar_t<V>>;
    static constexpr int footroom = C::headroom - 1;
    static constexpr auto one = detail::power_of_two<scalar_t<V>>(-footroom);
    static constexpr auto absorbed = C::absorbed;

    V least;   // t, but not below where 1 + e^−t is infinite
    V clamped; // and not above `absorbed`
    V shrunken;

    template <class... Lo>
    ACTFN_INLINE explicit one_plus_exp(V t, Lo... lo) noexcept
        : least(math::at_least(t, V(-C::infinite))), clamped(math::at_most(least, V(C::absorbed))) {
        auto const e = detail::reduce_exp<C::bias - footroom>(-clamped, -lo...);
        V const scale = math::from_bits<V>(e.exponent << C::significand_bits);
        shrunken = math::fma(scale, e.value(), V(one));
    }
};

/// eˣ over the full range, subnormal results included. Error: 1 ULP.
template <real V> ACTFN_INLINE V exp(V x) noexcept { return detail::full_exp(x); }

/// eˣ − 1 with relative accuracy. Error: 1.5 ULP.
template <real V> ACTFN_INLINE V expm1(V x) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    // Where it overflows the remainder grows beyond the exponent, which must not be infinite.
    V const least = math::at_least(x, V(2 - C::overflow));
    V const clamped = math::at_most(least, V(C::last_power));
    auto const e = detail::reduce_exp_beside<C::bias - 1>(clamped, least);
    // Half of it, since 2¹²⁸ is not representable.
    V const s = math::from_bits<V>(e.exponent << C::significand_bits);
    V const half = math::fma(s, e.minus_one(), s - V(scalar_t<V>(0.5)));
    // The sum above loses the sign of zero, and in directed modes that of tiny numbers.
    return math::mulsign(math::abs(half + half), x);
}

/// On a dual number each part follows the chain rule: d(e^−a) = −e^−a da.
template <class V> struct scaled_exp<dual<V>> {
    static constexpr auto negligible = scaled_exp<V>::negligible;
    static constexpr auto unscale_by = scaled_exp<V>::unscale_by;
    static constexpr auto scale_by = scaled_exp<V>::scale_by;

    scaled_exp<V> at;
    V slope;

    ACTFN_INLINE dual<V> scaled() const noexcept {
        V const e = at.scaled();
        return {e, e * slope};
    }
    ACTFN_INLINE static dual<V> unscale(dual<V> product) noexcept {
        return {scaled_exp<V>::unscale(product.value), scaled_exp<V>::unscale(product.tangent)};
    }
    ACTFN_INLINE dual<V> value() const noexcept { return unscale(scaled()); }
    ACTFN_INLINE dual<V> beside_one() const noexcept {
        using C = detail::exp_constants<scalar_t<V>>;
        return unscale(math::at_least(scaled(), dual<V>(V(scale_by * C::tiny))));
    }
    ACTFN_INLINE dual<V> scaled_one_plus_square() const noexcept {
        V const e = at.beside_one();
        return {at.scaled_one_plus_square(), (e + e) * (e * slope) * V(scale_by)};
    }
    ACTFN_INLINE dual<V> plus(dual<V> c) const noexcept {
        return {at.plus(c.value), math::fma(at.scaled() * slope, V(unscale_by), c.tangent)};
    }
    ACTFN_INLINE dual<V> scaled_square() const noexcept {
        V const e = at.scaled();
        return {at.scaled_square(), (e + e) * (at.plus(V(1)) * slope)};
    }
    ACTFN_INLINE dual<V> scaled_product(dual<V> x) const noexcept {
        V const e = at.scaled_product(x.value);
        return {e, math::fma(e, slope, at.scaled_product(x.tangent))};
    }
    ACTFN_INLINE dual<V> scaled_plus_one() const noexcept {
        return {at.scaled_plus_one(), at.scaled() * slope};
    }
    ACTFN_INLINE dual<V> scaled_one_minus() const noexcept {
        return {at.scaled_one_minus(), -at.scaled() * slope};
    }
    ACTFN_INLINE dual<V> plus_one() const noexcept { return unscale(scaled_plus_one()); }
    ACTFN_INLINE dual<V> one_minus() const noexcept { return unscale(scaled_one_minus()); }
    ACTFN_INLINE dual<V> minus_one() const noexcept { return {at.minus_one(), at.value() * slope}; }
};

template <class M, class V>
ACTFN_INLINE scaled_exp<dual<V>> select(M m, scaled_exp<dual<V>> const& a,
                                        scaled_exp<dual<V>> const& b) noexcept {
    return {select(m, a.at, b.at), math::select(m, a.slope, b.slope)};
}

template <class V, class... Lo>
ACTFN_INLINE scaled_exp<dual<V>> exp_decay(dual<V> a, Lo... lo) noexcept {
    auto const at = math::exp_decay(a.value, lo.value...);
    return {at, -(a.tangent + ... + lo.tangent)};
}
template <class V, class... Lo>
ACTFN_INLINE scaled_exp<dual<V>> exp_of_negative(dual<V> x, Lo... lo) noexcept {
    return {math::exp_of_negative(x.value, lo.value...), (x.tangent + ... + lo.tangent)};
}

/// e^−|x + lo| for x ≤ 0; to the right not below a number that vanishes beside 1, except on dual
/// numbers: derivatives may be a tail on both sides.
template <real V, class... Lo> ACTFN_INLINE scaled_exp<V> left_decay(V x, Lo... lo) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return math::exp_decay(math::abs(x), math::select(x > V(0), lo, -lo)...);
    } else {
        return detail::absorbed_decay(x, -x, math::select(x > V(0), lo, -lo)...);
    }
}
/// The same with the sides exchanged.
template <real V> ACTFN_INLINE scaled_exp<V> right_decay(V x) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return math::exp_decay(math::abs(x));
    } else {
        return detail::absorbed_decay(-x, x);
    }
}

/// tanh(a/2) = (1 − q)/(1 + q) for q = e^−a.
template <class V> ACTFN_INLINE V half_tanh(scaled_exp<V> const& q) noexcept {
    return q.scaled_one_minus() / q.scaled_plus_one();
}
/// x·q/(1 + q)², which is x/(4·cosh²(a/2)). On dual numbers from the derivative −tanh(a/2) of its
/// logarithm: that of the quotient would cancel at 0.
template <class V> ACTFN_INLINE V times_bell(scaled_exp<V> const& q, V x) noexcept {
    return q.scaled_product(x) / q.scaled_square();
}
template <class V>
ACTFN_INLINE dual<V> times_bell(scaled_exp<dual<V>> const& q, dual<V> x) noexcept {
    V const rate = math::fma(x.value * math::half_tanh(q.at), q.slope, x.tangent);
    return {math::times_bell(q.at, x.value), math::times_bell(q.at, rate)};
}
/// c·q/(1 + q)², where the numerator is c·q.scaled().
template <class V> ACTFN_INLINE V bell(scaled_exp<V> const& q, V numerator) noexcept {
    return numerator / q.scaled_square();
}
template <class V>
ACTFN_INLINE dual<V> bell(scaled_exp<dual<V>> const& q, dual<V> numerator) noexcept {
    V const y = math::bell(q.at, numerator.value);
    return {y, y * math::half_tanh(q.at) * q.slope};
}

template <class V> ACTFN_INLINE dual<V> exp(dual<V> x) noexcept {
    V const y = math::exp(x.value);
    return math::chain(x, y, y);
}
template <class V> ACTFN_INLINE dual<V> expm1(dual<V> x) noexcept {
    return math::chain(x, math::expm1(x.value), math::exp(x.value));
}

} // namespace actfn::math
