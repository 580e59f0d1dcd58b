// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/elements.hpp>
#include <actfn/any/rows.hpp>

/// Calls of the verbs on a function that is known at run time. Nothing here knows a kernel.
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

/// Runs a call on ranges of numbers that are apart or one, if a glance shows that it is one.
template <class T>
bool run_plain(any_call const& c, any_plan const& p, std::span<tables::operand const> all) {
    tables::loop const loop = engine::loop_of(c, p.slot);
    bool const serves = loop != nullptr && c.draws == nullptr && !c.f.complex &&
                        all.size() == p.inputs + p.outputs && !(p.times && p.outputs != 1);
    if (!serves) return false;
    std::ptrdiff_t const size = all[0].size[0];
    auto const n = static_cast<std::size_t>(size);
    void* operands[most_operands + 1];
    for (std::size_t i = 0; i < all.size(); ++i) {
        tables::operand const& o = all[i];
        bool const is_output = i >= p.inputs;
        if (!o.flat || o.size[0] != size || o.of != tables::element::real || o.added ||
            (is_output && o.is_const)) {
            return false;
        }
        operands[i] = o.data;
        auto const begin = reinterpret_cast<std::uintptr_t>(o.data);
        for (std::size_t j = 0; is_output && j < i; ++j) {
            auto const other = reinterpret_cast<std::uintptr_t>(operands[j]);
            bool const apart = begin - other >= n * sizeof(T) && other - begin >= n * sizeof(T);
            bool const is_needed = p.times && j + 1 == p.inputs; // gy, after gx is written
            if (!apart && (begin != other || j >= p.inputs || is_needed)) return false;
        }
    }
    if (!p.times) {
        operands[all.size()] = c.sums;
        loop(c.kernel, nullptr, n, operands);
        return true;
    }
    auto const* const gy = static_cast<T const*>(operands[p.inputs - 1]);
    auto* const gx = static_cast<T*>(operands[p.inputs]);
    constexpr std::size_t block = 1024;
    for (std::size_t first = 0; first < n; first += block) {
        void* part[most_operands + 1];
        for (std::size_t i = 0; i + 1 < p.inputs; ++i) {
            part[i] = static_cast<T*>(operands[i]) + first;
        }
        part[p.inputs - 1] = gx + first;
        std::size_t const count = (std::min)(block, n - first);
        loop(c.kernel, nullptr, count, part);
        engine::multiply_by_gy(c.f, gy + first, gx + first, gx + first, count);
    }
    return true;
}

/// A call of a verb on any function.
template <class T> void call_any(any_call const& c, std::span<tables::operand const> all) {
    bool const split = c.halves != tables::halves::apart;
    bool const has_layout = c.layout.is != tables::layout::none;
    if (split && (c.f.kind != 1 || c.f.of != tables::shape::elements)) {
        c.fail("only functions of a value and a gate take halves");
    }
    if (c.f.of == tables::shape::losses) {
        engine::with_layout(c.layout, [&](auto l) { engine::call_any_losses<T>(c, all, l); });
    } else if (split || c.f.of == tables::shape::lines) {
        engine::with_layout(c.layout, [&](auto l) { engine::call_any_rows<T>(c, all, l); });
    } else {
        any_plan const plan = engine::plan_of_any(c);
        using tables::verb;
        bool const from_output =
            c.verb == verb::backward_from_output || c.verb == verb::derivative_from_output;
        if (!has_layout && !from_output && engine::run_plain<T>(c, plan, all)) return;
        if (engine::loop_of(c, plan.slot) == nullptr) c.fail_missing();
        if (from_output && c.f.check_from_output != nullptr) c.f.check_from_output(c.kernel);
        if (has_layout) c.fail("a layout is for functions of rows");
        engine::check_any_operands(c, all, plan, false);
        any_elements<T>(c, plan, all).run();
    }
}

} // namespace actfn::engine
