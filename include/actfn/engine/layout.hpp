// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/placement.hpp>

/// How rows lie in a contiguous range.
namespace actfn::inline ACTFN_ABI {

/// A row-major matrix: row r begins at r·stride. What lies between the rows is neither read nor
/// written. By default the whole range is one row.
struct row_layout {
    static constexpr std::size_t whole = static_cast<std::size_t>(-1);

    std::size_t rows = 1;
    /// Default: all elements, shared out among the rows.
    std::size_t columns = whole;
    /// Default: as many as columns.
    std::size_t stride = 0;

    constexpr std::size_t step() const noexcept { return stride == 0 ? columns : stride; }
    /// How many elements the matrix covers, core::too_many where that is not representable.
    constexpr std::size_t extent() const noexcept {
        if (rows == 0 || columns == 0) return 0;
        return core::sum(core::product(rows - 1, step()), columns);
    }
};

/// One axis of a tensor whose elements lie without gaps, last axis first: `size` entries each,
/// `outer` the product of the axes before it, `inner` the product of the axes behind it. The
/// columns of a row-major matrix are {.size = rows, .inner = columns}; the channels of images (N,
/// C, H, W) are
/// {.outer = N, .size = C, .inner = H * W}.
struct axis_layout {
    std::size_t outer = 1;
    std::size_t size;
    std::size_t inner = 1;

    constexpr std::size_t extent() const noexcept { return core::product(outer, size, inner); }
};

/// The layouts that say where the rows of a plain range lie.
template <class L>
concept rows_in_a_range = std::same_as<L, row_layout> || std::same_as<L, axis_layout>;

/// Teaches the verbs of rows a new kind of operand. A specialisation has `static auto view(X& x)`,
/// which returns a strided_view of blocks, rows and entries.
template <class X> struct lines_traits { static constexpr bool missing = true; };

template <class E> struct lines_traits<strided_view<E, 3>> {
    static constexpr auto view(strided_view<E, 3> const& x) noexcept { return x; }
};
template <class E> struct lines_traits<engine::added<strided_view<E, 3>>> {
    static constexpr auto view(engine::added<strided_view<E, 3>> const& x) noexcept {
        return x.view;
    }
};

namespace engine {

template <class X> inline constexpr bool is_layout = rows_in_a_range<std::remove_cvref_t<X>>;

/// The layout behind the operands, or one row.
inline row_layout layout_behind() { return {}; }
template <class First, class... X> auto layout_behind(First const& first, X const&... more) {
    if constexpr (is_layout<First>) {
        return first;
    } else {
        return engine::layout_behind(more...);
    }
}

/// Rows, whatever holds them: block b, row r, entry i.
template <class E> using lines_view = strided_view<E, 3>;

template <class X>
concept taught_lines = requires(std::remove_reference_t<X>& x) {
    lines_traits<std::remove_cvref_t<X>>::view(x);
};

} // namespace engine

/// The same of rows: forward(softmax, X.colwise(), add_to(Y.colwise())).
template <engine::taught_lines Y>
    requires(!operand<Y>)
constexpr auto add_to(Y&& y) noexcept {
    auto const view = lines_traits<std::remove_cvref_t<Y>>::view(y);
    return engine::added<std::remove_const_t<decltype(view)>>{view};
}

namespace engine {

using core::signed_size;

/// The rows of a layout, each with `entries` of them; `dense` ones without gaps. Where there are
/// elements the layout has been checked; where there are none, strides mean nothing.
template <class E>
lines_view<E> lines_at(E* data, row_layout const& l, std::size_t entries, bool dense) noexcept {
    std::size_t const step = dense ? entries : l.step();
    return {data,
            {1, signed_size(l.rows), signed_size(entries)},
            {signed_size(core::product(l.rows, step)), signed_size(step), 1}};
}
template <class E>
lines_view<E> lines_at(E* data, axis_layout const& l, std::size_t entries, bool) noexcept {
    return {data,
            {signed_size(l.outer), signed_size(l.inner), signed_size(entries)},
            {signed_size(core::product(entries, l.inner)), 1, signed_size(l.inner)}};
}

constexpr std::size_t columns_of(row_layout const& l) noexcept { return l.columns; }
constexpr std::size_t columns_of(axis_layout const& l) noexcept { return l.size; }
constexpr std::size_t rows_of(row_layout const& l) noexcept { return l.rows; }
constexpr std::size_t rows_of(axis_layout const& l) noexcept {
    return core::product(l.outer, l.inner);
}

inline bool is_whole(row_layout const& l) { return l.columns == row_layout::whole; }
inline bool is_whole(axis_layout const&) { return false; }

inline std::string layout_text(row_layout const& l) {
    std::ostringstream text;
    text << l.rows << " rows of " << l.columns << " with stride " << l.step();
    return text.str();
}
inline std::string layout_text(axis_layout const& l) {
    std::ostringstream text;
    text << l.outer << " x " << l.size << " x " << l.inner;
    return text.str();
}

/// Sizes that are possible, if not together.
template <class Layout>
void check_layout(std::string_view call, std::string_view function, Layout const& layout,
                  std::initializer_list<std::size_t> sizes) {
    if ((std::max)(sizes) > core::largest_size) {
        core::fail(call, "(", function, "): ", layout_text(layout), ", but no size exceeds ",
                   core::largest_size);
    }
}

/// The layout with the sizes it leaves to the range.
inline row_layout completed(row_layout layout, std::string_view call, std::string_view function,
                            std::string_view name, std::size_t size) {
    if (is_whole(layout)) {
        if (layout.rows == 0 ? size != 0 : size % layout.rows != 0) {
            core::fail(call, "(", function, "): ", name, " has ", size,
                       " elements, which do not make rows of one size: ", layout.rows, " rows");
        }
        layout.columns = layout.rows == 0 ? 0 : size / layout.rows;
    }
    if (layout.step() < layout.columns) {
        core::fail(call, "(", function, "): stride ", layout.stride, " is less than ",
                   layout.columns, " columns");
    }
    check_layout(call, function, layout, {layout.rows, layout.columns, layout.stride});
    return layout;
}
inline axis_layout completed(axis_layout layout, std::string_view call, std::string_view function,
                             std::string_view, std::size_t) {
    check_layout(call, function, layout, {layout.outer, layout.size, layout.inner});
    return layout;
}

/// A range with the layout of x, or, where its rows have another length, one whose rows lie without
/// gaps.
template <class Layout>
void check_extent(std::string_view call, std::string_view function, Layout const& layout,
                  std::string_view name, std::size_t size, std::string_view x, std::size_t entries,
                  bool dense) {
    if (!dense) {
        if (size < layout.extent()) {
            core::fail(call, "(", function, "): ", name, " has ", size, " elements, ",
                       layout_text(layout), " need ", core::counted{layout.extent()});
        }
    } else if (std::size_t const needed = core::product(rows_of(layout), entries); size != needed) {
        core::fail(call, "(", function, "): ", name, " has ", size, " elements, ",
                   core::counted{rows_of(layout)}, " rows of ", columns_of(layout), " in ", x,
                   " need ", core::counted{needed});
    }
}

} // namespace engine

} // namespace actfn
