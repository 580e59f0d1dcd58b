// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/plan.hpp>
#include <actfn/engine/line_operands.hpp>

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

template <class T, class Layout>
void call_any_rows(any_call const& c, std::span<tables::operand const> all,
                   tables::row_loop const* loops, Layout const& layout) {
    using tables::verb;
    int const slot = c.verb == verb::forward                ? tables::row_forward
                     : c.verb == verb::backward             ? tables::row_backward
                     : c.verb == verb::backward_from_output ? tables::row_backward_from_output
                     : c.verb == verb::parameter_gradient   ? tables::row_parameter_sums
                                                            : tables::row_slots;
    tables::row_loop const loop = slot == tables::row_slots ? nullptr : loops[slot];
    if (loop == nullptr) c.fail_missing();
    bool const sums = c.verb == verb::parameter_gradient;
    std::size_t const inputs = c.verb == verb::forward ? 1 : 2;
    engine::check_any_operands(c, all, {tables::value, inputs, sums ? 0U : 1U}, false);

    any_rows<T, Layout> rows(c, layout);
    std::array<tables::rows, 3> views{rows.first(all[0])};
    std::size_t const n = rows.entries();
    bool const split = c.halves != tables::halves::apart;
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
    any_added_rows<T> const added(views[all.size() - 1], !sums && all[all.size() - 1].added);
    loop(c.kernel, c.draws, c.halves, views.data(), c.sums);
    added.add();
}

template <class T, class Layout>
void call_any_losses(any_call const& c, std::span<tables::operand const> all,
                     Layout const& layout) {
    using tables::verb;
    int const slot = c.verb == verb::forward                ? tables::loss_forward
                     : c.verb == verb::derivative           ? tables::loss_derivative
                     : c.verb == verb::value_and_derivative ? tables::loss_both
                     : c.verb == verb::backward             ? tables::loss_backward
                                                            : tables::loss_slots;
    if (slot == tables::loss_slots) c.fail_missing();
    any_plan const plan = engine::plan_of_any(c);
    engine::check_any_operands(c, all, plan, true);
    any_rows<T, Layout> rows(c, layout);
    std::array<tables::rows, 4> views{rows.first(all[0])};
    std::size_t const n = rows.entries();
    bool const labels = all[1].of == tables::element::label;
    if (!labels) views[1] = rows.next(1, all[1], n, false);
    for (std::size_t i = 2; i < all.size(); ++i) {
        bool const is_number = (c.verb == verb::forward || i == 2) && c.verb != verb::derivative;
        views[i] = rows.next(i, all[i], is_number ? 1 : n, is_number);
    }
    any_added_rows<T> const first(views[2], c.verb != verb::backward && all[2].added);
    any_added_rows<T> const second(views[3], all.size() == 4 && all[3].added);
    c.f.of_losses[slot](c.kernel, views.data(),
                        labels ? static_cast<std::int64_t const*>(all[1].data) : nullptr,
                        labels ? static_cast<std::size_t>(all[1].size[0]) : 0);
    first.add();
    second.add();
}

} // namespace actfn::engine
