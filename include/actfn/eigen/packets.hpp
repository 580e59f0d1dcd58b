// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/evaluate.hpp>

#include <Eigen/Core>

/// Eigen's packets as packs, in registers. A packet that is narrower than a pack fills its first
/// lanes; the others are 0.
namespace actfn::inline ACTFN_ABI::engine {

template <class Packet>
inline constexpr std::size_t packet_size = Eigen::internal::unpacket_traits<Packet>::size;

/// Vectors of n numbers T the compiler can shuffle.
template <class T, std::size_t n> struct vector_of {
    typedef T type __attribute__((vector_size(sizeof(T) * n)));
};

/// The first lanes of a register R, the others 0.
template <class R, class T, std::size_t m, class S>
ACTFN_INLINE R widened_register(S const& s) noexcept {
    constexpr std::size_t n = sizeof(S) / sizeof(T);
    if constexpr (n == m) {
        return static_cast<R>(s);
    } else {
        using From = typename vector_of<T, n>::type;
        using To = typename vector_of<T, 2 * n>::type;
        auto const twice = [&]<int... Is>(std::integer_sequence<int, Is...>) ACTFN_LAMBDA_INLINE {
            return To(__builtin_shufflevector(std::bit_cast<From>(s), From{}, Is...));
        }
        (std::make_integer_sequence<int, 2 * int(n)>{});
        return engine::widened_register<R, T, m>(twice);
    }
}
template <class S, class T, std::size_t n, class R>
ACTFN_INLINE S narrowed_register(R const& r) noexcept {
    constexpr std::size_t m = sizeof(R) / sizeof(T);
    if constexpr (n == m) {
        return S(std::bit_cast<S>(r));
    } else {
        using From = typename vector_of<T, m>::type;
        using To = typename vector_of<T, m / 2>::type;
        auto const half = [&]<int... Is>(std::integer_sequence<int, Is...>) ACTFN_LAMBDA_INLINE {
            return To(__builtin_shufflevector(std::bit_cast<From>(r), From{}, Is...));
        }
        (std::make_integer_sequence<int, int(m) / 2>{});
        return engine::narrowed_register<S, T, n>(half);
    }
}

/// Whether packets of scalars E fit the packs of Arch.
template <class E, class Arch> consteval bool has_packets() {
    using V = math::pack<arithmetic<E>, Arch>;
    using traits = Eigen::internal::packet_traits<E>;
    if constexpr (!bool(traits::Vectorizable) || !math::is_batch<V>::value) {
        return false;
    } else if constexpr (storage_element<E>) {
        return std::size_t(traits::size) == math::lanes<V>;
    } else if constexpr (complex_element<E>) {
        return math::shuffles<V> && std::size_t(traits::size) * 2 <= math::lanes<V>;
    } else {
        return math::shuffles<V> && std::size_t(traits::size) <= math::lanes<V>;
    }
}

template <class V, class Packet> ACTFN_INLINE auto to_pack(Packet const& p) noexcept {
    using E = typename Eigen::internal::unpacket_traits<Packet>::type;
    if constexpr (storage_element<E>) {
        E stored[math::lanes<V>];
        std::memcpy(static_cast<void*>(stored), &p, sizeof stored);
        return math::load<V>(stored);
    } else {
        using T = arithmetic<E>;
        using R = math::register_type<V>;
        constexpr std::size_t m = math::lanes<V>;
        if constexpr (complex_element<E>) {
            return math::deinterleave(
                math::from_register<V>(engine::widened_register<R, T, m>(p.v)), V(T(0)));
        } else {
            return math::from_register<V>(engine::widened_register<R, T, m>(p));
        }
    }
}

template <class Packet, class V> ACTFN_INLINE Packet to_packet(V const& v) noexcept {
    using E = typename Eigen::internal::unpacket_traits<Packet>::type;
    if constexpr (storage_element<E>) {
        E stored[math::lanes<V>];
        math::store<V>(stored, v);
        Packet p;
        std::memcpy(&p, stored, sizeof p);
        return p;
    } else if constexpr (complex_element<E>) {
        using T = arithmetic<E>;
        auto const r = math::interleave(v).re;
        return Packet(engine::narrowed_register<decltype(Packet::v), T, 2 * packet_size<Packet>>(
            math::register_of(r)));
    } else {
        return engine::narrowed_register<Packet, E, packet_size<Packet>>(math::register_of(v));
    }
}

} // namespace actfn::engine
