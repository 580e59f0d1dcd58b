// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>
#include <actfn/core/fields.hpp>
#include <actfn/core/ieee.hpp>

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

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

/// The instruction set of the translation unit. It is a template argument of everything that
/// contains SIMD code, so objects compiled with different flags can be linked together.
#if defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
struct no_simd {};
using native = no_simd;
#else
using native = xsimd::default_arch;
#endif

namespace math {

/// x, of which the optimiser does not know how it came about: it costs no instruction.
template <class R>
    requires(!std::is_class_v<R>)
ACTFN_INLINE R opaque(R x)
noexcept {
    if (std::is_constant_evaluated()) return x;
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

template <class V> struct is_batch : std::false_type {};
/// What holds numbers T side by side on Arch: a batch, or one number where it has no registers.
template <class T, class Arch> struct lanes_of { using type = T; };

#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A> struct is_batch<xsimd::batch<T, A>> : std::true_type {};

// 32-bit NEON has no double lanes, although xsimd 8 says so.
template <class T, class Arch>
concept has_lanes = xsimd::types::has_simd_register<T, Arch>::value &&
    !(std::is_same_v<T, double> && std::is_base_of_v<xsimd::neon, Arch> &&
      !std::is_base_of_v<xsimd::neon64, Arch>);

template <class T, class Arch>
    requires has_lanes<T, Arch>
struct lanes_of<T, Arch> {
    using type = xsimd::batch<T, Arch>;
};

template <class T, class A> ACTFN_INLINE xsimd::batch<T, A> opaque(xsimd::batch<T, A> x) noexcept {
    using R = typename xsimd::batch<T, A>::register_type;
    if constexpr (sizeof(x) == sizeof(R) && sizeof(R) <= 64) {
        return xsimd::batch<T, A>(math::opaque(R(x.data)));
    } else {
        return x;
    }
}
#endif

/// Floats or doubles side by side, as many as a register of Arch holds: what kernels are run on.
/// Every operation is rounded where it stands: the compiler can contract none, because it does not
/// see that a product is one. Fused is what math::fma fuses.
template <class T, class Arch = native> struct pack {
    using value_type = T;
    using batch_type = typename lanes_of<T, Arch>::type;

    batch_type batch;

    pack() = default;
    ACTFN_INLINE pack(T x) noexcept : batch(x) {}
    ACTFN_INLINE explicit pack(batch_type const& x) noexcept
        requires(!std::is_same_v<T, batch_type>)
        : batch(x) {}

    /// Not −batch, which is 0 − x in xsimd 8 for AVX-512: +0 where x is +0.
    friend ACTFN_INLINE pack operator-(pack a) noexcept {
        if constexpr (std::is_same_v<T, batch_type>) {
            return pack(-a.batch);
        } else {
            return pack(a.batch ^ batch_type(T(-0.0)));
        }
    }
    friend ACTFN_INLINE pack operator+(pack a, pack b) noexcept {
        return pack(batch_type(a.batch + b.batch));
    }
    friend ACTFN_INLINE pack operator-(pack a, pack b) noexcept {
        return pack(batch_type(a.batch - b.batch));
    }
    friend ACTFN_INLINE pack operator*(pack a, pack b) noexcept {
        return pack(math::opaque(batch_type(a.batch * b.batch)));
    }
    friend ACTFN_INLINE pack operator/(pack a, pack b) noexcept {
        return pack(batch_type(a.batch / b.batch));
    }
    friend ACTFN_INLINE auto operator<(pack a, pack b) noexcept { return a.batch < b.batch; }
    friend ACTFN_INLINE auto operator<=(pack a, pack b) noexcept { return a.batch <= b.batch; }
    friend ACTFN_INLINE auto operator>(pack a, pack b) noexcept { return a.batch > b.batch; }
    friend ACTFN_INLINE auto operator>=(pack a, pack b) noexcept { return a.batch >= b.batch; }
    friend ACTFN_INLINE auto operator==(pack a, pack b) noexcept { return a.batch == b.batch; }
    friend ACTFN_INLINE auto operator!=(pack a, pack b) noexcept { return a.batch != b.batch; }
};

/// What the compiler computes with in constant expressions, with the bits of a pack of Arch.
template <class Arch> struct in_constants {};

template <class T, class Arch> struct pack<T, in_constants<Arch>> {
    using value_type = T;
    using batch_type = T;

    T batch;

    pack() = default;
    constexpr pack(T x) noexcept : batch(x) {}

    friend constexpr pack operator-(pack a) noexcept {
        return core::ieee::with_sign(a.batch, !core::ieee::is_negative(a.batch));
    }
    friend constexpr pack operator+(pack a, pack b) noexcept {
        return core::ieee::add(a.batch, b.batch);
    }
    friend constexpr pack operator-(pack a, pack b) noexcept {
        return core::ieee::subtract(a.batch, b.batch);
    }
    friend constexpr pack operator*(pack a, pack b) noexcept {
        return core::ieee::multiply(a.batch, b.batch);
    }
    friend constexpr pack operator/(pack a, pack b) noexcept {
        return core::ieee::divide(a.batch, b.batch);
    }
    friend constexpr bool operator<(pack a, pack b) noexcept { return a.batch < b.batch; }
    friend constexpr bool operator<=(pack a, pack b) noexcept { return a.batch <= b.batch; }
    friend constexpr bool operator>(pack a, pack b) noexcept { return a.batch > b.batch; }
    friend constexpr bool operator>=(pack a, pack b) noexcept { return a.batch >= b.batch; }
    friend constexpr bool operator==(pack a, pack b) noexcept { return a.batch == b.batch; }
    friend constexpr bool operator!=(pack a, pack b) noexcept { return a.batch != b.batch; }
};

template <class T, class Arch> ACTFN_INLINE pack<T, Arch> opaque(pack<T, Arch> v) noexcept {
    v.batch = math::opaque(v.batch);
    return v;
}

template <class V> struct is_pack : std::false_type {};
template <class T, class Arch> struct is_pack<pack<T, Arch>> : std::true_type {};
/// Whether V is a register of several numbers.
template <class T, class Arch>
struct is_batch<pack<T, Arch>> : is_batch<typename pack<T, Arch>::batch_type> {};

/// The register of a pack.
template <class T, class Arch> ACTFN_INLINE auto register_of(pack<T, Arch> const& v) noexcept {
    return static_cast<typename pack<T, Arch>::batch_type::register_type>(v.batch.data);
}
/// The type of that register.
template <class V> using register_type = typename V::batch_type::register_type;
/// The pack of a register.
template <class V> ACTFN_INLINE V from_register(register_type<V> const& r) noexcept {
    return V(typename V::batch_type(r));
}

/// How many numbers V holds: 1 unless V is a batch or a pack of one.
template <class V> inline constexpr std::size_t lanes = 1;
template <class T, class A>
inline constexpr std::size_t lanes<pack<T, A>> = lanes<typename pack<T, A>::batch_type>;
#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A>
inline constexpr std::size_t lanes<xsimd::batch<T, A>> = xsimd::batch<T, A>::size;
#endif

/// As many numbers as V has lanes, from p on.
template <class V, class T>
    requires std::is_arithmetic_v<T> ACTFN_INLINE V load(T const* p)
noexcept {
    if constexpr (is_pack<V>::value) {
        return V(math::load<typename V::batch_type>(p));
    } else if constexpr (is_batch<V>::value) {
        return V::load_unaligned(p);
    } else {
        return *p;
    }
}

/// The lanes of v to the numbers from p on.
template <class V, class T>
requires std::is_arithmetic_v<T> ACTFN_INLINE void store(T* p, V const& v) noexcept {
    if constexpr (is_pack<V>::value) {
        math::store(p, v.batch);
    } else if constexpr (is_batch<V>::value) {
        v.store_unaligned(p);
    } else {
        *p = v;
    }
}

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

template <class V, class E> inline constexpr bool has_masked_lanes = false;
template <class V>
    requires(is_pack<V>::value&& is_batch<V>::value)
inline constexpr bool has_masked_lanes<V, typename V::value_type> =
    masks_lanes<sizeof(register_type<V>)>;

} // namespace detail

/// Lane 0.
template <class V> ACTFN_INLINE auto first(V const& v) noexcept {
    if constexpr (is_pack<V>::value) {
        return math::first(v.batch);
    } else if constexpr (is_batch<V>::value) {
        return v.get(0);
    } else {
        return v;
    }
}

/// v with lanes l and l ^ k exchanged, k being a power of two below the number of lanes.
template <std::size_t k, class V>
    requires(is_pack<V>::value)
ACTFN_INLINE V exchanged(V const& v)
noexcept {
    if constexpr (requires(register_type<V> r) { detail::exchange<k>(r); }) {
        register_type<V> r = math::register_of(v);
        detail::exchange<k>(r);
        return math::from_register<V>(r);
    } else {
        typename V::value_type from[lanes<V>];
        typename V::value_type to[lanes<V>];
        math::store(from, v);
        for (std::size_t l = 0; l < lanes<V>; ++l) to[l ^ k] = from[l];
        return math::load<V>(to);
    }
}

/// The same address, but the optimiser cannot tell of which object. Where it knows the size of an
/// array and not the length of the loop, gcc 12 warns of loads of whole packs that never happen.
template <class T> ACTFN_INLINE T* untraced(T* p) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
    __asm__("" : "+r"(p));
#endif
    return p;
}

} // namespace math

template <class V>
    requires(math::is_batch<V>::value || math::is_pack<V>::value)
inline constexpr bool core::is_number<V> = true;

} // namespace actfn
