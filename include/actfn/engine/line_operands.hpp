// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/layout.hpp>
#include <actfn/engine/row_options.hpp>

/// The operands of a call as rows: checks of their shapes.
namespace actfn::inline ACTFN_ABI::engine {

template <class X> struct lines_element;
template <class X>
    requires taught_lines<X>
struct lines_element<X> {
    using type = typename element_in<decltype(lines_traits<std::remove_cvref_t<X>>::view(
        std::declval<X&>()))>::type;
};
template <class X>
    requires(!taught_lines<X> && (operand<X> || is_added<std::remove_cvref_t<X>> || dual_range<X>))
struct lines_element<X> {
    using type = element_t<X>;
};

/// There is nothing to read or write.
template <class E> bool is_empty(lines_view<E> const& v) noexcept {
    return v.sizes[0] == 0 || v.sizes[1] == 0 || v.sizes[2] == 0;
}

/// Entries begin, ..., begin + size - 1 of every row.
template <class E>
lines_view<E> part_of(lines_view<E> v, std::ptrdiff_t begin, std::ptrdiff_t size) noexcept {
    if (!engine::is_empty(v)) v.data += begin * v.strides[2];
    v.sizes[2] = size;
    return v;
}

/// A vector as rows one behind the other.
template <class E>
lines_view<E> as_rows(E* data, std::ptrdiff_t step, std::size_t blocks, std::size_t rows,
                      std::size_t entries) noexcept {
    auto const n = signed_size(entries);
    auto const all = blocks > 1 ? signed_size(core::product(rows, entries)) : 0;
    return {data,
            {signed_size(blocks), signed_size(rows), n},
            {all * step, entries == 0 ? 0 : n * step, step}};
}

/// "5 elements", or "2 x 3 lines of 5".
inline std::string shape_of(erased const& v) {
    std::ostringstream text;
    if (!v.flat && v.sizes[0] != 1) text << v.sizes[0] << " x ";
    if (!v.flat) text << v.sizes[1] << " lines of ";
    text << v.sizes[2] << (v.flat ? " elements" : "");
    return text.str();
}

/// The operands of a call as rows: x, operands of its shape, and operands of the output's shape.
template <class Layout> class line_operands {
  public:
    line_operands(std::string_view call, std::string_view function, Layout const& layout)
        : call_(call), function_(function), layout_(layout) {}

    /// The first operand, which says how many rows there are.
    template <class X> auto first(std::string_view name, X& x) {
        name_ = name;
        if constexpr (taught_lines<X>) {
            known_ = true;
            return leading(checked(name, lines_traits<std::remove_cvref_t<X>>::view(x)));
        } else {
            auto const p = engine::place(name, engine::view_of(x));
            whole_ = is_whole(layout_);
            size_ = p.count();
            if (p.flat) {
                layout_ = completed(layout_, call_, function_, name, size_);
                check_extent(call_, function_, layout_, name, size_, name, columns_of(layout_),
                             false);
            } else {
                known_ = true;
            }
            return leading(view(name, x, p.flat ? columns_of(layout_) : size_, false));
        }
    }
    std::size_t rows() const noexcept { return core::product(blocks_, rows_); }
    std::size_t entries() const noexcept { return entries_; }
    /// Blocks, rows and entries.
    std::array<std::ptrdiff_t, 3> shape() const noexcept {
        return {signed_size(blocks_), signed_size(rows_), signed_size(entries_)};
    }

    /// Rows of `entries`, without gaps where `dense`, of an output that is not as long as x.
    template <class X> auto next(std::string_view name, X& x, std::size_t entries, bool dense) {
        if (entries > core::largest_size) {
            core::fail(call_, "(", function_, "): ", name, " has rows of ", entries,
                       ", but no size exceeds ", core::largest_size);
        }
        if constexpr (!taught_lines<X>) {
            auto const p = engine::place(name, engine::view_of(x));
            std::size_t const size = p.count();
            if (known_ || !p.flat) {
                if (size != core::product(rows(), entries)) fail_count(name, size, entries);
            } else {
                if (whole_ && !dense && size != size_) {
                    core::fail(call_, "(", function_, "): ", name_, " has ", size_, " elements, ",
                               name, " has ", size);
                }
                check_extent(call_, function_, layout_, name, size, name_, entries, dense);
            }
        }
        return view(name, x, entries, dense);
    }

    /// The steps from block to block, row to row and entry to entry of numbers beside the rows,
    /// `entries` of them or 1 for each: they have an entry for each of the rows', or are repeated
    /// for all blocks or rows, where steps are 0.
    std::array<std::ptrdiff_t, 3> spread(std::string_view name, erased const& v,
                                         std::size_t entries) const {
        std::array const expected{signed_size(blocks_), signed_size(rows_), signed_size(entries)};
        if (!v.flat) {
            auto steps = v.strides;
            for (std::size_t d = 0; d < 3; ++d) {
                bool const repeated = v.sizes[d] == 1 && d < 2;
                if (repeated) steps[d] = 0;
                if (!repeated && v.sizes[d] != expected[d]) fail_option(name, v, entries);
            }
            return steps;
        }
        std::ptrdiff_t const step = v.strides[2];
        auto const count = static_cast<std::size_t>(v.sizes[2]);
        if (count == entries) return {0, 0, step};
        if (count == core::product(rows(), entries)) {
            auto const n = signed_size(entries);
            if constexpr (!std::same_as<Layout, row_layout>) {
                if (!known_ && entries == entries_) {
                    auto const like_x = engine::lines_at<char>(nullptr, layout_, entries, false);
                    return {like_x.strides[0] * step, like_x.strides[1] * step,
                            like_x.strides[2] * step};
                }
            }
            return {signed_size(rows_) * n * step, n * step, step};
        }
        if (!known_ && entries == entries_ && !whole_ && count >= layout_.extent()) {
            auto const like_x = engine::lines_at<char>(nullptr, layout_, entries, false);
            return {like_x.strides[0] * step, like_x.strides[1] * step, like_x.strides[2] * step};
        }
        fail_option(name, v, entries);
    }

  private:
    using size_type = std::size_t;

    [[noreturn]] void fail_option(std::string_view name, erased const& v, size_type entries) const {
        core::fail(call_, "(", function_, "): ", name, " has ", engine::shape_of(v), ", ",
                   core::counted{rows()}, " rows of ", entries_, " in ", name_, " need ",
                   core::counted{core::product(rows(), entries)}, ", or ", entries, " for all");
    }

    template <class V> V const& checked(std::string_view name, V const& v) const {
        engine::check_sizes(call_, function_, engine::place(name, v));
        return v;
    }

    template <class V> V leading(V const& v) noexcept {
        blocks_ = static_cast<size_type>(v.sizes[0]);
        rows_ = static_cast<size_type>(v.sizes[1]);
        entries_ = static_cast<size_type>(v.sizes[2]);
        return v;
    }

    [[noreturn]] void fail_count(std::string_view name, size_type size, size_type entries) const {
        core::fail(call_, "(", function_, "): ", name, " has ", size, " elements, ",
                   core::counted{rows()}, " rows of ", entries_, " in ", name_, " need ",
                   core::counted{core::product(rows(), entries)});
    }

    template <class X> auto view(std::string_view name, X& x, size_type entries, bool dense) {
        if constexpr (taught_lines<X>) {
            auto const v = checked(name, lines_traits<std::remove_cvref_t<X>>::view(x));
            std::array const expected{signed_size(blocks_), signed_size(rows_),
                                      signed_size(entries)};
            if (v.sizes != expected) {
                auto const blocks = [](std::ptrdiff_t b) {
                    return b == 1 ? std::string() : std::to_string(b) + " x ";
                };
                core::fail(call_, "(", function_, "): ", name, " has ", blocks(v.sizes[0]),
                           v.sizes[1], " lines of ", v.sizes[2], ", expected ", blocks(expected[0]),
                           rows_, " of ", entries);
            }
            return v;
        } else {
            auto const v = engine::view_of(x);
            if constexpr (requires { v.data(); }) {
                if (known_) return engine::as_rows(v.data(), 1, blocks_, rows_, entries);
                return engine::lines_at(v.data(), layout_, entries, dense);
            } else {
                auto p = engine::place(name, checked(name, v));
                engine::squeeze(p);
                if (p.rank > 1) {
                    core::fail(call_, "(", function_, "): ", name, " is ", shape_text(p),
                               ": say which way its rows lie");
                }
                return engine::as_rows(v.data, p.rank == 0 ? 1 : p.stride[0], blocks_, rows_,
                                       entries);
            }
        }
    }

    std::string_view call_;
    std::string_view function_;
    std::string_view name_;
    Layout layout_;
    bool known_ = false; // by x itself, not by the layout
    bool whole_ = false;
    size_type size_ = 0;
    size_type blocks_ = 1;
    size_type rows_ = 1;
    size_type entries_ = 0;
};

/// Rows of n entries make groups of `size`.
inline void check_groups(std::string_view call, std::string_view function, std::string_view name,
                         std::size_t n, std::size_t size) {
    if (n % size != 0) {
        core::fail(call, "(", function, "): ", n, " entries of a row of ", name,
                   " do not make groups of ", size);
    }
}

/// Rows of n entries split in `parts`.
inline void check_halves(std::string_view call, std::string_view function, std::string_view name,
                         std::size_t n, std::size_t parts) {
    if (n % parts != 0) {
        core::fail(call, "(", function, "): ", name, " has ", n,
                   " elements, which do not split in ", parts, " halves");
    }
}

} // namespace actfn::engine
