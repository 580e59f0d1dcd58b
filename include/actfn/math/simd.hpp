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

/// x, of which the optimiser does not know how it came about: it costs no instruction.
template <class R>
    requires(!std::is_class_v<R>)
ACTFN_INLINE R opaque(R x)
noexcept {
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

    friend ACTFN_INLINE pack operator-(pack a) noexcept { return pack(batch_type(-a.batch)); }
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
