// SPDX-License-Identifier: MIT
#pragma once
#include "elements.hpp"

#include <optional>

namespace fuzz {

/// Ways in which rows lie: a range with a layout, lines, or lines beside ranges.
enum class lies { in_rows, in_axes, in_lines, first_in_lines };

/// The rows of a call, decided before its operands.
struct shape {
    lies how = lies::in_rows;
    std::ptrdiff_t blocks = 1;
    std::ptrdiff_t rows = 1;
    std::ptrdiff_t entries = 0;
    actfn::row_layout row{};
    actfn::axis_layout axis{1, 0, 1};
    bool usual = true; // the layout says what the sizes are

    std::ptrdiff_t count() const { return blocks * rows; }
};

inline shape shape_in(input& in, std::size_t memory) {
    shape s;
    s.how = static_cast<lies>(in.below(4));
    s.entries = static_cast<std::ptrdiff_t>(in.rarely(8) ? in.below(300) : in.below(24));
    s.rows = static_cast<std::ptrdiff_t>(in.below(7));
    if (s.how != lies::in_rows) s.blocks = static_cast<std::ptrdiff_t>(1 + in.below(3));
    if (s.count() * s.entries > std::ptrdiff_t(memory / 2)) s.blocks = s.rows = 1;
    if (s.entries > std::ptrdiff_t(memory / 2)) s.entries = 3;
    auto const u = [](std::ptrdiff_t n) { return static_cast<std::size_t>(n); };
    s.row = {.rows = u(s.rows), .columns = u(s.entries)};
    if (in.rarely(4)) s.row.stride = u(s.entries) + in.below(5);
    if (s.row.stride == 0 && in.rarely(8)) s.row.columns = actfn::row_layout::whole;
    s.axis = {.outer = u(s.blocks), .size = u(s.entries), .inner = u(s.rows)};
    if (in.rarely(16)) {
        s.usual = false;
        std::size_t* const all[] = {&s.row.rows,   &s.row.columns, &s.row.stride,
                                    &s.axis.outer, &s.axis.size,   &s.axis.inner};
        for (std::size_t k = 1 + in.below(2); k > 0; --k) {
            *all[in.below(6)] = in.rarely(2) ? std::size_t(in.huge()) : in.below(40);
        }
    }
    return s;
}

/// Where entry i of row r of an operand with rows of `length` is; `dense` ones without gaps.
inline std::ptrdiff_t entry_at(shape const& s, operand const& o, bool first, bool dense,
                               std::ptrdiff_t length, std::ptrdiff_t r, std::ptrdiff_t i) {
    std::ptrdiff_t const b = r / s.rows;
    std::ptrdiff_t const within = r % s.rows;
    switch (s.how) {
    case lies::in_rows: {
        auto const step = static_cast<std::ptrdiff_t>(s.row.stride);
        return o.begin + r * (dense || step == 0 ? length : step) + i;
    }
    case lies::in_axes:
        return o.begin + b * length * s.rows + within + i * s.rows;
    case lies::in_lines:
        return o.at(b, within, i);
    default:
        return first ? o.at(b, within, i) : o.begin + r * length + i;
    }
}

/// A range or lines for one operand of rows of `length`; `inputs` are those before it.
inline operand row_operand_in(input& in, shape const& s, std::size_t memory, std::size_t bytes,
                              std::ptrdiff_t length, bool dense,
                              std::vector<operand> const& before) {
    bool const first = before.empty();
    bool const flat = s.how == lies::in_rows || s.how == lies::in_axes ||
                      (s.how == lies::first_in_lines && !first);
    operand o;
    if (flat) {
        std::ptrdiff_t n = s.count() * length;
        auto const step = static_cast<std::ptrdiff_t>(s.row.stride);
        if (s.how == lies::in_rows && !dense && step > length && s.rows > 0 && s.entries > 0) {
            n = (s.rows - 1) * step + length;
        }
        o = fuzz::range_in(in, memory, static_cast<std::size_t>(n));
    } else {
        o = fuzz::object_in(in, memory, 3, {s.blocks, s.rows, length}, 1, bytes);
    }
    if (!first && in.rarely(3)) {
        operand const& same = before[in.below(before.size())];
        if (same.flat == flat) o = same;
        o.written = false;
    }
    return o;
}

/// A verb on rows. `lengths` are those of the rows of its operands, of which the first `inputs` are
/// read; `call` takes views and the layout, `one` ranges of one row and its number.
template <class T, std::size_t n> struct rows_call {
    shape s;
    std::size_t inputs = n - 1;
    std::array<std::ptrdiff_t, n> lengths{};
    std::array<bool, n> dense{};
    bool added = false;

    /// With operands behind these that are not rows.
    template <class Call, class One>
    bool run(input& in, std::vector<T> const& memory, std::vector<operand> const& more,
             Call const& call, One const& one) const {
        std::vector<operand> operands;
        for (std::size_t j = 0; j < n; ++j) {
            operand o = fuzz::row_operand_in(in, s, memory.size(), sizeof(T), lengths[j], dense[j],
                                             operands);
            o.written = j >= inputs;
            o.added = o.written && added;
            operands.push_back(o);
        }
        operands.insert(operands.end(), more.begin(), more.end());
        trial<T> t(memory, operands);
        bool const accepted =
            t.run([&](T* const* data) { return with_views(t, data, call, indices{}); });
        if (accepted && s.usual && as_said(operands) && inputs < n) compare(t, one);
        return accepted;
    }

  private:
    using indices = std::make_index_sequence<n>;

    /// The operands have the sizes of the shape, not others that are possible, too.
    bool as_said(std::vector<operand> const& operands) const {
        for (std::size_t j = 0; j < n; ++j) {
            operand const& o = operands[j];
            std::array const lines{s.blocks, s.rows, lengths[j]};
            if (!o.flat && o.sizes != lines) return false;
            bool const from_size = o.flat && s.row.columns == actfn::row_layout::whole;
            if (from_size && o.sizes[2] != s.count() * lengths[j]) return false;
        }
        return true;
    }

    template <class Call, std::size_t... J>
    std::vector<T> with_views(trial<T> const& t, T* const* data, Call const& call,
                              std::index_sequence<J...>) const {
        auto const views = [&]<bool to_add, std::size_t first, std::size_t rank>(auto... layout) {
            auto const passed = [&]<std::size_t j>(std::integral_constant<std::size_t, j>) {
                constexpr std::size_t r = j == 0 ? first : rank;
                if constexpr (j + 1 < n) {
                    // Whether an operand is written is known at run time only: all are writable.
                    return fuzz::view_at<r, false, true>(t[j], data[j]);
                } else {
                    auto const view = fuzz::view_at<r, false, true>(t[j], data[j]);
                    if constexpr (to_add) {
                        return actfn::add_to(view);
                    } else {
                        return view;
                    }
                }
            };
            return call(data + n, passed(std::integral_constant<std::size_t, J>{})..., layout...);
        };
        switch (s.how) {
        case lies::in_rows:
            return added ? views.template operator()<true, 0, 0>(s.row)
                         : views.template operator()<false, 0, 0>(s.row);
        case lies::in_axes:
            return views.template operator()<false, 0, 0>(s.axis);
        case lies::in_lines:
            return views.template operator()<false, 3, 3>();
        default:
            return views.template operator()<false, 3, 0>();
        }
    }

    template <class One> void compare(trial<T> const& t, One const& one) const {
        for (std::ptrdiff_t r = 0; r < s.count(); ++r) {
            std::array<std::vector<T>, n> row;
            for (std::size_t j = 0; j < n; ++j) {
                for (std::ptrdiff_t i = 0; i < lengths[j]; ++i) {
                    row[j].push_back(t.before()[at(t, j, r, i)]);
                }
            }
            auto const old = row;
            if (!one(row, r)) return;
            for (std::size_t j = inputs; j < n; ++j) {
                for (std::ptrdiff_t i = 0; i < lengths[j]; ++i) {
                    auto const k = static_cast<std::size_t>(i);
                    T const expected = added && s.how == lies::in_rows && j + 1 == n
                                           ? old[j][k] + row[j][k]
                                           : row[j][k];
                    must(same(t.after(j, at(t, j, r, i)), expected),
                         "a row has the bits of a row on its own");
                }
            }
        }
    }
    std::ptrdiff_t at(trial<T> const& t, std::size_t j, std::ptrdiff_t r, std::ptrdiff_t i) const {
        return fuzz::entry_at(s, t[j], j == 0, dense[j], lengths[j], r, i);
    }
};

/// Forward or a gradient of a function of rows; `extra` stands behind the operands.
template <class T, class F, class... Extra>
void row_verbs(input& in, F const& f, std::ptrdiff_t over, std::ptrdiff_t times, Extra... extra) {
    std::vector<T> const memory = fuzz::memory_of<T>(in);
    shape const s = fuzz::shape_in(in, memory.size());
    bool const added = s.how == lies::in_rows && in.rarely(2);
    std::ptrdiff_t const length = over == 0 ? 1 : s.entries * times / over;
    bool const dense = over != times || over == 0;
    auto const of_row = [&](std::ptrdiff_t r) {
        if constexpr (F::draws) {
            return f.from(f.first() + static_cast<std::uint64_t>(r * s.entries));
        } else {
            (void)r;
            return f;
        }
    };
    // Draws are numbered in the order of memory.
    bool const numbered = !F::draws || (s.how == lies::in_rows && s.row.stride == 0);
    switch (in.below(4)) {
    case 0:
    case 1: {
        rows_call<T, 2> const c{s, 1, {s.entries, length}, {false, dense}, added};
        c.run(
            in, memory, {},
            [&](auto, auto x, auto y, auto... layout) {
                actfn::forward(f, x, y, extra..., layout...);
                return std::vector<T>{};
            },
            [&](auto& row, std::ptrdiff_t r) {
                if (numbered) actfn::forward(of_row(r), row[0], row[1], extra...);
                return numbered;
            });
        break;
    }
    case 2: {
        rows_call<T, 3> const c{s, 2, {s.entries, length, s.entries}, {false, dense, false}, added};
        c.run(
            in, memory, {},
            [&](auto, auto x, auto gy, auto gx, auto... layout) {
                actfn::backward(f, x, gy, gx, extra..., layout...);
                return std::vector<T>{};
            },
            [&](auto& row, std::ptrdiff_t r) {
                if (numbered) actfn::backward(of_row(r), row[0], row[1], row[2], extra...);
                return numbered;
            });
        break;
    }
    default:
        if constexpr (actfn::engine::has_verb<verb::parameter_gradient, F,
                                              sizeof...(Extra) != 0>()) {
            rows_call<T, 2> const c{s, 2, {s.entries, length}, {false, dense}, false};
            c.run(
                in, memory, {},
                [&](auto, auto x, auto gy, auto... layout) {
                    return fuzz::numbers_of<T>(
                        actfn::parameter_gradient(f, x, gy, extra..., layout...));
                },
                [](auto&, std::ptrdiff_t) { return false; });
        } else if constexpr (actfn::engine::has_verb<verb::backward_from_output, F, false>()) {
            rows_call<T, 3> const c{s, 2, {length, length, length}, {}, added};
            c.run(
                in, memory, {},
                [&](auto, auto y, auto gy, auto gx, auto... layout) {
                    actfn::backward_from_output(f, y, gy, gx, layout...);
                    return std::vector<T>{};
                },
                [&](auto& row, std::ptrdiff_t) {
                    actfn::backward_from_output(f, row[0], row[1], row[2]);
                    return true;
                });
        }
    }
}

} // namespace fuzz
