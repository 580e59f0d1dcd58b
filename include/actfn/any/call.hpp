// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/elements.hpp>
#include <actfn/any/rows.hpp>

#include <bit>

/// Calls of the verbs on a function that is known at run time. Nothing here knows a kernel.
namespace actfn::inline ACTFN_ABI::engine {

/// Runs a call on ranges of numbers that are apart or one, if a glance shows that it is one. The
/// numbers of inputs and operands, and that none is `complex`, may be known while compiling.
template <class T, class Bits, class Inputs, class Operands>
ACTFN_INLINE bool run_plain(any_call const& c, any_plan const& p, Bits complex, Inputs inputs,
                            Operands operands, tables::loop loop, tables::operand const* all) {
    std::ptrdiff_t const size = all[0].size[0];
    auto const n = static_cast<std::size_t>(size);
    any_pointers at;
    bool fits = size != 0;
    engine::for_each_number(operands, [&](std::size_t i) ACTFN_LAMBDA_INLINE {
        tables::operand const& o = all[i];
        using tables::element;
        tables::operand_kind const wanted{.of = (complex >> i & 1U) != 0 ? element::complex
                                                                         : element::real,
                                          .flat = true,
                                          .lines = false,
                                          .added = false,
                                          .is_const = i < inputs && o.is.is_const};
        fits &= std::bit_cast<std::uint8_t>(o.is) == std::bit_cast<std::uint8_t>(wanted);
        fits &= o.size[0] == size;
        at[i] = o.data;
    });
    std::size_t const bytes = n * (complex == 0 ? sizeof(T) : 2 * sizeof(T));
    if (!fits || !engine::are_apart(inputs, operands, at, bytes, complex)) return false;
    engine::run_loop<T>(c, p, loop, nullptr, n, at);
    return true;
}
template <class T>
ACTFN_INLINE bool run_plain(any_call const& c, any_plan const& p,
                            std::span<tables::operand const> all) {
    tables::loop const loop = engine::loop_of(c, p.slot);
    if (loop == nullptr || c.draws != nullptr || all.size() != p.operands()) return false;
    auto const run = [&](auto complex, auto inputs, auto operands) ACTFN_LAMBDA_INLINE {
        return engine::run_plain<T>(c, p, complex, inputs, operands, loop, all.data());
    };
    auto const known = [&]<std::size_t inputs, std::size_t operands>(auto complex)
                           ACTFN_LAMBDA_INLINE {
                               return run(complex, std::integral_constant<std::size_t, inputs>{},
                                          std::integral_constant<std::size_t, operands>{});
                           };
    constexpr std::integral_constant<unsigned, 0> none{};
    unsigned const complex = engine::complex_operands(c, p.operands());
    bool const is_real = complex == 0;
    switch (8 * p.inputs + p.operands()) { // what most calls are
    case 8 * 1 + 2:
        return is_real ? known.template operator()<1, 2>(none)
                       : known.template operator()<1, 2>(complex);
    case 8 * 2 + 3:
        return is_real ? known.template operator()<2, 3>(none)
                       : known.template operator()<2, 3>(complex);
    case 8 * 3 + 4:
        return known.template operator()<3, 4>(none);
    case 8 * 3 + 5:
        return known.template operator()<3, 5>(none);
    default:
        return run(complex, p.inputs, p.operands());
    }
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
