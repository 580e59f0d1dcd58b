// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/storage.hpp>

/// Where loops write: a pointer, or an accumulator.
namespace actfn::math {

/// Where results go that are added to what is there.
template <class E> struct accumulator {
    E* at;
    ACTFN_INLINE accumulator operator+(std::size_t i) const noexcept { return {at + i}; }
};

/// The lanes of r to the elements from p on, or added to them.
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

/// p, or where an accumulator adds to.
template <class E> constexpr E* address(E* p) noexcept { return p; }
template <class E> constexpr E* address(accumulator<E> p) noexcept { return p.at; }
/// The type of element an output points to.
template <class P>
using element_behind = std::remove_const_t<std::remove_pointer_t<decltype(math::address(P{}))>>;

template <class E> ACTFN_INLINE accumulator<E> untraced(accumulator<E> p) noexcept {
    return {math::untraced(p.at)};
}

} // namespace actfn::math
