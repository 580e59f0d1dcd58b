// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// log(1 + f) for √½ ≤ 1 + f ≤ √2, plus a small `lo`. Coefficients: tools/log.sollya.
template <class T> struct log_series;

template <> struct log_series<float> {
    static constexpr std::uint32_t one = 0x3f800000U;
    static constexpr std::uint32_t sqrt_half = 0x3f3504f3U;
    static constexpr std::uint32_t significand = 0x007fffffU;

    template <real V> ACTFN_INLINE static V near_one(V f, V lo) noexcept {
        V const p =
            math::polynomial(f, as<V>(0x1.55557p-2F), as<V>(-0x1.000234p-2F), as<V>(0x1.99944ep-3F),
                             as<V>(-0x1.5466fep-3F), as<V>(0x1.239ce2p-3F), as<V>(-0x1.0e96ccp-3F),
                             as<V>(0x1.015974p-3F), as<V>(-0x1.2a6f78p-4F));
        V const square = f * f;
        return f + math::fma(square, math::fma(f, p, as<V>(-0.5F)), lo);
    }
    template <real V> ACTFN_INLINE static V unit(V q) noexcept {
        V const square = math::square_or_zero(q);
        V const p = math::estrin(
            q, square, as<V>(-0x1.ffffd2p-2F), as<V>(0x1.554ddap-2F), as<V>(-0x1.ff2556p-3F),
            as<V>(0x1.935568p-3F), as<V>(-0x1.3a6736p-3F), as<V>(0x1.b53c48p-4F),
            as<V>(-0x1.d7efa8p-5F), as<V>(0x1.4a9226p-6F), as<V>(-0x1.b22adep-9F));
        return math::fma(square, p, q);
    }
};

template <> struct log_series<double> {
    static constexpr std::uint64_t one = 0x3ff0000000000000ULL;
    static constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcdULL;
    static constexpr std::uint64_t significand = 0x000fffffffffffffULL;

    // 2·artanh(s) with s = f/(2 + f), around f and f²/2, which carry no error of s.
    template <real V, class... C> ACTFN_INLINE static V artanh(V f, V lo, C... c) noexcept {
        V const s = f / (f + V(2));
        V const z = s * s;
        V const half = f * V(0.5);
        V const a = math::fma(half, f, z * math::polynomial(z, c...));
        return f - math::fma(half, f, -math::fma(s, a, lo));
    }
    template <real V> ACTFN_INLINE static V near_one(V f, V lo) noexcept {
        return artanh(f, lo, as<V>(0x1.5555555555558p-1), as<V>(0x1.9999999995284p-2),
                      as<V>(0x1.2492492e03d5p-2), as<V>(0x1.c71c62c9cb7e8p-3),
                      as<V>(0x1.7462bd218b469p-3), as<V>(0x1.39fd3c2df776fp-3),
                      as<V>(0x1.2b66b9bfb9bc5p-3));
    }
    template <real V> ACTFN_INLINE static V unit(V q) noexcept {
        // The same without a subnormal square: q − q·(q/2 − a/(2 + q)).
        V const r = V(1) / (q + V(2));
        V const tiny = V(exp_constants<double>::tiny);
        V const z = math::small_square(math::fma(q, r, tiny));
        V const half = math::fma(q, V(0.5), tiny);
        V const p = math::polynomial(z, as<V>(0x1.5555555555555p-1), as<V>(0x1.999999999a248p-2),
                                     as<V>(0x1.24924923e32ep-2), as<V>(0x1.c71c726940dc3p-3),
                                     as<V>(0x1.745cf1dd33907p-3), as<V>(0x1.3b1898a25f25p-3),
                                     as<V>(0x1.10add1e9940bp-3), as<V>(0x1.eb7aa0d4cd166p-4),
                                     as<V>(0x1.68d9bd1b6f00fp-4), as<V>(0x1.4ab1ff2ee4c9ap-3));
        V const a = math::fma(half, q, z * p);
        return math::fnma(q, math::fnma(a, r, half), q);
    }
};

/// x = 2ᵏ·m with √½ ≤ m < √2: bias + k in the low bits of an integer, k, and m.
template <class V> struct reduced_log {
    decltype(math::bits(V(0))) exponent;
    V k;
    V m;
};

