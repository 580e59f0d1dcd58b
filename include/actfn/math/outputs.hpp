// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/dual.hpp>
#include <actfn/math/per_lane.hpp>
#include <actfn/math/storage.hpp>

/// Where loops write: a pointer, or an accumulator; and what is shorter than a pack.
namespace actfn::inline ACTFN_ABI::math {

/// The first n elements from p on, n less than V has lanes, and zeros; nothing else is read.
template <class V, class E> ACTFN_INLINE auto load_first(E const* p, std::size_t n) noexcept {
    if constexpr (detail::has_masked_lanes<V, E>) {
        return math::from_register<V>(detail::masked_load(register_type<V>{}, p, n));
    } else {
        std::remove_const_t<E> lane[lanes<V>] = {};
        for (std::size_t i = 0; i < n; ++i) lane[i] = p[i];
        return math::load<V>(static_cast<E const*>(lane));
    }
}
/// The first n lanes of r to the elements from p on; nothing else is written.
template <class V, class E, class R>
ACTFN_INLINE void store_first(E* p, R const& r, std::size_t n) noexcept {
    if constexpr (detail::has_masked_lanes<V, E>) {
        detail::masked_store(p, math::register_of(r), n);
    } else {
        E lane[lanes<V>] = {};
        math::store<V>(lane, r);
        for (std::size_t i = 0; i < n; ++i) p[i] = lane[i];
    }
}

/// The last pack of the n elements from `begin` on, or all of them where they are fewer than a
/// pack.
template <class V, class E> class last_pack {
  public:
    ACTFN_INLINE last_pack(E* begin, std::size_t n) noexcept
        : n_(n), at_(n < lanes<V> ? begin : begin + (n - lanes<V>)) {}

    ACTFN_INLINE auto load() const noexcept {
        E const* const from = at_;
        return n_ < lanes<V> ? math::load_first<V>(from, n_) : math::load<V>(from);
    }
    template <class R> ACTFN_INLINE void store(R const& r) const noexcept {
        if (n_ < lanes<V>) {
            math::store_first<V>(at_, r, n_);
        } else {
            math::store<V>(at_, r);
        }
    }

  private:
    std::size_t n_;
    E* at_;
};

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

/// The last pack of an output, remembered before anything is written, since the pack may hold
/// elements of the one before it.
template <class V, class P> class last_output {
  public:
    ACTFN_INLINE last_output(P p, std::size_t n) noexcept : to_(p, n) {}
    template <class R> ACTFN_INLINE void put(R const& r) const noexcept { to_.store(r); }

  private:
    last_pack<V, std::remove_pointer_t<P>> to_;
};
template <class V, class E> class last_output<V, accumulator<E>> {
  public:
    ACTFN_INLINE last_output(accumulator<E> p, std::size_t n) noexcept
        : to_(p.at, n), old_(to_.load()) {}
    template <class R> ACTFN_INLINE void put(R const& r) const noexcept { to_.store(old_ + r); }

  private:
    last_pack<V, E> to_;
    decltype(to_.load()) old_;
};

/// Where a result goes: to p, or, where `adds`, to what is there.
template <bool adds, class E> ACTFN_INLINE auto sink(E* p) noexcept {
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
