// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/storage.hpp>

/// Flags in bytes as numbers.
namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// Bytes to a register of as many numbers; gcc 12 converts vectors of bytes one by one.
template <class R> R flags_in(R const&, unsigned char const*) = delete;

#if defined(__SSE2__)
ACTFN_INTRINSIC __m128i wide_bytes(unsigned char const* p) noexcept {
    std::int32_t four;
    std::memcpy(&four, p, sizeof four);
    __m128i const zero = _mm_setzero_si128();
    return _mm_unpacklo_epi16(_mm_unpacklo_epi8(_mm_cvtsi32_si128(four), zero), zero);
}
ACTFN_INTRINSIC __m128 flags_in(__m128, unsigned char const* p) noexcept {
    return _mm_cvtepi32_ps(detail::wide_bytes(p));
}
#endif
#if defined(__AVX2__)
ACTFN_INTRINSIC __m256 flags_in(__m256, unsigned char const* p) noexcept {
    __m128i const bytes = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(p));
    return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes));
}
ACTFN_INTRINSIC __m256d flags_in(__m256d, unsigned char const* p) noexcept {
    return _mm256_cvtepi32_pd(detail::wide_bytes(p));
}
#endif
#if defined(__AVX512F__)
ACTFN_INTRINSIC __m512 flags_in(__m512, unsigned char const* p) noexcept {
    __m128i const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(p));
    return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(bytes));
}
ACTFN_INTRINSIC __m512d flags_in(__m512d, unsigned char const* p) noexcept {
    __m128i const bytes = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(p));
    return _mm512_cvtepi32_pd(_mm256_cvtepu8_epi32(bytes));
}
#endif

#if defined(__SSE2__)
/// Eight entries of eight rows, entry i of all at columns[i * step].
ACTFN_INTRINSIC void transpose_eight(unsigned char const* rows, std::ptrdiff_t between,
                                     unsigned char* columns, std::ptrdiff_t step) noexcept {
    auto const row = [&](std::ptrdiff_t r) ACTFN_LAMBDA_INLINE {
        return _mm_loadl_epi64(reinterpret_cast<__m128i const*>(rows + r * between));
    };
    auto const store = [&](std::ptrdiff_t i, __m128i two) ACTFN_LAMBDA_INLINE {
        _mm_storel_epi64(reinterpret_cast<__m128i*>(columns + i * step), two);
        _mm_storel_epi64(reinterpret_cast<__m128i*>(columns + (i + 1) * step),
                         _mm_unpackhi_epi64(two, two));
    };
    // Rows r and r + 1, then four rows, beside one another in each entry.
    __m128i const a = _mm_unpacklo_epi8(row(0), row(1));
    __m128i const b = _mm_unpacklo_epi8(row(2), row(3));
    __m128i const c = _mm_unpacklo_epi8(row(4), row(5));
    __m128i const d = _mm_unpacklo_epi8(row(6), row(7));
    __m128i const upper = _mm_unpacklo_epi16(a, b);
    __m128i const upper_rest = _mm_unpackhi_epi16(a, b);
    __m128i const lower = _mm_unpacklo_epi16(c, d);
    __m128i const lower_rest = _mm_unpackhi_epi16(c, d);
    store(0, _mm_unpacklo_epi32(upper, lower));
    store(2, _mm_unpackhi_epi32(upper, lower));
    store(4, _mm_unpacklo_epi32(upper_rest, lower_rest));
    store(6, _mm_unpackhi_epi32(upper_rest, lower_rest));
}
inline constexpr bool transposes_flags = true;
#else
template <class B> void transpose_eight(B const*, std::ptrdiff_t, B*, std::ptrdiff_t) = delete;
inline constexpr bool transposes_flags = false;
#endif

template <class V>
concept converts_flags = requires(unsigned char const* p) {
    detail::flags_in(register_type<V>{}, p);
};

} // namespace detail

/// As many bytes from p on as V has lanes: 0 where they are.
template <class V> ACTFN_INLINE V load_flags(unsigned char const* p) noexcept {
    if constexpr (!is_batch<V>::value) {
        return V(static_cast<scalar_t<V>>(*p));
    } else if constexpr (detail::converts_flags<V>) {
        return math::from_register<V>(detail::flags_in(register_type<V>{}, p));
    } else {
        scalar_t<V> lane[lanes<V>];
        for (std::size_t l = 0; l < lanes<V>; ++l) lane[l] = static_cast<scalar_t<V>>(p[l]);
        return math::load<V>(lane);
    }
}

} // namespace actfn::math
