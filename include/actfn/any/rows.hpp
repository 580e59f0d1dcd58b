// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/elements.hpp>
#include <actfn/any/operands.hpp>
#include <actfn/any/quick_rows.hpp>
#include <actfn/engine/lines.hpp>

#include <array>
#include <complex>
#include <string_view>
#include <vector>

/// Rows of functions that are known at run time. Nothing here knows a kernel.
namespace actfn::inline ACTFN_ABI::engine {

template <class F> void with_layout(tables::layout const& l, F f) {
    if (l.is == tables::layout::axis) {
        f(axis_layout{l.rows_or_outer, l.columns_or_size, l.stride_or_inner});
    } else if (l.is == tables::layout::row) {
        f(row_layout{l.rows_or_outer, l.columns_or_size, l.stride_or_inner});
    } else {
        f(row_layout{});
    }
}

/// The operands of a call of rows, as blocks, rows and entries.
template <class T, class Layout> class any_rows {
  public:
    any_rows(any_call const& c, Layout const& layout)
        : c_(c), called_(c), lines_(engine::name_of_verb(c.verb), c.function(), layout) {}

    tables::rows first(tables::operand const& o) {
        return taken(o, 0, [&](auto& x) { return lines_.first(called_[0], x); });
    }
    std::size_t entries() const noexcept { return lines_.entries(); }
    any_names const& names() const noexcept { return called_; }
    tables::rows next(std::size_t i, tables::operand const& o, std::size_t entries, bool dense) {
        return taken(o, i, [&](auto& x) { return lines_.next(called_[i], x, entries, dense); });
    }

  private:
    template <class F> tables::rows taken(tables::operand const& o, std::size_t i, F f) const {
        if (o.is.of == tables::element::complex) return taken<std::complex<T>>(o, i, f);
        return taken<T>(o, i, f);
    }
    template <class E, class F>
    tables::rows taken(tables::operand const& o, std::size_t i, F f) const {
        auto* const data = static_cast<E*>(o.data);
        if (o.is.lines) {
            strided_view<E, 3> const x{
                data, {o.size[0], o.size[1], o.size[2]}, {o.stride[0], o.stride[1], o.stride[2]}};
            return erased(f(x));
        }
        if (o.is.flat) {
            std::span const x(data, static_cast<std::size_t>(o.size[0]));
            return erased(f(x));
        }
        if (o.rank != 1) {
            c_.fail(called_[i], " has ", o.rank, " dimensions: say which way its rows lie");
        }
        strided_view<E, 1> const x{data, {o.size[0]}, {o.stride[0]}};
        return erased(f(x));
    }
    template <class E> static tables::rows erased(strided_view<E, 3> const& v) noexcept {
        return {v.data,
                {v.sizes[0], v.sizes[1], v.sizes[2]},
                {v.strides[0], v.strides[1], v.strides[2]}};
    }

    any_call const& c_;
    any_names called_;
    line_operands<Layout> lines_;
};

/// What is written may have to be added to what is there: then it is written elsewhere first.
template <class E> class any_added_rows {
  public:
    any_added_rows(tables::rows& to, bool adds) : there_(to) {
        if (!adds) return;
        auto const [blocks, rows, entries] = to.size;
        copy_.resize(static_cast<std::size_t>(blocks * rows * entries) + 1);
        to.data = copy_.data();
        to.stride[0] = rows * entries;
        to.stride[1] = entries;
        to.stride[2] = 1;
    }
    void add() const {
        if (copy_.empty()) return;
        E const* from = copy_.data();
        for (std::ptrdiff_t b = 0; b < there_.size[0]; ++b) {
            for (std::ptrdiff_t r = 0; r < there_.size[1]; ++r) {
                E* const to =
                    static_cast<E*>(there_.data) + b * there_.stride[0] + r * there_.stride[1];
                for (std::ptrdiff_t i = 0; i < there_.size[2]; ++i) {
                    to[i * there_.stride[2]] += *from++;
                }
            }
        }
    }

  private:
    tables::rows there_;
    std::vector<E> copy_;
};

/// Outputs may be an input, but must not meet it otherwise: operand `numbers[i]` of the call is
/// views[i], the outputs last.
template <class T>
void check_rows_apart(any_call const& c, any_names const& called,
                      std::span<tables::operand const> all,
                      std::span<tables::rows const* const> views,
                      std::span<std::size_t const> numbers, std::size_t outputs) {
    std::array<placement, most_operands> places;
    for (std::size_t i = 0; i < views.size(); ++i) {
        std::size_t const number = numbers[i];
        bool const is_complex = all[number].is.of == tables::element::complex;
        places[i] = is_complex
                        ? engine::place(called[number],
                                        engine::view_of_rows<std::complex<T> const>(*views[i]))
                        : engine::place(called[number], engine::view_of_rows<T const>(*views[i]));
    }
    engine::check_overlaps(engine::name_of_verb(c.verb), c.function(),
                           {places.data(), views.size()}, views.size() - outputs);
}

/// Any halves of rows as elements.
template <class T>
ACTFN_NOINLINE void
run_spread_halves(any_call const& c, any_plan const& plan, any_halves const& halves,
                  std::span<tables::operand const> all, tables::rows const* views) {
    std::array<tables::operand, most_operands> parts; // those that are set are read
    std::size_t count = 0;
    for (std::size_t j = 0; j < all.size(); ++j) {
        tables::rows const& r = views[j];
        std::size_t const n = halves.parts_of(j);
        std::ptrdiff_t const size = r.size[2] / signed_size(n);
        bool const is_empty = r.size[0] == 0 || r.size[1] == 0 || size == 0;
        for (std::size_t p = 0; p < n; ++p, ++count) {
            std::size_t const at = halves.place_of(j, p);
            tables::operand& o = parts[count];
            o = {.data = r.data,
                 .is = tables::operand_kind{.of = tables::element::real,
                                            .flat = false,
                                            .lines = false,
                                            .added = all[j].is.added,
                                            .is_const = all[j].is.is_const},
                 .rank = 3,
                 .size = {r.size[0], r.size[1], size},
                 .stride = {r.stride[0], r.stride[1], r.stride[2]}};
            if (!is_empty) o.data = static_cast<T*>(r.data) + signed_size(at) * size * r.stride[2];
        }
    }
    any_elements<T>(c, plan, {parts.data(), count}, &halves).run();
}

/// The halves of rows as elements.
template <class T>
void call_any_halves(any_call const& c, std::span<tables::operand const> all,
                     tables::rows const* views) {
    bool const split = c.halves != tables::halves::apart;
    bool const swapped = split ? c.halves == tables::halves::gate_first
                               : c.f.rare->is_swapped != nullptr && c.f.rare->is_swapped(c.kernel);
    std::size_t const over = split ? 2 : c.f.parts;
    std::size_t const times = split ? 1 : c.f.parts_of_output;
    any_halves const halves{over, times, swapped};
    bool const forward = c.verb == tables::verb::forward;
    any_plan const plan = forward ? any_plan{tables::value, over, times}
                                  : any_plan{tables::backward, over + times, over};
    // What most calls are: one row without gaps.
    any_pointers at;
    std::size_t bytes = 0;
    std::size_t count = 0;
    bool plain = true;
    for (std::size_t j = 0; j < all.size(); ++j) {
        tables::rows const& r = views[j];
        std::size_t const n = halves.parts_of(j);
        std::ptrdiff_t const size = n == 2 ? r.size[2] / 2 : r.size[2];
        plain = plain && r.size[0] == 1 && r.size[1] == 1 && size != 0 && r.stride[2] == 1 &&
                !all[j].is.added;
        for (std::size_t p = 0; p < n; ++p, ++count) {
            std::size_t const half = halves.place_of(j, p);
            bytes = static_cast<std::size_t>(size) * sizeof(T);
            at[count] = static_cast<char*>(r.data) + half * bytes;
        }
    }
    tables::loop const loop = engine::loop_of(c, plan.slot);
    if (plain && loop != nullptr && c.draws == nullptr &&
        engine::are_apart(plan.inputs, plan.operands(), at, bytes, 0U)) {
        return engine::run_loop<T>(c, plan, loop, nullptr, bytes / sizeof(T), at);
    }
    engine::run_spread_halves<T>(c, plan, halves, all, views);
}

/// The loop over rows of a verb, null where there is none.
inline tables::row_loop row_loop_of(any_call const& c, int slot) {
    if (slot == tables::row_slots) return nullptr;
    if (c.draws != nullptr) return c.f.in_training->of_rows[slot];
    tables::rare_loops const& rare = *c.f.rare;
    bool const of_logits = rare.uses_logits != nullptr && rare.uses_logits(c.kernel);
    return (of_logits ? rare.of_logits : c.f.of_rows)[slot];
}

/// How long rows of the output are, for rows of n entries.
inline std::size_t length_of_output(any_call const& c, std::size_t n) {
    return c.halves != tables::halves::apart ? n / 2 : c.f.output_length(c.kernel, n);
}
inline std::size_t group_of_rows(any_call const& c) {
    return c.halves != tables::halves::apart ? 1 : c.f.group(c.kernel);
}
inline std::size_t parts_of_rows(any_call const& c) noexcept {
    return c.halves != tables::halves::apart ? 2 : c.f.parts;
}
inline bool is_dense_output(any_call const& c) noexcept {
    return c.halves != tables::halves::apart || !c.f.length_is_kept;
}

using any_row_views = std::array<tables::rows, 3>;

/// The operands of a call of rows, x, y or x, gy, gx, where a glance shows that they are sound.
template <class T>
bool quick_row_views(any_call const& c, std::span<tables::operand const> all, bool in_halves,
                     any_row_views& views) {
    auto const size_of = [&](std::size_t i) {
        return all[i].is.of == tables::element::complex ? 2 * sizeof(T) : sizeof(T);
    };
    quick_rows rows(c.layout);
    if (!rows.first(all[0], size_of(0), views[0])) return false;
    std::size_t const n = rows.entries();
    std::size_t const group = engine::group_of_rows(c);
    std::size_t const parts = engine::parts_of_rows(c);
    if ((group != 1 && n % group != 0) || (parts != 1 && n % parts != 0)) return false;
    std::size_t const length = engine::length_of_output(c, n);
    for (std::size_t i = 1; i < all.size(); ++i) {
        bool const of_output = i == 1;
        bool const dense = of_output && engine::is_dense_output(c);
        if (!rows.next(all[i], size_of(i), of_output ? length : n, dense, views[i])) return false;
    }
    return in_halves || c.verb == tables::verb::parameter_gradient || rows.apart(1);
}
/// The same with every check, and what is wrong if something is.
template <class T, class Layout>
void careful_row_views(any_call const& c, std::span<tables::operand const> all, bool in_halves,
                       Layout const& layout, any_row_views& views) {
    any_rows<T, Layout> rows(c, layout);
    views[0] = rows.first(all[0]);
    std::size_t const n = rows.entries();
    std::size_t const group = engine::group_of_rows(c);
    if (n % group != 0) {
        c.fail(n, " entries of a row of ", c.input(0), " do not make groups of ", group);
    }
    engine::check_halves(engine::name_of_verb(c.verb), c.function(), "x", n,
                         engine::parts_of_rows(c));
    std::size_t const length = engine::length_of_output(c, n);
    for (std::size_t i = 1; i < all.size(); ++i) {
        bool const of_output = i == 1;
        bool const dense = of_output && engine::is_dense_output(c);
        views[i] = rows.next(i, all[i], of_output ? length : n, dense);
    }
    if (in_halves || c.verb == tables::verb::parameter_gradient) return;
    constexpr std::size_t numbers[] = {0, 1, 2};
    tables::rows const* const given[] = {&views[0], &views[1], &views[2]};
    engine::check_rows_apart<T>(c, rows.names(), all, std::span(given).first(all.size()), numbers,
                                1);
}

template <class T> void call_any_rows(any_call const& c, std::span<tables::operand const> all) {
    using tables::verb;
    int const slot = c.verb == verb::forward                ? tables::row_forward
                     : c.verb == verb::backward             ? tables::row_backward
                     : c.verb == verb::backward_from_output ? tables::row_backward_from_output
                                                            : tables::row_slots;
    bool const sums = c.verb == verb::parameter_gradient;
    bool const split = c.halves != tables::halves::apart;
    bool const in_halves = split || c.f.loops[tables::value] != nullptr;
    tables::row_loop const loop = in_halves ? nullptr : engine::row_loop_of(c, slot);
    tables::row_sum_loop const sum =
        c.draws != nullptr ? c.f.in_training->sums_of_rows : c.f.rare->sums_of_rows;
    bool const exists = sums        ? sum != nullptr
                        : in_halves ? c.verb == verb::forward || c.verb == verb::backward
                                    : loop != nullptr;
    if (!exists) c.fail_missing();
    std::size_t const inputs = c.verb == verb::forward ? 1 : 2;
    engine::check_any_operands(c, all, {tables::value, inputs, sums ? 0U : 1U}, false);

    any_row_views views;
    if (!engine::quick_row_views<T>(c, all, in_halves && !sums, views)) {
        engine::with_layout(c.layout, [&](auto const& layout) {
            engine::careful_row_views<T>(c, all, in_halves && !sums, layout, views);
        });
    }
    if (sums) return sum(c.kernel, c.draws, c.halves, views.data(), c.sums);
    if (in_halves) return engine::call_any_halves<T>(c, all, views.data());
    tables::rows& to = views[inputs];
    if (to.size[0] == 0 || to.size[1] == 0 || to.size[2] == 0) return;
    auto const run = [&]<class E>(E*) {
        any_added_rows<E> const added(to, all[inputs].is.added);
        loop(c.kernel, c.draws, views.data());
        added.add();
    };
    if (all[inputs].is.of == tables::element::complex) {
        run(static_cast<std::complex<T>*>(nullptr));
    } else {
        run(static_cast<T*>(nullptr));
    }
}

using any_loss_views = std::array<tables::rows, tables::loss_operands>;

/// Which operand i of a call of a loss is.
inline std::size_t loss_operand_of(any_call const& c, std::size_t i, std::size_t count) noexcept {
    if (i == 0) return tables::loss_x;
    if (i == 1) return tables::loss_t;
    if (i + 1 == count && c.verb != tables::verb::forward) return tables::loss_gx;
    return c.verb == tables::verb::backward ? tables::loss_gy : tables::loss_y;
}
/// There is one a row.
constexpr bool is_number_of_row(std::size_t which) noexcept {
    return which == tables::loss_gy || which == tables::loss_y;
}

/// The operands of a loss of rows where a glance shows that they are sound.
template <class T>
bool quick_loss_views(any_call const& c, std::span<tables::operand const> all, std::size_t outputs,
                      any_loss_views& views) noexcept {
    quick_rows rows(c.layout);
    if (!rows.first(all[0], sizeof(T), views[tables::loss_x])) return false;
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].is.of == tables::element::label) continue;
        std::size_t const which = engine::loss_operand_of(c, i, all.size());
        bool const is_number = engine::is_number_of_row(which);
        std::size_t const entries = is_number ? 1 : rows.entries();
        if (!rows.next(all[i], sizeof(T), entries, is_number, views[which])) return false;
    }
    return rows.apart(outputs);
}
/// The same with every check, and what is wrong if something is.
template <class T, class Layout>
void careful_loss_views(any_call const& c, std::span<tables::operand const> all,
                        std::size_t outputs, Layout const& layout, any_loss_views& views) {
    any_rows<T, Layout> rows(c, layout);
    tables::rows const* given[most_operands];
    std::size_t numbers[most_operands];
    std::size_t count = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].is.of == tables::element::label) continue;
        std::size_t const which = engine::loss_operand_of(c, i, all.size());
        bool const is_number = engine::is_number_of_row(which);
        std::size_t const entries = is_number ? 1 : rows.entries();
        views[which] = i == 0 ? rows.first(all[0]) : rows.next(i, all[i], entries, is_number);
        given[count] = &views[which];
        numbers[count++] = i;
    }
    engine::check_rows_apart<T>(c, rows.names(), all, {given, count}, {numbers, count}, outputs);
}

