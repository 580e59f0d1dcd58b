// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

// In gcc 12 many intrinsics of AVX-512 take a register without a value, of which it warns.
#if defined(__GNUC__) && !defined(__clang__) && defined(__AVX512F__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <xsimd/xsimd.hpp>
#pragma GCC diagnostic pop
#else
#include <xsimd/xsimd.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <type_traits>

/// What formulas consist of, on the registers of x86 themselves. xsimd comes to the same
/// instructions through a dozen calls each, and to inline these took half of the time that a user's
/// formulas take to compile. Other registers go through xsimd (basic.hpp).
namespace actfn::inline ACTFN_ABI::math {

/// x, of which the optimiser does not know how it came about: it costs no instruction.
template <class R>
    requires(!std::is_class_v<R>)
ACTFN_INLINE R opaque(R x)
noexcept {
    if (ACTFN_CONSTANT_EVALUATED()) return x;
#if defined(__GNUC__)
#if defined(__AVX512F__)
    __asm__("" : "+v"(x));
#elif defined(__SSE2__)
    __asm__("" : "+x"(x));
#elif defined(__aarch64__) || defined(__ARM_NEON)
    __asm__("" : "+w"(x));
#elif defined(__riscv) || defined(__s390x__)
    __asm__("" : "+f"(x));
#else
    __asm__("" : "+m"(x));
#endif
#endif
    return x;
}

namespace registers {

/// Numbers, and batches of other processors, have operators.
template <class X> ACTFN_INLINE X add(X a, X b) noexcept { return X(a + b); }
template <class X> ACTFN_INLINE X subtract(X a, X b) noexcept { return X(a - b); }
template <class X> ACTFN_INLINE X multiply(X a, X b) noexcept { return X(a * b); }
template <class X> ACTFN_INLINE X divide(X a, X b) noexcept { return X(a / b); }
template <class X> ACTFN_INLINE X negative(X x) noexcept { return X(-x); }
template <class X> ACTFN_INLINE auto less(X a, X b) noexcept { return a < b; }
template <class X> ACTFN_INLINE auto less_equal(X a, X b) noexcept { return a <= b; }
template <class X> ACTFN_INLINE auto equal(X a, X b) noexcept { return a == b; }
template <class X> ACTFN_INLINE auto unequal(X a, X b) noexcept { return a != b; }

#if defined(__SSE2__) && !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)

// The registers: with their numbers, and the two parts of names like _mm256_add_ps.
#if defined(__AVX__)
#define ACTFN_256_BITS(X) X(__m256, float, _mm256, ps) X(__m256d, double, _mm256, pd)
#else
#define ACTFN_256_BITS(X)
#endif
#if defined(__AVX512F__)
#define ACTFN_512_BITS(X) X(__m512, float, _mm512, ps) X(__m512d, double, _mm512, pd)
#else
#define ACTFN_512_BITS(X)
#endif
#define ACTFN_UP_TO_256_BITS(X)                                                                    \
    X(__m128, float, _mm, ps) X(__m128d, double, _mm, pd) ACTFN_256_BITS(X)

// NOLINTBEGIN(bugprone-macro-parentheses): names of types have none
#define ACTFN_ARITHMETIC(R, T, prefix, suffix)                                                     \
    ACTFN_INTRINSIC void broadcast(R& r, T x) noexcept { r = prefix##_set1_##suffix(x); }          \
    ACTFN_INTRINSIC void load(R& r, T const* p) noexcept { r = prefix##_loadu_##suffix(p); }       \
    ACTFN_INTRINSIC void store(T* p, R x) noexcept { prefix##_storeu_##suffix(p, x); }             \
    ACTFN_INTRINSIC R add(R a, R b) noexcept { return prefix##_add_##suffix(a, b); }               \
    ACTFN_INTRINSIC R subtract(R a, R b) noexcept { return prefix##_sub_##suffix(a, b); }          \
    ACTFN_INTRINSIC R multiply(R a, R b) noexcept { return prefix##_mul_##suffix(a, b); }          \
    ACTFN_INTRINSIC R divide(R a, R b) noexcept { return prefix##_div_##suffix(a, b); }
// NOLINTEND(bugprone-macro-parentheses)
ACTFN_UP_TO_256_BITS(ACTFN_ARITHMETIC)
ACTFN_512_BITS(ACTFN_ARITHMETIC)
#undef ACTFN_ARITHMETIC

// Bits that are in both, in the second only, in one of the two. With 512 bits the instructions for
// floats are of AVX-512DQ.
#define ACTFN_BITS(R, T, prefix, suffix)                                                           \
    ACTFN_INTRINSIC R both(R a, R b) noexcept { return prefix##_and_##suffix(a, b); }              \
    ACTFN_INTRINSIC R second_only(R a, R b) noexcept { return prefix##_andnot_##suffix(a, b); }    \
    ACTFN_INTRINSIC R one_of(R a, R b) noexcept { return prefix##_xor_##suffix(a, b); }
#define ACTFN_BITS_OF_512(R, T, prefix, suffix)                                                    \
    ACTFN_INTRINSIC R both(R a, R b) noexcept {                                                    \
        return prefix##_castsi512_##suffix(                                                        \
            _mm512_and_si512(prefix##_cast##suffix##_si512(a), prefix##_cast##suffix##_si512(b))); \
    }                                                                                              \
    ACTFN_INTRINSIC R second_only(R a, R b) noexcept {                                             \
        return prefix##_castsi512_##suffix(_mm512_andnot_si512(prefix##_cast##suffix##_si512(a),   \
                                                               prefix##_cast##suffix##_si512(b))); \
    }                                                                                              \
    ACTFN_INTRINSIC R one_of(R a, R b) noexcept {                                                  \
        return prefix##_castsi512_##suffix(                                                        \
            _mm512_xor_si512(prefix##_cast##suffix##_si512(a), prefix##_cast##suffix##_si512(b))); \
    }
ACTFN_UP_TO_256_BITS(ACTFN_BITS)
ACTFN_512_BITS(ACTFN_BITS_OF_512)
#undef ACTFN_BITS
#undef ACTFN_BITS_OF_512

template <class T> inline constexpr T minus_zero{-0.0};

// −x, which is 0 − x in xsimd 8 for AVX-512: +0 where x is +0.
#define ACTFN_SIGN(R, T, prefix, suffix)                                                           \
    ACTFN_INTRINSIC R negative(R x) noexcept {                                                     \
        return registers::one_of(x, prefix##_set1_##suffix(minus_zero<T>));                        \
    }
ACTFN_UP_TO_256_BITS(ACTFN_SIGN)
ACTFN_512_BITS(ACTFN_SIGN)
#undef ACTFN_SIGN

#if defined(__AVX__)
#define ACTFN_COMPARISONS(R, mask, compare)                                                        \
    ACTFN_INTRINSIC mask less(R a, R b) noexcept { return compare(a, b, _CMP_LT_OQ); }             \
    ACTFN_INTRINSIC mask less_equal(R a, R b) noexcept { return compare(a, b, _CMP_LE_OQ); }       \
    ACTFN_INTRINSIC mask equal(R a, R b) noexcept { return compare(a, b, _CMP_EQ_OQ); }            \
    ACTFN_INTRINSIC mask unequal(R a, R b) noexcept { return compare(a, b, _CMP_NEQ_UQ); }
ACTFN_COMPARISONS(__m128, __m128, _mm_cmp_ps)
ACTFN_COMPARISONS(__m128d, __m128d, _mm_cmp_pd)
ACTFN_COMPARISONS(__m256, __m256, _mm256_cmp_ps)
ACTFN_COMPARISONS(__m256d, __m256d, _mm256_cmp_pd)
#if defined(__AVX512F__)
ACTFN_COMPARISONS(__m512, __mmask16, _mm512_cmp_ps_mask)
ACTFN_COMPARISONS(__m512d, __mmask8, _mm512_cmp_pd_mask)
#endif
#else
#define ACTFN_COMPARISONS(R, suffix)                                                               \
    ACTFN_INTRINSIC R less(R a, R b) noexcept { return _mm_cmplt_##suffix(a, b); }                 \
    ACTFN_INTRINSIC R less_equal(R a, R b) noexcept { return _mm_cmple_##suffix(a, b); }           \
    ACTFN_INTRINSIC R equal(R a, R b) noexcept { return _mm_cmpeq_##suffix(a, b); }                \
    ACTFN_INTRINSIC R unequal(R a, R b) noexcept { return _mm_cmpneq_##suffix(a, b); }
ACTFN_COMPARISONS(__m128, ps)
ACTFN_COMPARISONS(__m128d, pd)
#endif
#undef ACTFN_COMPARISONS

#else // without a known register no call of these is compiled
struct none {};
void broadcast(none) = delete;
void load(none) = delete;
void store(none) = delete;
#endif

} // namespace registers

// The same of registers as basic.hpp has of numbers and batches.
#if defined(__SSE2__) && !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)

#define ACTFN_FUSED(R, T, prefix, suffix)                                                          \
    ACTFN_INTRINSIC R fma(R a, R b, R c) noexcept { return prefix##_fmadd_##suffix(a, b, c); }     \
    ACTFN_INTRINSIC R fnma(R a, R b, R c) noexcept { return prefix##_fnmadd_##suffix(a, b, c); }
#if defined(__FMA__)
ACTFN_UP_TO_256_BITS(ACTFN_FUSED)
#endif
ACTFN_512_BITS(ACTFN_FUSED)
#undef ACTFN_FUSED

#define ACTFN_SELECTIONS(R, T, prefix, suffix)                                                     \
    ACTFN_INTRINSIC R sqrt(R x) noexcept { return prefix##_sqrt_##suffix(x); }                     \
    ACTFN_INTRINSIC R at_least(R a, R bound) noexcept { return prefix##_max_##suffix(bound, a); }  \
    ACTFN_INTRINSIC R at_most(R a, R bound) noexcept { return prefix##_min_##suffix(bound, a); }   \
    ACTFN_INTRINSIC R abs(R x) noexcept {                                                          \
        return registers::second_only(prefix##_set1_##suffix(registers::minus_zero<T>), x);        \
    }                                                                                              \
    ACTFN_INTRINSIC R mulsign(R x, R sign) noexcept {                                              \
        return registers::one_of(                                                                  \
            x, registers::both(sign, prefix##_set1_##suffix(registers::minus_zero<T>)));           \
    }
ACTFN_UP_TO_256_BITS(ACTFN_SELECTIONS)
ACTFN_512_BITS(ACTFN_SELECTIONS)
#undef ACTFN_SELECTIONS

#if defined(__SSE4_1__)
#define ACTFN_BLEND(R, T, prefix, suffix)                                                          \
    ACTFN_INTRINSIC R select(R m, R a, R b) noexcept { return prefix##_blendv_##suffix(b, a, m); }
#else
#define ACTFN_BLEND(R, T, prefix, suffix)                                                          \
    ACTFN_INTRINSIC R select(R m, R a, R b) noexcept {                                             \
        return prefix##_or_##suffix(registers::both(m, a), registers::second_only(m, b));          \
    }
#endif
ACTFN_UP_TO_256_BITS(ACTFN_BLEND)
#undef ACTFN_BLEND
#if defined(__AVX512F__)
ACTFN_INTRINSIC __m512 select(__mmask16 m, __m512 a, __m512 b) noexcept {
    return _mm512_mask_blend_ps(m, b, a);
}
ACTFN_INTRINSIC __m512d select(__mmask8 m, __m512d a, __m512d b) noexcept {
    return _mm512_mask_blend_pd(m, b, a);
}
#endif

#undef ACTFN_UP_TO_256_BITS
#undef ACTFN_256_BITS
#undef ACTFN_512_BITS
#endif

namespace detail {

/// Loads and stores of the first n of a register's numbers, which touch nothing else; where the
/// instruction set has none, through a register in memory.
template <std::size_t bytes> inline constexpr bool masks_lanes = false;
template <class R, class T> R masked_load(R const&, T const*, std::size_t) = delete;
template <class T, class R> void masked_store(T*, R const&, std::size_t) = delete;

#if defined(__AVX__)
inline constexpr std::int32_t ones_and_zeros[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
/// Ones in the first n of eight 32-bit lanes.
ACTFN_INTRINSIC __m256i first_lanes(std::size_t n) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<__m256i const*>(ones_and_zeros + 8 - n));
}
template <> inline constexpr bool masks_lanes<32> = true;
ACTFN_INTRINSIC __m256 masked_load(__m256, float const* p, std::size_t n) noexcept {
    return _mm256_maskload_ps(p, detail::first_lanes(n));
}
ACTFN_INTRINSIC __m256d masked_load(__m256d, double const* p, std::size_t n) noexcept {
    return _mm256_maskload_pd(p, detail::first_lanes(2 * n));
}
// In pieces: AMD's masked stores take as long as a kernel.
ACTFN_INTRINSIC void masked_store(float* p, __m256 v, std::size_t n) noexcept {
    __m128 piece = _mm256_castps256_ps128(v);
    if ((n & 4) != 0) {
        _mm_storeu_ps(p, piece);
        piece = _mm256_extractf128_ps(v, 1);
        p += 4;
    }
    if ((n & 2) != 0) {
        _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_castps_si128(piece));
        piece = _mm_movehl_ps(piece, piece);
        p += 2;
    }
    if ((n & 1) != 0) _mm_store_ss(p, piece);
}
ACTFN_INTRINSIC void masked_store(double* p, __m256d v, std::size_t n) noexcept {
    __m128d piece = _mm256_castpd256_pd128(v);
    if ((n & 2) != 0) {
        _mm_storeu_pd(p, piece);
        piece = _mm256_extractf128_pd(v, 1);
        p += 2;
    }
    if ((n & 1) != 0) _mm_store_sd(p, piece);
}
#endif
#if defined(__AVX512F__)
template <> inline constexpr bool masks_lanes<64> = true;
ACTFN_INTRINSIC __m512 masked_load(__m512, float const* p, std::size_t n) noexcept {
    return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << n) - 1), p);
}
ACTFN_INTRINSIC __m512d masked_load(__m512d, double const* p, std::size_t n) noexcept {
    return _mm512_maskz_loadu_pd(static_cast<__mmask8>((1U << n) - 1), p);
}
ACTFN_INTRINSIC void masked_store(float* p, __m512 v, std::size_t n) noexcept {
    _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1U << n) - 1), v);
}
ACTFN_INTRINSIC void masked_store(double* p, __m512d v, std::size_t n) noexcept {
    _mm512_mask_storeu_pd(p, static_cast<__mmask8>((1U << n) - 1), v);
}
#endif

/// Exchanges lanes l and l ^ k; where it is not said how, through memory.
template <std::size_t k, class R> void exchange(R&) = delete;
#if defined(__SSE2__) && !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
inline constexpr int swap_pairs = 0x4E;
inline constexpr int swap_neighbours = 0xB1;
template <std::size_t k> ACTFN_INTRINSIC void exchange(__m128& v) noexcept {
    v = _mm_shuffle_ps(v, v, k == 2 ? swap_pairs : swap_neighbours);
}
template <std::size_t k> ACTFN_INTRINSIC void exchange(__m128d& v) noexcept {
    v = _mm_shuffle_pd(v, v, 1);
}
#if defined(__AVX__)
template <std::size_t k> ACTFN_INTRINSIC void exchange(__m256& v) noexcept {
    if constexpr (k == 4) {
        v = _mm256_permute2f128_ps(v, v, 1);
    } else {
        v = _mm256_permute_ps(v, k == 2 ? swap_pairs : swap_neighbours);
    }
}
template <std::size_t k> ACTFN_INTRINSIC void exchange(__m256d& v) noexcept {
    if constexpr (k == 2) {
        v = _mm256_permute2f128_pd(v, v, 1);
    } else {
        v = _mm256_permute_pd(v, 0x5);
    }
}
#endif
#if defined(__AVX512F__)
template <std::size_t k> ACTFN_INTRINSIC void exchange(__m512& v) noexcept {
    if constexpr (k >= 4) {
        v = _mm512_shuffle_f32x4(v, v, k == 8 ? swap_pairs : swap_neighbours);
    } else {
        v = _mm512_permute_ps(v, k == 2 ? swap_pairs : swap_neighbours);
    }
}
template <std::size_t k> ACTFN_INTRINSIC void exchange(__m512d& v) noexcept {
    if constexpr (k >= 2) {
        v = _mm512_shuffle_f64x2(v, v, k == 4 ? swap_pairs : swap_neighbours);
    } else {
        v = _mm512_permute_pd(v, 0x55);
    }
}
#endif
#endif

} // namespace detail
} // namespace actfn::math
