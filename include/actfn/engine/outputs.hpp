// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/operands.hpp>

/// Where the loops write: a pointer, or an accumulator.
namespace actfn::engine {

/// Where results go that are added to what is there.
template <class E> struct accumulator {
    E* at;
    ACTFN_INLINE accumulator operator+(std::size_t i) const noexcept { return {at + i}; }
};

template <class V, class E, class R> ACTFN_INLINE void put(E* p, R const& r) noexcept {
    math::store<V>(p, r);
}
template <class V, class E, class R> ACTFN_INLINE void put(accumulator<E> p, R const& r) noexcept {
    math::store<V>(p.at, math::load<V>(p.at) + r);
}

/// Where a result goes: to p, or, where `adds`, to what is there.
template <bool adds, class E> ACTFN_INLINE constexpr auto sink(E* p) noexcept {
    if constexpr (adds) {
        return accumulator<E>{p};
    } else {
        return p;
    }
}

template <class E> constexpr E* address(E* p) noexcept { return p; }
template <class E> constexpr E* address(accumulator<E> p) noexcept { return p.at; }
template <class P>
using element_behind = std::remove_const_t<std::remove_pointer_t<decltype(engine::address(P{}))>>;

/// The same address, but the optimiser cannot tell of which object.
template <class P> ACTFN_INLINE P untraced(P p) noexcept {
    if constexpr (std::is_pointer_v<P>) {
        return math::untraced(p);
    } else {
        return {math::untraced(p.at)};
    }
}

} // namespace actfn::engine
