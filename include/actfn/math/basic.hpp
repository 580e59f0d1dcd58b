// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/simd.hpp>

#include <cmath>
#include <limits>

namespace actfn::inline ACTFN_ABI {

template <class V> struct dual;

namespace math {

template <class V> struct scalar_of { using type = V; };
template <class V>
    requires(is_batch<V>::value || is_pack<V>::value)
struct scalar_of<V> {
    using type = typename V::value_type;
};
template <class V> struct scalar_of<dual<V>> : scalar_of<V> {};

template <class V> struct is_dual : std::false_type {};
template <class V> struct is_dual<dual<V>> : std::true_type {};

} // namespace math

template <class V> inline constexpr bool core::is_number<dual<V>> = true;

/// The element type behind a pack, batch or dual number: float or double.
template <class V> using scalar_t = typename math::scalar_of<V>::type;

/// What a kernel is evaluated on: a pack of floats or doubles, or a dual number of packs. Arguments
/// of functions may also be float, double, an xsimd batch of these, or dual numbers of them.
template <class V>
concept real = std::is_same_v < scalar_t<V>,
float > || std::is_same_v<scalar_t<V>, double>;

/// The arithmetic every formula is written in, for scalars and batches alike.
namespace math {

/// True where the instruction set fuses a·b + c into one rounding.
template <class V> inline constexpr bool has_fma = false;
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(FP_FAST_FMA)
template <std::floating_point V> inline constexpr bool has_fma<V> = true;
#endif
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A>
inline constexpr bool has_fma<xsimd::batch<T, A>> =
    std::is_base_of_v<xsimd::fma3<xsimd::avx>, A> ||
    std::is_base_of_v<xsimd::fma3<xsimd::sse4_2>, A> ||
    std::is_base_of_v<xsimd::fma3<xsimd::avx2>, A> || std::is_base_of_v<xsimd::avx512f, A> ||
    std::is_base_of_v<xsimd::neon64, A>;
#endif

/// Whether P holds a parameter for every lane (math/per_lane.hpp).
template <class P> inline constexpr bool is_per_lane = false;
/// What does not change with the arguments of a kernel: one number, or one for every lane.
template <class P>
concept constant_parameter = std::is_arithmetic_v<P> || is_per_lane<P>;

/// A constant or parameter as V; a parameter that is V already (learnable, dual) passes through.
template <real V, class P> ACTFN_INLINE V as(P const& p) noexcept {
    if constexpr (std::is_same_v<P, V>) {
        return p;
    } else if constexpr (math::is_dual<V>::value) {
        return V(as<decltype(V::value)>(p));
    } else if constexpr (is_per_lane<P>) {
        return p.rounded;
    } else {
        return V(static_cast<scalar_t<V>>(p));
    }
}

/// The part of a double constant that `as<V>` rounds away, for products that need it.
template <real V, class P> ACTFN_INLINE V low(P const& p) noexcept {
    if constexpr (std::is_same_v<P, V>) {
        return V(0);
    } else if constexpr (math::is_dual<V>::value) {
        return V(low<decltype(V::value)>(p));
    } else if constexpr (is_per_lane<P>) {
        return p.rest;
    } else {
        using T = scalar_t<V>;
        return V(static_cast<T>(p - static_cast<P>(static_cast<T>(p))));
    }
}

/// a·b + c, rounded once where `has_fma<V>`, else twice.
template <std::floating_point V> ACTFN_INLINE V fma(V a, V b, V c) noexcept {
    if constexpr (has_fma<V>) {
        if (ACTFN_CONSTANT_EVALUATED()) return core::ieee::fma(a, b, c);
        return std::fma(a, b, c);
    } else {
        return a * b + c;
    }
}
/// c − a·b, rounded as fma is.
template <std::floating_point V> ACTFN_INLINE V fnma(V a, V b, V c) noexcept {
    return math::fma(-a, b, c);
}
/// a in the lanes where m holds, b in the others. Both are evaluated.
template <std::floating_point V> ACTFN_INLINE V select(bool m, V a, V b) noexcept {
    return m ? a : b;
}
/// |x|; of −0 it is 0.
template <std::floating_point V> ACTFN_INLINE V abs(V x) noexcept {
    return ACTFN_CONSTANT_EVALUATED() ? core::ieee::abs(x) : std::fabs(x);
}
/// √x. Error: 0.5 ULP. Domain: x ≥ 0, else NaN.
template <std::floating_point V> ACTFN_INLINE V sqrt(V x) noexcept {
    return ACTFN_CONSTANT_EVALUATED() ? core::ieee::sqrt(x) : std::sqrt(x);
}
/// x, negated where `sign` is negative (−0 counts): odd functions from their right half.
template <std::floating_point V> ACTFN_INLINE V mulsign(V x, V sign) noexcept {
    if (ACTFN_CONSTANT_EVALUATED())
        return core::ieee::with_sign(x,
                                     core::ieee::is_negative(x) != core::ieee::is_negative(sign));
    return std::signbit(sign) ? -x : x;
}

#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A> using batch = xsimd::batch<T, A>;

template <class T, class A>
ACTFN_INLINE batch<T, A> fma(batch<T, A> a, batch<T, A> b, batch<T, A> c) noexcept {
    return xsimd::fma(a, b, c);
}
template <class T, class A>
ACTFN_INLINE batch<T, A> fnma(batch<T, A> a, batch<T, A> b, batch<T, A> c) noexcept {
    if constexpr (std::is_base_of_v<xsimd::neon, A>) {
        return math::fma(-a, b, c); // xsimd 8 does not fuse its own here
    } else {
        return xsimd::fnma(a, b, c);
    }
}
template <class T, class A>
ACTFN_INLINE batch<T, A> select(xsimd::batch_bool<T, A> m, batch<T, A> a, batch<T, A> b) noexcept {
    return xsimd::select(m, a, b);
}
template <class T, class A> ACTFN_INLINE batch<T, A> abs(batch<T, A> x) noexcept {
    return xsimd::abs(x);
}
template <class T, class A> ACTFN_INLINE batch<T, A> sqrt(batch<T, A> x) noexcept {
    if constexpr (std::is_base_of_v<xsimd::neon, A> && std::is_same_v<T, float>) {
        // xsimd's NEON square root of +inf is NaN.
        return xsimd::select(x == batch<T, A>(std::numeric_limits<T>::infinity()), x,
                             xsimd::sqrt(x));
    } else {
        return xsimd::sqrt(x);
    }
}
template <class T, class A>
ACTFN_INLINE batch<T, A> mulsign(batch<T, A> x, batch<T, A> sign) noexcept {
    return x ^ (sign & batch<T, A>(T(-0.0)));
}
#endif

/// The larger of a and bound, a where it is NaN: x86's max and min return their second operand
/// then. xsimd's own change the order of the operands between versions.
template <std::floating_point V> ACTFN_INLINE V at_least(V a, V bound) noexcept {
    return a < bound ? bound : a;
}
/// The smaller of a and bound, a where it is NaN.
template <std::floating_point V> ACTFN_INLINE V at_most(V a, V bound) noexcept {
    return a > bound ? bound : a;
}
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A>
ACTFN_INLINE batch<T, A> at_least(batch<T, A> a, batch<T, A> bound) noexcept {
    return xsimd::select(a < bound, bound, a);
}
template <class T, class A>
ACTFN_INLINE batch<T, A> at_most(batch<T, A> a, batch<T, A> bound) noexcept {
    return xsimd::select(a > bound, bound, a);
}
#endif

/// The representation of x as an unsigned integer.
template <std::floating_point V> ACTFN_INLINE auto bits(V x) noexcept {
    return std::bit_cast<std::conditional_t<sizeof(V) == 4, std::uint32_t, std::uint64_t>>(x);
}
/// The number with this representation: from_bits<V>(bits(x)) is x.
template <std::floating_point V, class Int> ACTFN_INLINE V from_bits(Int i) noexcept {
    return std::bit_cast<V>(i);
}
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A> ACTFN_INLINE auto bits(batch<T, A> x) noexcept {
    using Int = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
#if XSIMD_VERSION_MAJOR >= 11
    return xsimd::bitwise_cast<Int>(x);
#else
    return xsimd::bitwise_cast<batch<Int, A>>(x);
#endif
}
template <class V, class Int, class A>
    requires(is_batch<V>::value && !is_pack<V>::value)
ACTFN_INLINE V from_bits(xsimd::batch<Int, A> i)
noexcept {
#if XSIMD_VERSION_MAJOR >= 11
    return xsimd::bitwise_cast<scalar_t<V>>(i);
#else
    return xsimd::bitwise_cast<V>(i);
#endif
}
#endif

// The same of packs.
template <class T, class A>
inline constexpr bool has_fma<pack<T, A>> = has_fma<typename pack<T, A>::batch_type>;
template <class T, class A>
inline constexpr bool has_fma<pack<T, in_constants<A>>> = has_fma<pack<T, A>>;
template <class T, class A>
ACTFN_INLINE pack<T, A> fma(pack<T, A> a, pack<T, A> b, pack<T, A> c) noexcept {
    if constexpr (has_fma<pack<T, A>>) {
        return pack<T, A>(math::fma(a.data, b.data, c.data));
    } else {
        return a * b + c;
    }
}
template <class T, class A>
ACTFN_INLINE pack<T, A> fnma(pack<T, A> a, pack<T, A> b, pack<T, A> c) noexcept {
    if constexpr (has_fma<pack<T, A>>) {
        return pack<T, A>(math::fnma(a.data, b.data, c.data));
    } else {
        return c - a * b;
    }
}
template <class M, class T, class A>
ACTFN_INLINE pack<T, A> select(M m, pack<T, A> a, pack<T, A> b) noexcept {
    if constexpr (pack<T, A>::is_register) {
        return pack<T, A>(math::select(m.data, a.data, b.data));
    } else {
        return pack<T, A>(math::select(m, a.data, b.data));
    }
}
template <class T, class A> ACTFN_INLINE pack<T, A> abs(pack<T, A> x) noexcept {
    return pack<T, A>(math::abs(x.data));
}
template <class T, class A> ACTFN_INLINE pack<T, A> sqrt(pack<T, A> x) noexcept {
    return pack<T, A>(math::sqrt(x.data));
}
template <class T, class A>
ACTFN_INLINE pack<T, A> mulsign(pack<T, A> x, pack<T, A> sign) noexcept {
    return pack<T, A>(math::mulsign(x.data, sign.data));
}
template <class T, class A>
ACTFN_INLINE pack<T, A> at_least(pack<T, A> a, pack<T, A> bound) noexcept {
    return pack<T, A>(math::at_least(a.data, bound.data));
}
template <class T, class A>
ACTFN_INLINE pack<T, A> at_most(pack<T, A> a, pack<T, A> bound) noexcept {
    return pack<T, A>(math::at_most(a.data, bound.data));
}
template <class T, class A> ACTFN_INLINE auto bits(pack<T, A> x) noexcept {
    return math::bits(x.batch());
}
template <class V, class Int>
    requires is_pack<V>::value ACTFN_INLINE V from_bits(Int i)
noexcept { return V(math::from_bits<typename V::batch_type>(i)); }
/// A mask as integers, −1 where it is set: where it is a register as numbers are.
template <class V, class M>
    requires(is_pack<V>::value&& is_batch<V>::value&&
                 std::is_same_v<typename M::register_type, register_type<V>>)
ACTFN_INLINE auto bits_of_mask(M const& m) noexcept {
    return math::bits(math::from_register<V>(m.data));
}

namespace detail {

/// Half of the bits of a significand, rounded up.
template <class T> constexpr int half_of_digits = (std::numeric_limits<T>::digits + 1) / 2;

} // namespace detail

/// x with the low half of its significand cleared.
template <real V> ACTFN_INLINE V upper_half(V x) noexcept {
    using Int = decltype(math::bits(V(0)));
    constexpr auto low = (std::uint64_t(1) << detail::half_of_digits<scalar_t<V>>)-1;
    return math::from_bits<V>(bits(x) & ~Int(low));
}
/// x rounded to as many bits; infinite for the largest numbers.
template <real V> ACTFN_INLINE V nearest_half(V x) noexcept {
    using Int = decltype(math::bits(V(0)));
    constexpr auto unit = std::uint64_t(1) << (detail::half_of_digits<scalar_t<V>> - 1);
    return math::upper_half(math::from_bits<V>(bits(x) + Int(unit)));
}

} // namespace math
} // namespace actfn
