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
    bool const serves = loop != nullptr && c.draws == nullptr && all.size() == p.operands();
    if (!serves) return false;
    std::ptrdiff_t const size = all[0].size[0];
    auto const n = static_cast<std::size_t>(size);
    void* at[most_operands];
    auto const size_of = [](tables::operand const& o) {
        return o.of == tables::element::complex ? 2 * sizeof(T) : sizeof(T);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        tables::operand const& o = all[i];
        bool const is_output = i >= p.inputs;
        auto const wanted =
            engine::is_complex_operand(c, p, i) ? tables::element::complex : tables::element::real;
        if (!o.flat || o.size[0] != size || o.of != wanted || o.added ||
            (is_output && o.is_const)) {
            return false;
        }
        at[i] = o.data;
        auto const begin = reinterpret_cast<std::uintptr_t>(o.data);
        for (std::size_t j = 0; is_output && j < i; ++j) {
            auto const other = reinterpret_cast<std::uintptr_t>(all[j].data);
            bool const apart =
                begin - other >= n * size_of(all[j]) && other - begin >= n * size_of(o);
            bool const same = begin == other && all[j].of == o.of;
            if (!apart && (!same || j >= p.inputs)) return false;
        }
    }
    engine::run_loop<T>(c, p, loop, nullptr, n, at);
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
