// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>
#include <actfn/core/fields.hpp>
#include <actfn/core/ieee.hpp>
#include <actfn/math/registers.hpp>

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

namespace detail {

template <class B, class T>
concept made_of_known_register = requires(B b, T x) {
    registers::broadcast(b.data, x);
};
/// What a pack holds: the register of a batch where `registers` knows it, else the batch, or one
/// number.
template <class B, class T> struct held_of {
    using type = B;
    static constexpr bool is_register = false;
};
template <class B, class T>
    requires made_of_known_register<B, T>
struct held_of<B, T> {
    using type = typename B::register_type;
    static constexpr bool is_register = true;
};

} // namespace detail

/// Floats or doubles side by side, as many as a register of Arch holds: what kernels are run on.
/// Every operation is rounded where it stands: the compiler can contract none, because it does not
/// see that a product is one. Fused is what math::fma fuses.
template <class T, class Arch = native> struct pack {
    using value_type = T;
    using batch_type = typename lanes_of<T, Arch>::type;

    using data_type = typename detail::held_of<batch_type, T>::type;
    static constexpr bool is_register = detail::held_of<batch_type, T>::is_register;

    data_type data;

    pack() = default;
    ACTFN_INLINE pack(T x) noexcept {
        if constexpr (is_register) {
            registers::broadcast(data, x);
        } else {
            data = batch_type(x);
        }
    }
    ACTFN_INLINE explicit pack(data_type x) noexcept requires(!std::is_same_v<T, batch_type>)
        : data(x) {}
    ACTFN_INLINE explicit pack(batch_type x) noexcept requires is_register : data(x.data) {}

    /// The same as a batch of xsimd, or as a number where there is none.
    ACTFN_INLINE batch_type batch() const noexcept { return batch_type(data); }
    /// The mask that a comparison of data gives.
    template <class M> static ACTFN_INLINE auto mask_of(M m) noexcept {
        if constexpr (is_register) {
            typename batch_type::batch_bool_type mask;
            mask.data = m;
            return mask;
        } else {
            return m;
        }
    }

    friend ACTFN_INLINE pack operator-(pack a) noexcept {
        return pack(registers::negative(a.data));
    }
    friend ACTFN_INLINE pack operator+(pack a, pack b) noexcept {
        return pack(registers::add(a.data, b.data));
    }
    friend ACTFN_INLINE pack operator-(pack a, pack b) noexcept {
        return pack(registers::subtract(a.data, b.data));
    }
    friend ACTFN_INLINE pack operator*(pack a, pack b) noexcept {
        return pack(math::opaque(registers::multiply(a.data, b.data)));
    }
    friend ACTFN_INLINE pack operator/(pack a, pack b) noexcept {
        return pack(registers::divide(a.data, b.data));
    }
    friend ACTFN_INLINE auto operator<(pack a, pack b) noexcept {
        return mask_of(registers::less(a.data, b.data));
    }
    friend ACTFN_INLINE auto operator<=(pack a, pack b) noexcept {
        return mask_of(registers::less_equal(a.data, b.data));
    }
    friend ACTFN_INLINE auto operator>(pack a, pack b) noexcept { return b < a; }
    friend ACTFN_INLINE auto operator>=(pack a, pack b) noexcept { return b <= a; }
    friend ACTFN_INLINE auto operator==(pack a, pack b) noexcept {
        return mask_of(registers::equal(a.data, b.data));
    }
    friend ACTFN_INLINE auto operator!=(pack a, pack b) noexcept {
        return mask_of(registers::unequal(a.data, b.data));
    }
};

/// What the compiler computes with in constant expressions, with the bits of a pack of Arch.
template <class Arch> struct in_constants {};

template <class T, class Arch> struct pack<T, in_constants<Arch>> {
    using value_type = T;
    using batch_type = T;

    T data;

    pack() = default;
    constexpr pack(T x) noexcept : data(x) {}

    static constexpr bool is_register = false;
    constexpr T batch() const noexcept { return data; }

    friend constexpr pack operator-(pack a) noexcept {
        return core::ieee::with_sign(a.data, !core::ieee::is_negative(a.data));
    }
    friend constexpr pack operator+(pack a, pack b) noexcept {
        return core::ieee::add(a.data, b.data);
    }
    friend constexpr pack operator-(pack a, pack b) noexcept {
        return core::ieee::subtract(a.data, b.data);
    }
    friend constexpr pack operator*(pack a, pack b) noexcept {
        return core::ieee::multiply(a.data, b.data);
    }
    friend constexpr pack operator/(pack a, pack b) noexcept {
        return core::ieee::divide(a.data, b.data);
    }
    friend constexpr bool operator<(pack a, pack b) noexcept { return a.data < b.data; }
    friend constexpr bool operator<=(pack a, pack b) noexcept { return a.data <= b.data; }
    friend constexpr bool operator>(pack a, pack b) noexcept { return a.data > b.data; }
    friend constexpr bool operator>=(pack a, pack b) noexcept { return a.data >= b.data; }
    friend constexpr bool operator==(pack a, pack b) noexcept { return a.data == b.data; }
    friend constexpr bool operator!=(pack a, pack b) noexcept { return a.data != b.data; }
};

template <class T, class Arch> ACTFN_INLINE pack<T, Arch> opaque(pack<T, Arch> v) noexcept {
    return pack<T, Arch>(math::opaque(v.data));
}

template <class V> struct is_pack : std::false_type {};
template <class T, class Arch> struct is_pack<pack<T, Arch>> : std::true_type {};
/// Whether V is a register of several numbers.
template <class T, class Arch>
struct is_batch<pack<T, Arch>> : is_batch<typename pack<T, Arch>::batch_type> {};

/// The register of a pack.
template <class T, class Arch> ACTFN_INLINE auto register_of(pack<T, Arch> const& v) noexcept {
    if constexpr (pack<T, Arch>::is_register) {
        return v.data;
    } else {
        return static_cast<typename pack<T, Arch>::batch_type::register_type>(v.data.data);
    }
}
/// The type of that register.
template <class V> using register_type = typename V::batch_type::register_type;
/// The pack of a register.
template <class V> ACTFN_INLINE V from_register(register_type<V> const& r) noexcept {
    if constexpr (V::is_register) {
        return V(r);
    } else {
        return V(typename V::batch_type(r));
    }
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
        if constexpr (V::is_register && std::is_same_v<T, typename V::value_type>) {
            V v;
            registers::load(v.data, p);
            return v;
        } else {
            return V(math::load<typename V::batch_type>(p));
        }
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
        if constexpr (V::is_register && std::is_same_v<T, typename V::value_type>) {
            registers::store(p, v.data);
        } else {
            math::store(p, v.batch());
        }
    } else if constexpr (is_batch<V>::value) {
        v.store_unaligned(p);
    } else {
        *p = v;
    }
}

namespace detail {

template <class V, class E> inline constexpr bool has_masked_lanes = false;
template <class V>
    requires(is_pack<V>::value&& is_batch<V>::value)
inline constexpr bool has_masked_lanes<V, typename V::value_type> =
    masks_lanes<sizeof(register_type<V>)>;

} // namespace detail

/// Lane 0.
template <class V> ACTFN_INLINE auto first(V const& v) noexcept {
    if constexpr (is_pack<V>::value) {
        return math::first(v.batch());
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
