// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>
#include <actfn/core/fields.hpp>

#include <xsimd/xsimd.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace actfn {

/// The instruction set of the translation unit. It is a template argument of everything that
/// contains SIMD code, so objects compiled with different flags can be linked together.
#if defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
struct no_simd {};
using native = no_simd;
#else
using native = xsimd::default_arch;
#endif

namespace math {

template <class V> struct is_batch : std::false_type {};
template <class T, class Arch> struct select_pack { using type = T; };

#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A> struct is_batch<xsimd::batch<T, A>> : std::true_type {};

// 32-bit NEON has no double lanes, although xsimd 8 says so.
template <class T, class Arch>
concept has_lanes = xsimd::types::has_simd_register<T, Arch>::value &&
    !(std::is_same_v<T, double> && std::is_base_of_v<xsimd::neon, Arch> &&
      !std::is_base_of_v<xsimd::neon64, Arch>);

template <class T, class Arch>
    requires has_lanes<T, Arch>
struct select_pack<T, Arch> {
    using type = xsimd::batch<T, Arch>;
};
#endif

/// What a kernel is run on for elements of type T: a full batch, or T itself without SIMD.
template <class T, class Arch = native> using pack = typename select_pack<T, Arch>::type;

/// How many numbers V holds: 1 unless V is a batch.
template <class V> inline constexpr std::size_t lanes = 1;
template <class V>
requires is_batch<V>::value inline constexpr std::size_t lanes<V> = V::size;

/// As many numbers as V has lanes, from p on.
template <class V, class T>
    requires std::is_arithmetic_v<T> ACTFN_INLINE V load(T const* p)
noexcept {
    if constexpr (is_batch<V>::value) {
        return V::load_unaligned(p);
    } else {
        return *p;
    }
}

/// The lanes of v to the numbers from p on.
template <class V, class T>
requires std::is_arithmetic_v<T> ACTFN_INLINE void store(T* p, V const& v) noexcept {
    if constexpr (is_batch<V>::value) {
        v.store_unaligned(p);
    } else {
        *p = v;
    }
}

/// Lane 0.
template <class V> ACTFN_INLINE auto first(V const& v) noexcept {
    if constexpr (is_batch<V>::value) {
        return v.get(0);
    } else {
        return v;
    }
}

/// Hides a value from the optimiser at no cost, so that no multiplication before it is contracted
/// with an addition behind it: the bits of a result do not depend on the code around the call.
template <class V> ACTFN_INLINE V settle(V v) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
    if constexpr (is_batch<V>::value) {
        using R = typename V::register_type;
        if constexpr (sizeof(V) == sizeof(R) && sizeof(R) <= 64) {
            R r = v.data;
#if defined(__x86_64__) || defined(__i386__)
#if defined(__AVX512F__)
            __asm__("" : "+v"(r));
#else
            __asm__("" : "+x"(r));
#endif
#elif defined(__aarch64__)
            __asm__("" : "+w"(r));
#else
            __asm__("" : "+m"(r));
#endif
            return V(r);
        }
    } else if constexpr (std::is_floating_point_v<V>) {
#if defined(__x86_64__)
        __asm__("" : "+x"(v));
#elif defined(__aarch64__)
        __asm__("" : "+w"(v));
#else
        __asm__("" : "+m"(v));
#endif
    }
#endif
    return v;
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
requires math::is_batch<V>::value inline constexpr bool core::is_number<V> = true;

} // namespace actfn
