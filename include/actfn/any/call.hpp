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

/// A call of a verb on any function.
template <class T> void call_any(any_call const& c, std::span<tables::operand const> all) {
    bool const split = c.halves != tables::halves::apart;
    bool const has_layout = c.layout.is != tables::layout::none;
    if (split && c.f.of_halves[tables::row_forward] == nullptr) {
        c.fail("only functions of a value and a gate take halves");
    }
    if (c.f.of == tables::shape::losses) {
        engine::with_layout(c.layout, [&](auto l) { engine::call_any_losses<T>(c, all, l); });
    } else if (split || c.f.of == tables::shape::lines) {
        auto const* const loops = split                ? c.f.of_halves
                                  : c.draws != nullptr ? c.f.of_rows_in_training
                                                       : c.f.of_rows;
        engine::with_layout(c.layout, [&](auto l) { engine::call_any_rows<T>(c, all, loops, l); });
    } else {
        any_plan const plan = engine::plan_of_any(c);
        if ((c.draws != nullptr ? c.f.in_training : c.f.loops)[plan.slot] == nullptr) {
            c.fail_missing();
        }
        using tables::verb;
        bool const from_output =
            c.verb == verb::backward_from_output || c.verb == verb::derivative_from_output;
        if (from_output && c.f.check_from_output != nullptr) c.f.check_from_output(c.kernel);
        if (has_layout) c.fail("a layout is for functions of rows");
        engine::check_any_operands(c, all, plan, false);
        any_elements<T>(c, plan, all).run();
    }
}

} // namespace actfn::engine
