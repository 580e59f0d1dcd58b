// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/kernel.hpp>

#include <array>
#include <cstddef>
#include <ranges>
#include <span>

/// What the verbs take: contiguous ranges, and whatever `operand_traits` knows.
namespace actfn::inline ACTFN_ABI {

/// Element (i, j, ...) is data[i·strides[0] + j·strides[1] + ...].
template <class E, std::size_t rank> struct strided_view {
    E* data;
    std::array<std::ptrdiff_t, rank> sizes;
    std::array<std::ptrdiff_t, rank> strides;
};

/// forward(gelu, strided(x, {4, 3}, {8, 1}), y): 4 x 3 elements, a row every 8.
template <class E, std::size_t rank>
constexpr strided_view<E, rank> strided(E* data, std::ptrdiff_t const (&sizes)[rank],
                                        std::ptrdiff_t const (&strides)[rank]) noexcept {
    return {data, std::to_array(sizes), std::to_array(strides)};
}

/// Teaches the verbs a new kind of operand. A specialisation has `static auto view(X& x)`, which
/// returns a std::span or a strided_view; X is const where the operand is only read.
template <class X> struct operand_traits { static constexpr bool missing = true; };

template <class E, std::size_t rank> struct operand_traits<strided_view<E, rank>> {
    static constexpr auto view(strided_view<E, rank> const& x) noexcept { return x; }
};

/// An element of an operand: float, double, std::complex of these, or a 16-bit type that stores
/// floats.
template <class E>
concept operand_element = element<E> || complex_element<E> || storage_element<E>;

namespace engine {

/// An output that is added to.
template <class View> struct added { View view; };

template <class R>
concept contiguous_operand = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
    operand_element<std::remove_cv_t<std::ranges::range_value_t<R>>> && requires {
    operand_traits<std::remove_cvref_t<R>>::missing;
};

/// A range of dual numbers, which functions of rows take.
template <class R>
concept dual_range = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
    math::is_dual<std::remove_cv_t<std::ranges::range_value_t<R>>>::value;

template <class X>
concept taught_operand = requires(std::remove_reference_t<X>& x) {
    operand_traits<std::remove_cvref_t<X>>::view(x);
};

template <class X> inline constexpr bool is_added = false;
template <class V> inline constexpr bool is_added<added<V>> = true;

/// A std::span or strided_view of the elements of x.
template <class X> constexpr auto view_of(X&& x) noexcept {
    if constexpr (is_added<std::remove_cvref_t<X>>) {
        return x.view;
    } else if constexpr (taught_operand<X>) {
        return operand_traits<std::remove_cvref_t<X>>::view(x);
    } else {
        // Of a view of a container's part, `data` may be the start of the container.
        return std::span(std::to_address(std::ranges::begin(x)),
                         static_cast<std::size_t>(std::ranges::size(x)));
    }
}

template <class View> struct element_in;
template <class E, std::size_t extent> struct element_in<std::span<E, extent>> {
    using type = E;
    static constexpr bool flat = true;
};
template <class E, std::size_t rank> struct element_in<strided_view<E, rank>> {
    using type = E;
    static constexpr bool flat = false;
};
template <class X> using view_t = decltype(engine::view_of(std::declval<X&>()));
/// The type of an operand's elements, const where they are only read.
template <class X> using element_t = typename element_in<view_t<X>>::type;

} // namespace engine

/// A contiguous range of float, double, std::complex or a 16-bit type, an actfn::strided_view, or,
/// with <actfn/eigen.hpp> or a header of actfn/interop, an object with memory behind it.
template <class X>
concept operand = engine::contiguous_operand<X> || engine::taught_operand<X>;

/// An operand that may be written to, or `add_to` of one.
template <class Y>
concept output = (operand<Y> && !std::is_const_v<engine::element_t<std::remove_reference_t<Y>>>) ||
                 engine::is_added<std::remove_cvref_t<Y>>;

/// The result is added to what is there: backward(f, x, gy, add_to(gx)).
template <output Y> constexpr auto add_to(Y&& y) noexcept {
    return engine::added<decltype(engine::view_of(y))>{engine::view_of(y)};
}

} // namespace actfn
