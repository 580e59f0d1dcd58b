// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/elements.hpp>
#include <actfn/any/operands.hpp>
#include <actfn/engine/lines.hpp>

#include <array>
#include <string>
#include <vector>

/// Rows of functions that are known at run time. Nothing here knows a kernel.
namespace actfn::inline ACTFN_ABI::engine {

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
        auto* const data = static_cast<T*>(o.data);
        if (o.lines) {
            strided_view<T, 3> const x{
                data, {o.size[0], o.size[1], o.size[2]}, {o.stride[0], o.stride[1], o.stride[2]}};
            return erased(f(x));
        }
        if (o.flat) {
            std::span const x(data, static_cast<std::size_t>(o.size[0]));
            return erased(f(x));
        }
        if (o.rank != 1) {
            c_.fail(called_[i], " has ", o.rank, " dimensions: say which way its rows lie");
        }
        strided_view<T, 1> const x{data, {o.size[0]}, {o.stride[0]}};
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
template <class T> class any_added_rows {
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
        T const* from = copy_.data();
        for (std::ptrdiff_t b = 0; b < there_.size[0]; ++b) {
            for (std::ptrdiff_t r = 0; r < there_.size[1]; ++r) {
                T* const to =
                    static_cast<T*>(there_.data) + b * there_.stride[0] + r * there_.stride[1];
                for (std::ptrdiff_t i = 0; i < there_.size[2]; ++i) {
                    to[i * there_.stride[2]] += *from++;
                }
            }
        }
    }

  private:
    tables::rows there_;
    std::vector<T> copy_;
};

/// Outputs may be an input, but must not meet it otherwise; names and views of all.
template <class T, std::size_t inputs, std::size_t... I>
void check_rows_apart(any_call const& c, any_names const& called,
                      std::array<tables::rows, 3> const& views, std::index_sequence<I...>) {
    engine::check_apart<inputs>(engine::name_of_verb(c.verb), c.function(), {called[I]...},
                                engine::view_of_rows<T>(views[I])...);
}

/// The halves of rows as elements.
template <class T>
void call_any_halves(any_call const& c, any_names const& called,
                     std::span<tables::operand const> all, tables::rows const* views) {
    bool const split = c.halves != tables::halves::apart;
    bool const swapped = split ? c.halves == tables::halves::gate_first
                               : c.f.rare->is_swapped != nullptr && c.f.rare->is_swapped(c.kernel);
    std::size_t const over = split ? 2 : c.f.parts;
    std::size_t const times = split ? 1 : c.f.parts_of_output;
    std::array<tables::operand, most_operands> parts{};
    std::array<std::string, most_operands> names;
    std::size_t count = 0;
    for (std::size_t j = 0; j < all.size(); ++j) {
        tables::rows const& r = views[j];
        std::size_t const n = j == 1 ? times : over;
        std::ptrdiff_t const size = r.size[2] / signed_size(n);
        bool const is_empty = r.size[0] == 0 || r.size[1] == 0 || size == 0;
        for (std::size_t p = 0; p < n; ++p, ++count) {
            std::size_t const at = n == 2 && j != 1 && swapped ? 1 - p : p;
            tables::operand& o = parts[count];
            o = {.data = r.data,
                 .of = tables::element::real,
                 .flat = false,
                 .lines = false,
                 .is_const = all[j].is_const,
                 .added = all[j].added,
                 .rank = 3,
                 .size = {r.size[0], r.size[1], size},
                 .stride = {r.stride[0], r.stride[1], r.stride[2]}};
            if (!is_empty) o.data = static_cast<T*>(r.data) + signed_size(at) * size * r.stride[2];
            names[count] = (n == 2 ? "half of " : "") + std::string(called[j]);
        }
    }
    any_plan plan{tables::value, over, times};
    if (c.verb != tables::verb::forward) {
        plan = {split ? tables::derivative : tables::backward, over + times, over, split};
    }
    any_elements<T>(c, plan, {parts.data(), count}, names).run();
}

/// The loop over rows of a verb, null where there is none.
inline tables::row_loop row_loop_of(any_call const& c, int slot) {
    if (slot == tables::row_slots) return nullptr;
    if (c.draws != nullptr) return c.f.in_training->of_rows[slot];
    tables::rare_loops const& rare = *c.f.rare;
    bool const of_logits = rare.uses_logits != nullptr && rare.uses_logits(c.kernel);
    return (of_logits ? rare.of_logits : c.f.of_rows)[slot];
}

