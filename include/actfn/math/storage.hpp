// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/complex.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <ranges>
#include <span>

/// 16-bit types that store floats: widened to float when loaded, exactly, and rounded to the
/// nearest (ties to even) when stored. Nothing is computed in them.
namespace actfn::inline ACTFN_ABI {

/// How a type stores a float: IEEE binary16, or the upper half of a binary32.
enum class storage { none, half, bfloat16 };

/// The bits of a half or bfloat16 where no type of the compiler or of Eigen names them.
struct half_bits {
    std::uint16_t bits;
};
/// See `half_bits`.
struct bfloat16_bits {
    std::uint16_t bits;
};

/// Specialised for every 16-bit type that stores floats.
template <class E> inline constexpr storage storage_of = storage::none;
template <> inline constexpr storage storage_of<half_bits> = storage::half;
template <> inline constexpr storage storage_of<bfloat16_bits> = storage::bfloat16;
#if defined(__FLT16_MAX__) && ((defined(__clang__) && __clang_major__ >= 15) ||                    \
                               (!defined(__clang__) && (__GNUC__ >= 13 || defined(__SSE2__))))
template <> inline constexpr storage storage_of<_Float16> = storage::half;
#endif
#if defined(__BFLT16_MAX__) || (defined(__clang__) && __clang_major__ >= 17 && defined(__SSE2__))
template <> inline constexpr storage storage_of<__bf16> = storage::bfloat16;
#endif

/// A 16-bit type that stores floats.
template <class E>
concept storage_element = storage_of<E>
!= storage::none && sizeof(E) == 2 && std::is_trivially_copyable_v<E>;

template <storage_element E> inline constexpr bool core::is_number<E> = true;

