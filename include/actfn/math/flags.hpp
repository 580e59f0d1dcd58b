// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/storage.hpp>

/// Flags in bytes as masks.
namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// Which of as many bytes as there are numbers in a register are 0; gcc 12 converts vectors of
/// bytes one by one.
template <class R> void zeros_in(R const&, unsigned char const*) = delete;

#if defined(__SSE2__)
ACTFN_INTRINSIC __m128i wide_bytes(unsigned char const* p) noexcept {
    std::int32_t four;
    std::memcpy(&four, p, sizeof four);
    __m128i const zero = _mm_setzero_si128();
    return _mm_unpacklo_epi16(_mm_unpacklo_epi8(_mm_cvtsi32_si128(four), zero), zero);
}
ACTFN_INTRINSIC __m128 zeros_in(__m128, unsigned char const* p) noexcept {
    return _mm_castsi128_ps(_mm_cmpeq_epi32(detail::wide_bytes(p), _mm_setzero_si128()));
}
#endif
#if defined(__AVX2__)
ACTFN_INTRINSIC __m256 zeros_in(__m256, unsigned char const* p) noexcept {
    __m256i const wide = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<__m128i const*>(p)));
    return _mm256_castsi256_ps(_mm256_cmpeq_epi32(wide, _mm256_setzero_si256()));
}
ACTFN_INTRINSIC __m256d zeros_in(__m256d, unsigned char const* p) noexcept {
    __m256i const wide = _mm256_cvtepi32_epi64(detail::wide_bytes(p));
    return _mm256_castsi256_pd(_mm256_cmpeq_epi64(wide, _mm256_setzero_si256()));
}
#endif
#if defined(__AVX512F__)
ACTFN_INTRINSIC __mmask16 zeros_in(__m512, unsigned char const* p) noexcept {
    __m512i const wide = _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<__m128i const*>(p)));
    return _mm512_testn_epi32_mask(wide, wide);
}
ACTFN_INTRINSIC __mmask8 zeros_in(__m512d, unsigned char const* p) noexcept {
    __m512i const wide = _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<__m128i const*>(p)));
    return _mm512_testn_epi64_mask(wide, wide);
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
    detail::zeros_in(register_type<V>{}, p);
};

} // namespace detail

/// Which of as many bytes from p on as V has lanes are 0, as a mask of V.
template <class V> ACTFN_INLINE auto load_zeros(unsigned char const* p) noexcept {
    using mask = decltype(V(0) == V(0));
    if constexpr (!is_batch<V>::value) {
        return mask(*p == 0);
    } else if constexpr (detail::converts_flags<V>) {
        return mask(detail::zeros_in(register_type<V>{}, p));
    } else {
        scalar_t<V> lane[lanes<V>];
        for (std::size_t l = 0; l < lanes<V>; ++l) lane[l] = static_cast<scalar_t<V>>(p[l]);
        return mask(math::load<V>(lane) == V(0));
    }
}

} // namespace actfn::math