template <class T> void call_any_losses(any_call const& c, std::span<tables::operand const> all) {
    using tables::verb;
    bool const is_value = c.verb == verb::forward;
    if (!is_value && c.verb != verb::backward && c.verb != verb::derivative &&
        c.verb != verb::value_and_derivative) {
        c.fail_missing();
    }
    any_plan const plan = engine::plan_of_any(c);
    engine::check_any_operands(c, all, plan, true);
    any_loss_views views{};
    if (!engine::quick_loss_views<T>(c, all, plan.outputs, views)) {
        views = {};
        engine::with_layout(c.layout, [&](auto const& layout) {
            engine::careful_loss_views<T>(c, all, plan.outputs, layout, views);
        });
    }
    std::array<bool, tables::loss_operands> adds{};
    for (std::size_t i = 2; i < all.size(); ++i) {
        adds[engine::loss_operand_of(c, i, all.size())] = all[i].is.added;
    }
    any_added_rows<T> const losses(views[tables::loss_y], adds[tables::loss_y]);
    any_added_rows<T> const gradients(views[tables::loss_gx], adds[tables::loss_gx]);
    tables::rare_loops const& rare = *c.f.rare;
    bool const of_logits = rare.uses_logits != nullptr && rare.uses_logits(c.kernel);
    auto const* const loops = of_logits ? rare.losses_of_logits : c.f.of_losses;
    std::int64_t const* labels = nullptr;
    std::size_t labels_given = 0;
    constexpr std::int64_t none = 0; // so that no labels are not taken for no operand
    if (all[1].is.of == tables::element::label) {
        labels = static_cast<std::int64_t const*>(all[1].data);
        if (labels == nullptr) labels = &none;
        labels_given = static_cast<std::size_t>(all[1].size[0]);
    }
    loops[is_value ? tables::loss_forward : tables::loss_gradient](c.kernel, views.data(), labels,
                                                                   labels_given);
    losses.add();
    gradients.add();
}

} // namespace actfn::engine
