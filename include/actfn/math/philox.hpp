// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/basic.hpp>

#include <concepts>
#include <cstdint>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// The products of the low halves of 64-bit lanes.
ACTFN_INLINE std::uint64_t low_product(std::uint64_t a, std::uint64_t b) noexcept {
    return (a & 0xffffffffU) * (b & 0xffffffffU);
}
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
#if defined(__SSE2__)
ACTFN_INTRINSIC __m128i low_product(__m128i a, __m128i b) noexcept { return _mm_mul_epu32(a, b); }
#if defined(__AVX2__)
ACTFN_INTRINSIC __m256i low_product(__m256i a, __m256i b) noexcept {
    return _mm256_mul_epu32(a, b);
}
#elif defined(__AVX__)
ACTFN_INTRINSIC __m256i low_product(__m256i a, __m256i b) noexcept {
    __m128i const lo = _mm_mul_epu32(_mm256_castsi256_si128(a), _mm256_castsi256_si128(b));
    __m128i const hi =
        _mm_mul_epu32(_mm256_extractf128_si256(a, 1), _mm256_extractf128_si256(b, 1));
    return _mm256_insertf128_si256(_mm256_castsi128_si256(lo), hi, 1);
}
#endif
#if defined(__AVX512F__)
ACTFN_INTRINSIC __m512i low_product(__m512i a, __m512i b) noexcept {
    return _mm512_mul_epu32(a, b);
}
#endif
#elif defined(__ARM_NEON)
ACTFN_INTRINSIC uint64x2_t low_product(uint64x2_t a, uint64x2_t b) noexcept {
    return vmull_u32(vmovn_u64(a), vmovn_u64(b));
}
#endif

template <class A>
ACTFN_INLINE batch<std::uint64_t, A> low_product(batch<std::uint64_t, A> a,
                                                 batch<std::uint64_t, A> b) noexcept {
    if constexpr (requires { detail::low_product(a.data, b.data); }) {
        return detail::low_product(a.data, b.data);
    } else {
        constexpr std::size_t n = batch<std::uint64_t, A>::size;
        std::uint64_t x[n];
        std::uint64_t y[n];
        math::store(x, a);
        math::store(y, b);
        for (std::size_t i = 0; i < n; ++i) x[i] = detail::low_product(x[i], y[i]);
        return math::load<batch<std::uint64_t, A>>(x);
    }
}

template <class To, class Int, class A>
ACTFN_INLINE batch<To, A> lanes_as(batch<Int, A> x) noexcept {
#if XSIMD_VERSION_MAJOR >= 11
    return xsimd::bitwise_cast<To>(x);
#else
    return xsimd::bitwise_cast<batch<To, A>>(x);
#endif
}
#endif

/// Both halves of the product of 32-bit words. In lanes of 64 bits only the low half of a lane
/// counts, and the high one may hold anything.
template <class Int> struct wide_product {
    Int hi;
    Int lo;
};

ACTFN_INLINE wide_product<std::uint32_t> multiply(std::uint32_t a, std::uint32_t b) noexcept {
    std::uint64_t const p = std::uint64_t{a} * b;
    return {static_cast<std::uint32_t>(p >> 32), static_cast<std::uint32_t>(p)};
}
ACTFN_INLINE wide_product<std::uint64_t> multiply(std::uint64_t a, std::uint32_t b) noexcept {
    std::uint64_t const p = detail::low_product(a, b);
    return {p >> 32, p};
}
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class A>
ACTFN_INLINE wide_product<batch<std::uint64_t, A>> multiply(batch<std::uint64_t, A> a,
                                                            std::uint32_t b) noexcept {
    auto const p = detail::low_product(a, batch<std::uint64_t, A>(std::uint64_t{b}));
    return {p >> 32, p};
}
template <class A>
ACTFN_INLINE wide_product<batch<std::uint32_t, A>> multiply(batch<std::uint32_t, A> a,
                                                            std::uint32_t b) noexcept {
    using Wide = batch<std::uint64_t, A>;
    Wide const factor(std::uint64_t{b});
    Wide const low(std::uint64_t{0xffffffffU});
    Wide const high(std::uint64_t{0xffffffffU} << 32);
    auto const pairs = detail::lanes_as<std::uint64_t>(a);
    Wide const even = detail::low_product(pairs, factor);
    Wide const odd = detail::low_product(pairs >> 32, factor);
    return {detail::lanes_as<std::uint32_t>((even >> 32) | (odd & high)),
            detail::lanes_as<std::uint32_t>((even & low) | (odd << 32))};
}
#endif

} // namespace detail

/// Four words of 32 bits each, in lanes of 32 or 64 bits; of the latter the low halves count.
template <class Int> struct philox_words { Int word[4]; };

/// Philox 4x32-10: a bijection of 128 bits for every key, whose output on successive counters
/// passes the known statistical tests (Salmon, Moraes, Dror, Shaw 2011, Parallel random numbers: as
/// easy as 1, 2, 3, doi:10.1145/2063384.2063405). Int is an unsigned integer or a batch of them.
template <class Int>
ACTFN_INLINE philox_words<Int> philox(philox_words<Int> counter, std::uint64_t key) noexcept {
    auto k0 = static_cast<std::uint32_t>(key);
    auto k1 = static_cast<std::uint32_t>(key >> 32);
    Int c0 = counter.word[0];
    Int c1 = counter.word[1];
    Int c2 = counter.word[2];
    Int c3 = counter.word[3];
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 10
#endif
    for (int round = 0; round < 10; ++round) {
        auto const p = detail::multiply(c0, 0xd2511f53U);
        auto const q = detail::multiply(c2, 0xcd9e8d57U);
        c0 = q.hi ^ c1 ^ Int(k0);
        c1 = q.lo;
        c2 = p.hi ^ c3 ^ Int(k1);
        c3 = p.lo;
        k0 += 0x9e3779b9U;
        k1 += 0xbb67ae85U;
    }
    return {{c0, c1, c2, c3}};
}

} // namespace actfn::math