namespace math {

namespace detail {

/// As many integers as V has lanes.
template <class Int, std::size_t n> struct integers {
    typedef Int type __attribute__((vector_size(sizeof(Int) * n)));
};
template <class Int> struct integers<Int, 1> { using type = Int; };

template <class U, class M> ACTFN_INLINE U mask(M m) noexcept {
    if constexpr (std::is_same_v<M, bool>) {
        return m ? ~U{} : U{};
    } else {
        return std::bit_cast<U>(m);
    }
}
/// Signed, for the comparisons, which SSE and AVX have of signed integers only; all that is
/// compared is below 2^31.
template <class U> ACTFN_INLINE auto as_signed(U u) noexcept {
    if constexpr (std::is_integral_v<U>) {
        return static_cast<std::int32_t>(u);
    } else {
        return std::bit_cast<typename integers<std::int32_t, sizeof(U) / 4>::type>(u);
    }
}
template <class U> ACTFN_INLINE U below(U a, std::uint32_t bound) noexcept {
    return detail::mask<U>(detail::as_signed(a) < static_cast<std::int32_t>(bound));
}
template <class U> ACTFN_INLINE U choose(U m, U a, U b) noexcept { return (m & a) | (~m & b); }

/// x of V as integers, and back.
template <class U, class V> ACTFN_INLINE U float_bits(V const& x) noexcept {
    if constexpr (is_batch<V>::value) {
        return std::bit_cast<U>(math::register_of(x));
    } else {
        return std::bit_cast<U>(x);
    }
}
template <class V, class U> ACTFN_INLINE V bits_float(U const& u) noexcept {
    if constexpr (is_batch<V>::value) {
        return math::from_register<V>(std::bit_cast<register_type<V>>(u));
    } else {
        return std::bit_cast<V>(u);
    }
}

/// Subnormal halves by the difference of normal floats (F. Giesen, "half to float done quic",
/// 2012).
template <class V, class U> ACTFN_INLINE V from_half(U h) noexcept {
    U const magnitude = (h & 0x7fffU) << 13;
    U const rebased = magnitude + (112U << 23);
    U const infinite = ~detail::below(magnitude, 0x7c00U << 13);
    U const subnormal = detail::below(magnitude, 1U << 23);
    V const tiny =
        detail::bits_float<V>(rebased + (1U << 23)) - V(std::bit_cast<float>(113U << 23));
    U const large = rebased + (infinite & (112U << 23));
    U const result = detail::choose(subnormal, detail::float_bits<U>(tiny), large);
    return detail::bits_float<V>(result | ((h & 0x8000U) << 16));
}
template <class U, class V> ACTFN_INLINE U to_half(V x) noexcept {
    U const all = detail::float_bits<U>(x);
    U const u = all & 0x7fffffffU;
    // Below 2^-25 the result is 0, and no operand subnormal.
    U const vanishes = detail::below(u, 0x33000001U);
    V const magnitude = detail::bits_float<V>(~vanishes & u);
    constexpr std::uint32_t magic = 126U << 23;
    U const subnormal =
        detail::float_bits<U>(V(magnitude + V(std::bit_cast<float>(magic)))) - magic;
    U const normal = (u - (112U << 23) + 0xfffU + ((u >> 13) & 1U)) >> 13;
    U const nan = ~detail::below(u, (255U << 23) + 1U);
    U const too_large = 0x7c00U | (nan & 0x200U);
    U const tiny = detail::below(u, 113U << 23);
    U const finite = detail::choose(tiny, subnormal, normal);
    U const result = detail::choose(detail::below(u, 143U << 23), finite, too_large);
    return result | ((all >> 16) & 0x8000U);
}

template <class V, class U> ACTFN_INLINE V from_bfloat16(U b) noexcept {
    return detail::bits_float<V>(b << 16);
}
/// The bits of x, rounded in the upper half of the word.
template <class U, class V> ACTFN_INLINE U rounded_bfloat16(V x) noexcept {
    U const u = detail::float_bits<U>(x);
    V const rounded = detail::bits_float<V>(u + 0x7fffU + ((u >> 16) & 1U));
    V const quiet = detail::bits_float<V>(u | 0x400000U);
    return detail::float_bits<U>(V(math::select(x == x, rounded, quiet)));
}
template <class U, class V> ACTFN_INLINE U to_bfloat16(V x) noexcept {
    return detail::rounded_bfloat16<U>(x) >> 16;
}

/// 16 bits to 32, and those below 2^16 back.
template <class U, class N> ACTFN_INLINE U widened_words(N n) noexcept {
#if defined(__AVX2__)
    if constexpr (sizeof(N) == 16) {
        return std::bit_cast<U>(_mm256_cvtepu16_epi32(std::bit_cast<__m128i>(n)));
    }
#endif
    if constexpr (std::is_integral_v<N>) {
        return n;
    } else {
        return __builtin_convertvector(n, U);
    }
}
template <class N, class U> ACTFN_INLINE N narrowed_words(U u) noexcept {
#if defined(__AVX2__)
    if constexpr (sizeof(U) == 32) {
        auto const i = std::bit_cast<__m256i>(u);
        auto const packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(i, i), 0x08);
        return std::bit_cast<N>(_mm256_castsi256_si128(packed));
    }
#endif
    if constexpr (std::is_integral_v<U>) {
        return static_cast<N>(u);
    } else {
        return __builtin_convertvector(u, N);
    }
}

template <class H, class R> R widened(H const&, R const&) = delete;
template <class R> R narrowed(R const&) = delete;
#if defined(__F16C__)
ACTFN_INTRINSIC __m128 widened(__m128i h, __m128) noexcept { return _mm_cvtph_ps(h); }
ACTFN_INTRINSIC __m256 widened(__m128i h, __m256) noexcept { return _mm256_cvtph_ps(h); }
ACTFN_INTRINSIC __m128i narrowed(__m128 x) noexcept { return _mm_cvtps_ph(x, 8); }
ACTFN_INTRINSIC __m128i narrowed(__m256 x) noexcept { return _mm256_cvtps_ph(x, 8); }
#if defined(__AVX512F__)
ACTFN_INTRINSIC __m512 widened(__m256i h, __m512) noexcept { return _mm512_cvtph_ps(h); }
ACTFN_INTRINSIC __m256i narrowed(__m512 x) noexcept { return _mm512_cvtps_ph(x, 8); }
#endif
#endif

#if defined(__F16C__)
template <class V> inline constexpr bool has_half_instructions = is_batch<V>::value;
#else
template <class V> inline constexpr bool has_half_instructions = false;
#endif

} // namespace detail

