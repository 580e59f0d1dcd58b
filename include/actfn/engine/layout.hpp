// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/rows.hpp>
#include <actfn/engine/spans.hpp>

/// How rows lie in a contiguous range.
namespace actfn {

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
    /// How many elements the matrix covers.
    constexpr std::size_t extent() const noexcept {
        return rows == 0 || columns == 0 ? 0 : (rows - 1) * step() + columns;
    }
};

/// One axis of a tensor whose elements lie without gaps, last axis first: `size` entries each,
/// `outer` the product of the axes before it, `inner` that of those behind it. The columns of a
/// row-major matrix are {.size = rows, .inner = columns}; the channels of images (N, C, H, W) are
/// {.outer = N, .size = C, .inner = H * W}.
struct axis_layout {
    std::size_t outer = 1;
    std::size_t size;
    std::size_t inner = 1;

    constexpr std::size_t extent() const noexcept { return outer * size * inner; }
};

template <class L>
concept rows_in_a_range = std::same_as<L, row_layout> || std::same_as<L, axis_layout>;

namespace engine {

/// What both come to: blocks of rows.
struct row_grid {
    std::size_t blocks;
    std::size_t rows; // of a block
    std::size_t entries;
    std::ptrdiff_t between_blocks;
    std::ptrdiff_t between_rows;
    std::ptrdiff_t within_row;

    explicit row_grid(row_layout const& l) noexcept
        : blocks(1),
          rows(l.rows),
          entries(l.columns),
          between_blocks(0),
          between_rows(static_cast<std::ptrdiff_t>(l.step())),
          within_row(1) {}
    explicit row_grid(axis_layout const& l) noexcept
        : blocks(l.inner == 1 ? 1 : l.outer),
          rows(l.inner == 1 ? l.outer : l.inner),
          entries(l.size),
          between_blocks(static_cast<std::ptrdiff_t>(l.size * l.inner)),
          between_rows(l.inner == 1 ? static_cast<std::ptrdiff_t>(l.size) : 1),
          within_row(static_cast<std::ptrdiff_t>(l.inner)) {}

    std::size_t all_rows() const noexcept { return blocks * rows; }

    template <class T> table<T> block(std::size_t b, T* data) const noexcept {
        return {data + static_cast<std::ptrdiff_t>(b) * between_blocks, between_rows, within_row};
    }
};

/// The layout with the sizes it leaves to the range.
inline row_layout completed(row_layout layout, std::string_view call, std::string_view function,
                            std::string_view name, std::size_t size) {
    if (layout.columns == row_layout::whole) {
        if (layout.rows == 0 || size % layout.rows != 0) {
            fail(call, "(", function, "): ", name, " has ", size,
                 " elements, which do not make rows of one size: ", layout.rows, " rows");
        }
        layout.columns = size / layout.rows;
    }
    return layout;
}
inline axis_layout completed(axis_layout layout, std::string_view, std::string_view,
                             std::string_view, std::size_t) {
    return layout;
}

inline bool is_whole(row_layout const& layout) { return layout.columns == row_layout::whole; }
inline bool is_whole(axis_layout const&) { return false; }

inline void check_layout(row_layout const& layout, std::string_view call,
                         std::string_view function) {
    if (layout.step() < layout.columns) {
        fail(call, "(", function, "): stride ", layout.stride, " is less than ", layout.columns,
             " columns");
    }
}
inline void check_layout(axis_layout const&, std::string_view, std::string_view) {}

template <class T>
void check_extent(row_layout const& layout, std::string_view call, std::string_view function,
                  named_span<T> const& s) {
    if (s.elements.size() < layout.extent()) {
        fail(call, "(", function, "): ", s.name, " has ", s.elements.size(), " elements, ",
             layout.rows, " rows of ", layout.columns, " with stride ", layout.step(), " need ",
             layout.extent());
    }
}
template <class T>
void check_extent(axis_layout const& layout, std::string_view call, std::string_view function,
                  named_span<T> const& s) {
    if (s.elements.size() < layout.extent()) {
        fail(call, "(", function, "): ", s.name, " has ", s.elements.size(), " elements, ",
             layout.outer, " x ", layout.size, " x ", layout.inner, " need ", layout.extent());
    }
}

/// Whether two matrices of one layout share an element without being the same.
template <class T> bool tangled_rows(row_layout const& layout, T const* a, T const* b) {
    if (a == b || !overlap<T>({a, layout.extent()}, {b, layout.extent()})) return false;
    // Side by side in the same rows is fine.
    auto const distance = static_cast<std::size_t>(a < b ? b - a : a - b) % layout.step();
    return distance < layout.columns || distance > layout.step() - layout.columns;
}
template <class T> bool tangled_rows(axis_layout const& layout, T const* a, T const* b) {
    return a != b && overlap<T>({a, layout.extent()}, {b, layout.extent()});
}

template <class T, class Layout>
void check_rows_apart(std::string_view call, std::string_view function, Layout const& layout,
                      named_span<T const> const& in, named_span<T> const& out) {
    if (tangled_rows<T>(layout, in.elements.data(), out.elements.data())) {
        fail(call, "(", function, "): ", out.name, " at ",
             static_cast<void const*>(out.elements.data()), " overlaps ", in.name, " at ",
             static_cast<void const*>(in.elements.data()), ", ", layout.extent(),
             " elements each; only the same range is allowed");
    }
}

/// For an input and an output of different shapes.
template <class T>
void check_apart(std::string_view call, std::string_view function, named_span<T const> const& a,
                 named_span<T> const& b) {
    if (overlap<T>(a.elements, b.elements)) {
        fail(call, "(", function, "): ", b.name, " at ",
             static_cast<void const*>(b.elements.data()), " overlaps ", a.name, " at ",
             static_cast<void const*>(a.elements.data()));
    }
}

/// All that must hold of ranges in one layout, which is returned complete.
template <class T, std::size_t I, std::size_t O, class Layout>
Layout checked_layout(std::string_view call, std::string_view function, Layout layout,
                      std::array<named_span<T const>, I> const& in,
                      std::array<named_span<T>, O> const& out) {
    if (is_whole(layout)) check_spans(call, function, in, out);
    layout = completed(layout, call, function, in[0].name, in[0].elements.size());
    check_layout(layout, call, function);
    for (auto const& s : in) check_extent(layout, call, function, s);
    for (auto const& o : out) {
        check_extent(layout, call, function, o);
        for (auto const& s : in) check_rows_apart(call, function, layout, s, o);
    }
    return layout;
}

} // namespace engine

} // namespace actfn
