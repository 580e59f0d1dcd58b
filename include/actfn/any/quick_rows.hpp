// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/operands.hpp>
#include <actfn/any/plan.hpp>
#include <actfn/engine/layout.hpp>
#include <actfn/engine/plain_operands.hpp>

#include <complex>
#include <limits>

/// The rows of what most calls are: operands whose shapes fit, and which are apart from one another
/// or the same. Any doubt is left to any_rows, which says what is wrong.
namespace actfn::inline ACTFN_ABI::engine {

class quick_rows {
  public:
    explicit quick_rows(tables::layout const& l) noexcept : layout_(l) {}

    std::size_t entries() const noexcept { return entries_; }

    /// The first operand; false where there is a doubt.
    bool first(tables::operand const& o, std::size_t size_of_element, tables::rows& to) noexcept {
        if (o.is.flat) {
            size_ = static_cast<std::size_t>(o.size[0]);
            if (!share_out()) return false;
            to = lie(o.data, entries_, false);
            return add_range(o, size_of_element, to);
        }
        known_ = true;
        if (o.is.lines) {
            to = {
                o.data, {o.size[0], o.size[1], o.size[2]}, {o.stride[0], o.stride[1], o.stride[2]}};
        } else if (o.rank == 1) {
            to = {o.data, {1, 1, o.size[0]}, {0, 0, o.stride[0]}};
        } else {
            return false;
        }
        blocks_ = static_cast<std::size_t>(to.size[0]);
        rows_ = static_cast<std::size_t>(to.size[1]);
        entries_ = static_cast<std::size_t>(to.size[2]);
        return is_size(blocks_) && is_size(rows_) && is_size(entries_) &&
               core::product(blocks_, rows_, entries_) <= most && add_view(size_of_element, to);
    }
    /// Rows of `entries`, without gaps where `dense`.
    bool next(tables::operand const& o, std::size_t size_of_element, std::size_t entries,
              bool dense, tables::rows& to) noexcept {
        if (!is_size(entries)) return false;
        if (o.is.lines) {
            to = {
                o.data, {o.size[0], o.size[1], o.size[2]}, {o.stride[0], o.stride[1], o.stride[2]}};
            return o.size[0] == signed_size(blocks_) && o.size[1] == signed_size(rows_) &&
                   o.size[2] == signed_size(entries) && add_view(size_of_element, to);
        }
        auto const size = static_cast<std::size_t>(o.size[0]);
        if (o.is.flat && !known_) {
            bool const fits = dense    ? size == core::product(blocks_ * rows_, entries)
                              : whole_ ? size == size_
                                       : size >= extent_;
            if (!fits) return false;
            to = lie(o.data, entries, dense);
            return add_range(o, size_of_element, to);
        }
        if (o.rank != 1 || size != core::product(blocks_ * rows_, entries)) return false;
        std::ptrdiff_t const step = o.is.flat ? 1 : o.stride[0];
        if (core::magnitude(step) > most_size) return false;
        std::ptrdiff_t const row = signed_size(entries) * step;
        to = {o.data,
              {signed_size(blocks_), signed_size(rows_), signed_size(entries)},
              {signed_size(rows_) * row, row, step}};
        return o.is.flat ? add_range(o, size_of_element, to) : add_view(size_of_element, to);
    }
    /// The last `outputs` of the operands are written, the others read.
    bool apart(std::size_t outputs) const noexcept {
        for (std::size_t o = count_ - outputs; o < count_; ++o) {
            for (std::size_t i = 0; i < o; ++i) {
                reach const& a = at_[i].where;
                reach const& b = at_[o].where;
                bool const disjoint = a.end <= b.lowest || b.end <= a.lowest;
                if (!disjoint && (i >= count_ - outputs || !is_same(at_[i], at_[o]))) return false;
            }
        }
        return true;
    }

  private:
    /// No product of three sizes, and none of an extent by the size of an element, is too large.
    static constexpr std::size_t most_size = std::size_t{1}
                                             << (std::numeric_limits<std::size_t>::digits / 3 - 1);
    static constexpr std::size_t most = core::largest_size / (2 * sizeof(std::complex<double>));