/// As many stored numbers as V has lanes, from p on.
template <class V, storage_element E> ACTFN_INLINE V load(E const* p) noexcept {
    constexpr std::size_t w = lanes<V>;
    static_assert(std::is_same_v<scalar_t<V>, float>, "actfn: 16-bit types store floats");
    if constexpr (storage_of<E> == storage::half && detail::has_half_instructions<V>) {
        register_type<V> const r{};
        decltype(detail::narrowed(r)) h{};
        std::memcpy(&h, p, 2 * w);
        return math::from_register<V>(detail::widened(h, r));
    } else {
        using U = typename detail::integers<std::uint32_t, w>::type;
        using N = typename detail::integers<std::uint16_t, w>::type;
        N n;
        std::memcpy(&n, p, sizeof n);
        U const u = detail::widened_words<U>(n);
        if constexpr (storage_of<E> == storage::half) {
            return detail::from_half<V>(u);
        } else {
            return detail::from_bfloat16<V>(u);
        }
    }
}

/// The lanes of v to the numbers from p on, rounded to the nearest, ties to even.
template <class V, storage_element E>
ACTFN_INLINE void store(E* p, std::type_identity_t<V> const& v) noexcept {
    constexpr std::size_t w = lanes<V>;
    static_assert(std::is_same_v<scalar_t<V>, float>, "actfn: 16-bit types store floats");
    if constexpr (storage_of<E> == storage::half && detail::has_half_instructions<V>) {
        auto const h = detail::narrowed(math::register_of(v));
        std::memcpy(static_cast<void*>(p), &h, 2 * w);
    } else {
        using U = typename detail::integers<std::uint32_t, w>::type;
        using N = typename detail::integers<std::uint16_t, w>::type;
        U u;
        if constexpr (storage_of<E> == storage::half) {
            u = detail::to_half<U>(v);
        } else {
            u = detail::to_bfloat16<U>(v);
        }
        N const n = detail::narrowed_words<N>(u);
        std::memcpy(static_cast<void*>(p), &n, sizeof n);
    }
}

/// Every second of the stored numbers from p on, and those between. Two packs fill a register
/// that way, for which neighbours would have to be moved.
template <class V, storage_element E>
    requires(storage_of<E> == storage::bfloat16)
ACTFN_INLINE std::array<V, 2> load_pair(E const* p)
noexcept {
    using U = typename detail::integers<std::uint32_t, lanes<V>>::type;
    U u;
    std::memcpy(&u, p, sizeof u);
    return {detail::bits_float<V>(u << 16), detail::bits_float<V>(u & 0xffff0000U)};
}
/// The packs to where `load_pair` finds them.
template <class V, storage_element E>
    requires(storage_of<E> == storage::bfloat16)
ACTFN_INLINE void store_pair(E* p, std::array<V, 2> const& v) noexcept {
    using U = typename detail::integers<std::uint32_t, lanes<V>>::type;
    U const u = (detail::rounded_bfloat16<U>(v[0]) >> 16) |
                (detail::rounded_bfloat16<U>(v[1]) & 0xffff0000U);
    std::memcpy(static_cast<void*>(p), &u, sizeof u);
}

/// One stored number as a float, exactly.
template <storage_element E> ACTFN_INLINE float widen(E const& e) noexcept {
    return math::load<float>(&e);
}
/// A float as it is stored, rounded to the nearest, ties to even.
template <storage_element E> ACTFN_INLINE E narrow(float x) noexcept {
    E e;
    math::store<float>(&e, x);
    return e;
}

} // namespace math

namespace engine {

/// A contiguous range of std::uint16_t, read or written as E.
template <class E, class R> auto as_storage(R& range) noexcept {
    using Int = std::remove_reference_t<std::ranges::range_reference_t<R>>;
    static_assert(std::same_as<std::remove_const_t<Int>, std::uint16_t>,
                  "actfn: as_half and as_bfloat16 take std::uint16_t");
    using T = std::conditional_t<std::is_const_v<Int>, E const, E>;
    return std::span<T>(reinterpret_cast<T*>(std::to_address(std::ranges::begin(range))),
                        static_cast<std::size_t>(std::ranges::size(range)));
}

} // namespace engine

/// A range of std::uint16_t as halves: forward(gelu, as_half(x), as_half(y)).
template <std::ranges::contiguous_range R> auto as_half(R&& range) noexcept {
    return engine::as_storage<half_bits>(range);
}
/// A range of std::uint16_t as bfloat16.
template <std::ranges::contiguous_range R> auto as_bfloat16(R&& range) noexcept {
    return engine::as_storage<bfloat16_bits>(range);
}

} // namespace actfn