/// For normal x > 0.
template <real V> ACTFN_INLINE reduced_log<V> reduce_log(V x) noexcept {
    using T = scalar_t<V>;
    using S = log_series<T>;
    using C = exp_constants<T>;
    using Int = decltype(math::bits(V(0)));
    constexpr T integers = power_of_two<T>(C::significand_bits);
    Int const shifted = math::bits(x) + Int(S::one - S::sqrt_half);
    Int const e = shifted >> C::significand_bits;
    // An integer in the low bits of 2^significand_bits is a number without conversion.
    V const k = math::from_bits<V>(e | math::bits(V(integers))) - V(integers + T(C::bias));
    return {e, k, math::from_bits<V>((shifted & Int(S::significand)) + Int(S::sqrt_half))};
}

/// k·log(2) + log(1 + f + lo).
template <real V> ACTFN_INLINE V log_from(V k, V f, V lo = V(0)) noexcept {
    using T = scalar_t<V>;
    using C = exp_constants<T>;
    V const nearby = log_series<T>::near_one(f, math::fma(k, V(C::log2_rest), lo));
    return math::fma(k, V(C::log2_head), nearby);
}

/// −∞ at a pole, NaN below; +∞ and NaN in x pass through.
template <real V> ACTFN_INLINE V log_ends(V from_pole, V x, V y) noexcept {
    using limits = std::numeric_limits<scalar_t<V>>;
    V const right = math::select(x < V(limits::infinity()), y, x);
    V const pole = math::select(from_pole == V(0), V(-limits::infinity()), right);
    return math::select(from_pole < V(0), V(limits::quiet_NaN()), pole);
}

} // namespace detail

/// log(x) over the full range, subnormal x included. Error: 1 ULP. Domain: x ≥ 0, else NaN.
template <real V> ACTFN_INLINE V log(V x) noexcept {
    using T = scalar_t<V>;
    constexpr int lift = detail::exp_constants<T>::headroom;
    auto const subnormal = x < V((std::numeric_limits<T>::min)());
    auto const r =
        detail::reduce_log(math::select(subnormal, x * V(detail::power_of_two<T>(lift)), x));
    V const k = math::select(subnormal, r.k - V(T(lift)), r.k);
    return detail::log_ends(x, x, detail::log_from(k, r.m - V(1)));
}

/// log(1 + x) with relative accuracy near 0. Error: 1 ULP. Domain: x ≥ −1, else NaN.
template <real V> ACTFN_INLINE V log1p(V x) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    using Int = decltype(math::bits(V(0)));
    V const u = x + V(1);
    auto const linear = u == V(1);
    V const z = math::select(linear, V(0), x);
    auto const r = detail::reduce_log(u);
    // f = 2⁻ᵏ·(1 + x) − 1 from x, not from the rounded sum; 2⁻ᵏ in two factors, since k ≤ 128.
    Int const e = Int(3U * C::bias) - r.exponent;
    Int const half = e >> 1;
    V const a = math::from_bits<V>(half << C::significand_bits);
    V const b = math::from_bits<V>((e - half) << C::significand_bits);
    auto const f = math::two_sum(math::fma(a, b, V(-1)), (z * a) * b);
    // Not u, which rounding up makes infinite beside the largest number.
    V const y = detail::log_ends(u, x, detail::log_from(r.k, f.hi, f.lo));
    return math::select(linear, x, y);
}

/// log(1 + q), faster than log1p. Domain: 0 ≤ q ≤ 1.
template <real V> ACTFN_INLINE V log1p_unit(V q) noexcept {
    return detail::positive(detail::log_series<scalar_t<V>>::unit(q));
}

template <class V> ACTFN_INLINE dual<V> log(dual<V> x) noexcept {
    return math::chain(x, math::log(x.value), V(1) / x.value);
}
template <class V> ACTFN_INLINE dual<V> log1p(dual<V> x) noexcept {
    return math::chain(x, math::log1p(x.value), V(1) / (V(1) + x.value));
}
template <class V> ACTFN_INLINE dual<V> log1p_unit(dual<V> q) noexcept {
    return math::chain(q, math::log1p_unit(q.value), V(1) / (V(1) + q.value));
}

} // namespace actfn::math