    struct entry {
        reach where;
        tables::rows const* rows;
        std::size_t size_of_element;
    };

    /// Sizes that are possible but 0 or gigantic are in doubt.
    static bool is_size(std::size_t n) noexcept { return n - 1 < most_size; }

    bool share_out() noexcept {
        if (size_ - 1 >= most) return false;
        if (layout_.is == tables::layout::axis) {
            blocks_ = layout_.rows_or_outer;
            entries_ = layout_.columns_or_size;
            rows_ = layout_.stride_or_inner;
            if (!is_size(blocks_) || !is_size(entries_) || !is_size(rows_)) return false;
            extent_ = blocks_ * rows_ * entries_;
            return extent_ <= size_;
        }
        rows_ = 1;
        entries_ = size_;
        step_ = size_;
        whole_ = true;
        if (layout_.is == tables::layout::row) {
            rows_ = layout_.rows_or_outer;
            whole_ = layout_.columns_or_size == row_layout::whole;
            if (!is_size(rows_)) return false;
            if (!whole_) {
                entries_ = layout_.columns_or_size;
            } else if (rows_ != 1) {
                entries_ = size_ / rows_;
                if (entries_ * rows_ != size_) return false;
            }
            step_ = layout_.stride_or_inner == 0 ? entries_ : layout_.stride_or_inner;
        }
        if (!is_size(entries_) || !is_size(step_) || step_ < entries_) return false;
        extent_ = (rows_ - 1) * step_ + entries_;
        return extent_ <= size_;
    }
    /// Rows in a range.
    tables::rows lie(void* data, std::size_t entries, bool dense) const noexcept {
        auto const n = signed_size(entries);
        auto const rows = signed_size(rows_);
        if (layout_.is == tables::layout::axis) {
            return {data, {signed_size(blocks_), rows, n}, {n * rows, 1, rows}};
        }
        std::ptrdiff_t const step = dense ? n : signed_size(step_);
        return {data, {1, rows, n}, {rows * step, step, 1}};
    }

    bool add_range(tables::operand const& o, std::size_t size_of_element,
                   tables::rows const& to) noexcept {
        auto const begin = reinterpret_cast<std::uintptr_t>(o.data);
        auto const size = static_cast<std::size_t>(o.size[0]);
        if (size > most) return false;
        return add({begin, begin, begin + size * size_of_element}, size_of_element, to);
    }
    bool add_view(std::size_t size_of_element, tables::rows const& to) noexcept {
        // Steps of what is there once are looked at, too: what is refused may not depend on a
        // glance.
        for (std::ptrdiff_t const step : to.stride) {
            if (core::magnitude(step) > most) return false;
        }
        // As bytes: the steps are those of the elements, and so are the sizes but for the last.
        reach where = engine::reach_of(engine::view_of_rows<char const>(to));
        if (where.begin == 0) return false;
        std::uintptr_t const below = where.begin - where.lowest;
        std::uintptr_t const above = where.end - where.begin;
        if (below > most || above > most) return false;
        where.lowest = where.begin - below * size_of_element;
        where.end = where.begin + above * size_of_element;
        return add(where, size_of_element, to);
    }
    bool add(reach const& where, std::size_t size_of_element, tables::rows const& to) noexcept {
        at_[count_++] = {where, &to, size_of_element};
        return where.begin != 0;
    }
    static bool is_same(entry const& a, entry const& b) noexcept {
        bool same = a.size_of_element == b.size_of_element && a.rows->data == b.rows->data;
        for (std::size_t d = 0; d < 3; ++d) {
            same = same && a.rows->size[d] == b.rows->size[d] &&
                   a.rows->stride[d] == b.rows->stride[d];
        }
        return same;
    }

    tables::layout const& layout_;
    std::size_t size_ = 0; // of the first operand, where it is a range
    std::size_t step_ = 0;
    std::size_t extent_ = 0;
    std::size_t blocks_ = 1;
    std::size_t rows_ = 1;
    std::size_t entries_ = 0;
    bool known_ = false; // by the first operand itself, not by the layout
    bool whole_ = false;
    entry at_[most_operands]; // those that are added are read
    std::size_t count_ = 0;
};

} // namespace actfn::engine
