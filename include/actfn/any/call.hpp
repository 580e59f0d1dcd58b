// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/elements.hpp>
#include <actfn/any/rows.hpp>

/// Calls of the verbs on a function that is known at run time. Nothing here knows a kernel.
namespace actfn::inline ACTFN_ABI::engine {

/// Runs a call on ranges of numbers that are apart or one, if a glance shows that it is one.
template <class T>
bool run_plain(any_call const& c, any_plan const& p, std::span<tables::operand const> all) {
    tables::loop const loop = engine::loop_of(c, p.slot);
    if (loop == nullptr || c.draws != nullptr || all.size() != p.operands()) return false;
    std::ptrdiff_t const size = all[0].size[0];
    auto const n = static_cast<std::size_t>(size);
    any_pointers at;
    unsigned complex = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        tables::operand const& o = all[i];
        auto wanted = tables::element::real;
        if (c.f.complex && engine::is_complex_operand(c, p, i)) {
            wanted = tables::element::complex;
            complex |= 1U << i;
        }
        bool const fits = o.flat && o.size[0] == size && o.of == wanted && !o.added;
        if (!fits || (i >= p.inputs && o.is_const)) return false;
        at[i] = o.data;
    }
    std::size_t const bytes = n * (c.f.complex ? 2 * sizeof(T) : sizeof(T));
    return engine::run_apart<T>(c, p, loop, n, at, bytes, complex);
}

/// A call of a verb on any function.
template <class T> void call_any(any_call const& c, std::span<tables::operand const> all) {
    bool const split = c.halves != tables::halves::apart;
    bool const has_layout = c.layout.is != tables::layout::none;
    if (split && (c.f.kind != 1 || c.f.of != tables::shape::elements)) {
        c.fail("only functions of a value and a gate take halves");
    }
    if (c.f.of == tables::shape::losses) {
        engine::call_any_losses<T>(c, all);
    } else if (split || c.f.of == tables::shape::lines) {
        engine::call_any_rows<T>(c, all);
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
