// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/tables.hpp>
#include <actfn/engine/layout.hpp>
#include <actfn/engine/operands.hpp>

#include <array>
#include <complex>
#include <concepts>
#include <span>
#include <type_traits>

/// What any<T> takes behind the function, without types.
namespace actfn::inline ACTFN_ABI {

/// Which half of a tensor is the gate; the other is the value. PyTorch, JAX and Keras gate with
/// the second half, ggml with the first.
enum class gate;

namespace engine {

template <class T, class E> constexpr tables::element element_kind() {
    if constexpr (std::is_same_v<E, T>) {
        return tables::element::real;
    } else if constexpr (std::is_same_v<E, std::complex<T>>) {
        return tables::element::complex;
    } else {
        static_assert(std::is_same_v<E, std::int64_t>,
                      "actfn: any<T> takes elements T or std::complex<T>, and std::int64_t for "
                      "class numbers");
        return tables::element::label;
    }
}

template <class T, class E> tables::operand erased_view(std::span<E> const& x) noexcept {
    tables::operand o; // what is not set is not read
    o.data = const_cast<std::remove_const_t<E>*>(x.data());
    o.is = tables::operand_kind{.of = engine::element_kind<T, std::remove_const_t<E>>(),
                                .flat = true,
                                .lines = false,
                                .added = false,
                                .is_const = std::is_const_v<E>};
    o.rank = 1;
    o.size[0] = static_cast<std::ptrdiff_t>(x.size());
    o.stride[0] = 1;
    return o;
}
template <class T, class E, std::size_t rank>
tables::operand erased_view(strided_view<E, rank> const& x) noexcept {
    static_assert(rank <= tables::most_dimensions, "actfn: any<T> takes up to four dimensions");
    tables::operand o{};
    o.data = const_cast<std::remove_const_t<E>*>(x.data);
    o.is.of = engine::element_kind<T, std::remove_const_t<E>>();
    o.is.is_const = std::is_const_v<E>;
    o.rank = static_cast<int>(rank);
    std::copy(x.sizes.begin(), x.sizes.end(), o.size);
    std::copy(x.strides.begin(), x.strides.end(), o.stride);
    return o;
}

/// Rows as a view again.
template <class E> lines_view<E> view_of_rows(tables::rows const& r) noexcept {
    return {static_cast<E*>(r.data),
            {r.size[0], r.size[1], r.size[2]},
            {r.stride[0], r.stride[1], r.stride[2]}};
}

template <class X>
concept label_range = std::ranges::contiguous_range<X> && std::ranges::sized_range<X> &&
    std::is_same_v<std::remove_cv_t<std::ranges::range_value_t<X>>, std::int64_t>;

/// What any<T> takes for an operand.
template <class X>
concept any_operand =
    operand<X> || taught_lines<X> || is_added<std::remove_cvref_t<X>> || label_range<X>;

template <class T, any_operand X> tables::operand erased_operand(X& x) noexcept {
    if constexpr (is_added<std::remove_cvref_t<X>>) {
        tables::operand o = engine::erased_view<T>(x.view);
        o.is.added = true;
        o.is.lines = !operand<decltype(x.view)>;
        return o;
    } else if constexpr (taught_lines<X> && !operand<X>) {
        tables::operand o = engine::erased_view<T>(lines_traits<std::remove_cvref_t<X>>::view(x));
        o.is.lines = true;
        return o;
    } else if constexpr (operand<X>) {
        auto const view = engine::view_of(x);
        if constexpr (element_in<std::remove_const_t<decltype(view)>>::flat) {
            return engine::erased_view<T>(std::span<element_t<X>>(view));
        } else {
            return engine::erased_view<T>(view);
        }
    } else {
        return engine::erased_view<T>(
            std::span<std::int64_t const>(std::ranges::data(x), std::ranges::size(x)));
    }
}

inline tables::layout erased_layout(row_layout const& l) noexcept {
    return {tables::layout::row, l.rows, l.columns, l.stride};
}
inline tables::layout erased_layout(axis_layout const& l) noexcept {
    return {tables::layout::axis, l.outer, l.size, l.inner};
}

} // namespace engine

/// An argument of a verb behind the function: operands, then perhaps `gate`, then a layout.
template <class X>
concept any_argument = engine::any_operand<std::remove_reference_t<X>> ||
    rows_in_a_range<std::remove_cvref_t<X>> || std::same_as<std::remove_cvref_t<X>, gate>;

} // namespace actfn
