// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/basic.hpp>

/// Choices by the sign of a number, NaN where it is: the pieces of relu and its relatives.
namespace actfn::inline ACTFN_ABI::math {

// Of dual.hpp, which needs what follows.
template <class M, class V> ACTFN_INLINE dual<V> select(M m, dual<V> a, dual<V> b) noexcept;

/// 0 where m holds, else v. A mask that is a register takes one operation, a choice two or three.
template <class M, real V> ACTFN_INLINE V zero_where(M m, V v) noexcept {
    if constexpr (requires { math::bits_of_mask<V>(m); }) {
        return math::from_bits<V>(math::bits(v) & ~math::bits_of_mask<V>(m));
    } else {
        return math::select(m, V(0), v);
    }
}
/// c, or NaN where x is.
template <real V> ACTFN_INLINE V unless_nan(V c, V x) noexcept {
    return math::select(x == x, c, x);
}
/// v where m holds, which it does nowhere that x is NaN, else 0, NaN where x is.
template <class M, real V> ACTFN_INLINE V only_where(M m, V v, V x) noexcept {
    if constexpr (requires { math::bits_of_mask<V>(m); }) {
        auto const kept = math::bits(v) & math::bits_of_mask<V>(m);
        return math::from_bits<V>(kept | (math::bits(x) & ~math::bits_of_mask<V>(x == x)));
    } else {
        return math::select(m, v, math::unless_nan(V(0), x));
    }
}
/// 1 where m holds, else 0, NaN where x is.
template <class M, real V> ACTFN_INLINE V indicator(M m, V x) noexcept {
    return math::only_where(m, V(1), x);
}

namespace detail {

/// Whether one instruction chooses by the class of a number: fixupimm, which reads what to do with
/// each class from a table of eight digits.
template <class V> inline constexpr bool chooses_by_class = false;
#if defined(__AVX512F__)
template <class T, class A>
    requires(!std::is_same_v<T, typename pack<T, A>::batch_type>)
inline constexpr bool chooses_by_class<pack<T, A>> = sizeof(pack<T, A>) == 64;

template <int table> ACTFN_INTRINSIC __m512 by_class(__m512 v, __m512 x) noexcept {
    return _mm512_fixupimm_ps(v, x, _mm512_set1_epi32(table), 0);
}
template <int table> ACTFN_INTRINSIC __m512d by_class(__m512d v, __m512d x) noexcept {
    return _mm512_fixupimm_pd(v, x, _mm512_set1_epi64(table), 0);
}
#else
template <int table, class R> R by_class(R v, R x);
#endif
// Digits, from the right: of quiet and signalling NaN, 0, 1, −∞, ∞, other negative and positive
// numbers. 0 keeps v, 2 gives x as a quiet NaN, 8 gives 0 and 10 gives 1.
inline constexpr int kept_if_positive = 0x08080822;
inline constexpr int kept_if_not_zero = 0x00000800;
inline constexpr int one_if_positive = static_cast<int>(0xA0A0A022U);

} // namespace detail

/// v for x > 0, 0 for x ≤ 0, NaN where x is.
template <real V> ACTFN_INLINE V kept_where_positive(V v, V x) noexcept {
    if constexpr (detail::chooses_by_class<V>) {
        return math::from_register<V>(
            detail::by_class<detail::kept_if_positive>(math::register_of(v), math::register_of(x)));
    } else {
        return math::only_where(x > V(0), v, x);
    }
}
/// max(x, 0), NaN where x is; its slope at 0 is that of the left, 0.
template <real V> ACTFN_INLINE V positive_part(V x) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return math::kept_where_positive(x, x);
    } else {
        return math::at_least(x, V(0));
    }
}
/// 1 for x > 0, `other` for x ≤ 0, NaN where x is.
template <real V> ACTFN_INLINE V one_where_positive(V other, V x) noexcept {
    if constexpr (detail::chooses_by_class<V>) {
        return math::from_register<V>(detail::by_class<detail::one_if_positive>(
            math::register_of(other), math::register_of(x)));
    } else {
        return math::select(x > V(0), V(1), math::unless_nan(other, x));
    }
}
/// v, which is NaN where x is, 0 for x ≤ lo, a finite number.
template <real V> ACTFN_INLINE V zero_up_to(V lo, V v, V x) noexcept {
    if constexpr (detail::chooses_by_class<V>) {
        return math::kept_where_positive(v, x - lo);
    } else {
        return math::zero_where(x <= lo, v);
    }
}
/// v, 0 where x is 0.
template <real V> ACTFN_INLINE V kept_unless_zero(V v, V x) noexcept {
    if constexpr (detail::chooses_by_class<V>) {
        return math::from_register<V>(
            detail::by_class<detail::kept_if_not_zero>(math::register_of(v), math::register_of(x)));
    } else {
        return math::zero_where(x == V(0), v);
    }
}
/// v for lo < x < hi, which are finite, 0 outside, NaN where x is.
template <real V> ACTFN_INLINE V kept_between(V v, V x, V lo, V hi) noexcept {
    if constexpr (detail::chooses_by_class<V>) {
        return math::kept_where_positive(v, math::at_most(x - lo, hi - x));
    } else {
        return math::only_where((x > lo) && (x < hi), v, x);
    }
}

} // namespace actfn::math
