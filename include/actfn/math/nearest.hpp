// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/arithmetic.hpp>

/// Sums that are rounded to nearest in directed modes, too, and differences that keep their sign.
namespace actfn::inline ACTFN_ABI::math::detail {

// What is rounded to nearest whatever the mode of the processor where an instruction says so
// itself: sums with a number that only rounds the other (a shifter, from whose bits a power of two
// or a multiple of π/2 is chosen, say), and sums whose 0 must not be −0.
#if defined(__AVX512F__)
inline constexpr int to_nearest = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
ACTFN_INTRINSIC __m512 nearest_fma(__m512 a, __m512 b, __m512 c) noexcept {
    return _mm512_fmadd_round_ps(a, b, c, to_nearest);
}
ACTFN_INTRINSIC __m512d nearest_fma(__m512d a, __m512d b, __m512d c) noexcept {
    return _mm512_fmadd_round_pd(a, b, c, to_nearest);
}
ACTFN_INTRINSIC __m512 nearest_sum(__m512 a, __m512 b) noexcept {
    return _mm512_add_round_ps(a, b, to_nearest);
}
ACTFN_INTRINSIC __m512d nearest_sum(__m512d a, __m512d b) noexcept {
    return _mm512_add_round_pd(a, b, to_nearest);
}
#endif
/// Whether they are; elsewhere they follow the mode.
template <class V> inline constexpr bool rounds_to_nearest = false;
#if defined(__AVX512F__)
template <class T, class A>
    requires(!std::is_same_v<T, typename pack<T, A>::batch_type>)
inline constexpr bool rounds_to_nearest<pack<T, A>> = sizeof(pack<T, A>) == 64;
#endif

/// a·b + c.
template <real V> ACTFN_INLINE V nearest_fma(V a, V b, V c) noexcept {
    if constexpr (rounds_to_nearest<V>) {
        return math::from_register<V>(
            detail::nearest_fma(math::register_of(a), math::register_of(b), math::register_of(c)));
    } else {
        return math::fma(a, b, c);
    }
}
/// a + b.
template <real V> ACTFN_INLINE V nearest_sum(V a, V b) noexcept {
    if constexpr (rounds_to_nearest<V>) {
        return math::from_register<V>(
            detail::nearest_sum(math::register_of(a), math::register_of(b)));
    } else {
        return a + b;
    }
}

// In directed modes the exponent of an exponential may be a neighbour of the nearest one, and what
// is subtracted from it less than the error. These keep the sign of the difference by operations on
// bits, which cost no time beside products and sums, and change nothing in the mode to nearest.
template <class V>
inline constexpr bool loses_signs = !rounds_to_nearest<V> && !math::is_dual<V>::value;

/// −|y|, in one operation where numbers stand side by side. Not of dual numbers.
template <real V> ACTFN_INLINE V minus_abs(V y) noexcept {
    if constexpr (is_batch<V>::value) {
        using B = typename V::batch_type;
        return V(B(y.batch() | B(scalar_t<V>(-0.0))));
    } else {
        return -math::abs(y);
    }
}
/// y ≤ 0, whose zeros are no result.
template <real V> ACTFN_INLINE V negative(V y) noexcept {
    if constexpr (loses_signs<V>) return detail::minus_abs(y);
    return y;
}
/// y ≥ 0.
template <real V> ACTFN_INLINE V positive(V y) noexcept {
    if constexpr (loses_signs<V>) return math::abs(y);
    return y;
}

} // namespace actfn::math::detail