template <class T, class Layout>
void call_any_rows(any_call const& c, std::span<tables::operand const> all, Layout const& layout) {
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

    any_rows<T, Layout> rows(c, layout);
    std::array<tables::rows, 3> views{rows.first(all[0])};
    std::size_t const n = rows.entries();
    std::size_t const group = split ? 1 : c.f.group(c.kernel);
    if (n % group != 0) {
        c.fail(n, " entries of a row of ", c.input(0), " do not make groups of ", group);
    }
    std::size_t const parts = split ? 2 : c.f.parts;
    engine::check_halves(engine::name_of_verb(c.verb), c.function(), "x", n, parts);
    std::size_t const length = split ? n / 2 : c.f.output_length(c.kernel, n);
    bool const dense = split || !c.f.length_is_kept;
    for (std::size_t i = 1; i < all.size(); ++i) {
        bool const of_output = i == 1;
        views[i] = rows.next(i, all[i], of_output ? length : n, of_output && dense);
    }
    if (sums) return sum(c.kernel, c.draws, c.halves, views.data(), c.sums);
    any_names const& called = rows.names();
    if (in_halves) return engine::call_any_halves<T>(c, called, all, views.data());
    if (inputs == 1) {
        engine::check_rows_apart<T, 1>(c, called, views, std::make_index_sequence<2>{});
    } else {
        engine::check_rows_apart<T, 2>(c, called, views, std::make_index_sequence<3>{});
    }
    tables::rows& to = views[inputs];
    if (to.size[0] == 0 || to.size[1] == 0 || to.size[2] == 0) return;
    any_added_rows<T> const added(to, all[inputs].added);
    loop(c.kernel, c.draws, views.data());
    added.add();
}

template <class T, class Layout>
void call_any_losses(any_call const& c, std::span<tables::operand const> all,
                     Layout const& layout) {
    using tables::verb;
    bool const backward = c.verb == verb::backward;
    bool const is_value = c.verb == verb::forward;
    if (!is_value && !backward && c.verb != verb::derivative &&
        c.verb != verb::value_and_derivative) {
        c.fail_missing();
    }
    any_plan const plan = engine::plan_of_any(c);
    engine::check_any_operands(c, all, plan, true);
    any_rows<T, Layout> rows(c, layout);
    std::array<tables::rows, tables::loss_operands> views{rows.first(all[0])};
    std::size_t const n = rows.entries();
    bool const labels = all[1].of == tables::element::label;
    // Whether an operand is added to, and the views of those that there are, the outputs last.
    std::array<bool, tables::loss_operands> adds{};
    std::array<placement, tables::loss_operands> places{};
    std::size_t count = 0;
    auto const place = [&](std::size_t i, tables::rows const& r) {
        places[count++] = engine::place(rows.names()[i], engine::view_of_rows<T>(r));
    };
    place(0, views[0]);
    for (std::size_t i = 1; i < all.size(); ++i) {
        bool const is_last = i + 1 == all.size();
        std::size_t const which = i == 1                 ? tables::loss_t
                                  : is_last && !is_value ? tables::loss_gx
                                  : backward             ? tables::loss_gy
                                                         : tables::loss_y;
        if (i == 1 && labels) continue;
        bool const is_number = which == tables::loss_gy || which == tables::loss_y;
        views[which] = rows.next(i, all[i], is_number ? 1 : n, is_number);
        adds[which] = all[i].added;
        place(i, views[which]);
    }
    std::size_t const outputs = plan.outputs;
    engine::check_overlaps(engine::name_of_verb(c.verb), c.function(), {places.data(), count},
                           count - outputs);
    any_added_rows<T> const losses(views[tables::loss_y], adds[tables::loss_y]);
    any_added_rows<T> const gradients(views[tables::loss_gx], adds[tables::loss_gx]);
    tables::rare_loops const& rare = *c.f.rare;
    bool const of_logits = rare.uses_logits != nullptr && rare.uses_logits(c.kernel);
    auto const* const loops = of_logits ? rare.losses_of_logits : c.f.of_losses;
    loops[is_value ? tables::loss_forward : tables::loss_gradient](
        c.kernel, views.data(), labels ? static_cast<std::int64_t const*>(all[1].data) : nullptr,
        labels ? static_cast<std::size_t>(all[1].size[0]) : 0);
    losses.add();
    gradients.add();
}

} // namespace actfn::engine
