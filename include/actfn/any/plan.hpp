// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/tables.hpp>
#include <actfn/engine/operands.hpp>
#include <actfn/engine/signatures.hpp>

#include <string>

/// A call of a verb on a function that is known at run time: which loop it takes, what its operands
/// are called, and what can be checked of them without their shapes.
namespace actfn::inline ACTFN_ABI::engine {

constexpr std::string_view name_of_verb(tables::verb v) noexcept {
    constexpr std::string_view names[tables::verbs] = {verb::forward::name,
                                                       verb::derivative::name,
                                                       verb::second_derivative::name,
                                                       verb::value_and_derivative::name,
                                                       verb::backward::name,
                                                       verb::backward_from_output::name,
                                                       verb::derivative_from_output::name,
                                                       verb::wirtinger::name,
                                                       verb::parameter_gradient::name,
                                                       verb::inverse::name,
                                                       verb::log_derivative::name};
    return names[static_cast<int>(v)];
}

inline constexpr std::size_t most_operands = 6;

/// A call without its operands.
struct any_call {
    tables::function const& f;
    void const* kernel;
    tables::draws const* draws; // null in inference
    tables::verb verb;
    tables::layout layout;
    tables::halves halves;
    double* sums;

    std::string_view function() const noexcept { return {f.name.data, f.name.size}; }
    std::string_view input(std::size_t i) const noexcept {
        return {f.input[i].data, f.input[i].size};
    }
    template <class... Parts> [[noreturn]] ACTFN_NOINLINE void fail(Parts const&... parts) const {
        core::fail(name_of_verb(verb), "(", function(), "): ", parts...);
    }
    [[noreturn]] void fail_missing() const {
        core::fail(function(), " has no ", name_of_verb(verb),
                   draws != nullptr ? " in training" : "");
    }
};

/// A loop of a function over elements, or null.
inline tables::loop loop_of(any_call const& c, int slot) noexcept {
    if (c.draws != nullptr) return c.f.in_training->of_elements[slot];
    if (slot < tables::often_slots) return c.f.loops[slot];
    return c.f.rare->of_elements[slot - tables::often_slots];
}

/// How a verb comes from a loop: `times`: gy times what the loop writes.
struct any_plan {
    tables::slot slot;
    std::size_t inputs;
    std::size_t outputs;
    bool times = false;
};

inline any_plan plan_of_any(any_call const& c) noexcept {
    using tables::verb;
    bool const gated = c.f.inputs == 2 && c.f.kind == 1;
    auto const in = static_cast<std::size_t>(c.f.inputs);
    switch (c.verb) {
    case verb::forward:
        return {tables::value, in, 1};
    case verb::derivative:
        return {tables::derivative, in, gated ? 2U : 1U};
    case verb::second_derivative:
        return {tables::second_derivative, in, gated ? 3U : 1U};
    case verb::value_and_derivative:
        return {tables::value_and_derivative, in, gated ? 3U : 2U};
    case verb::backward:
        if (c.f.complex) return {tables::backward, 2, 1};
        return {tables::derivative, in + 1, gated ? 2U : 1U, true};
    case verb::backward_from_output:
        if (c.f.complex) return {tables::complex_backward_from_output, 2, 1};
        return {tables::derivative_from_output, 2, 1, true};
    case verb::derivative_from_output:
        return {tables::derivative_from_output, 1, 1};
    case verb::wirtinger:
        return {tables::wirtinger, 1, 3};
    case verb::parameter_gradient:
        return {tables::parameter_sums, in + 1, 0};
    case verb::inverse:
        return {tables::inverse, 1, 1};
    case verb::log_derivative:
        return {tables::log_derivative, 1, 1};
    }
    return {tables::value, 0, 0};
}

/// What operands are called in messages, as in direct calls.
class any_names {
  public:
    explicit any_names(any_call const& c) {
        using tables::verb;
        bool const from_output = c.verb == verb::backward_from_output ||
                                 c.verb == verb::derivative_from_output || c.verb == verb::inverse;
        bool const split = c.halves != tables::halves::apart;
        bool const gated = c.f.kind == 1 && !split;
        auto const in = split ? 1 : static_cast<std::size_t>(c.f.inputs);
        std::string const y = c.f.complex ? "w" : "y";
        auto const input = [&](std::size_t i) {
            return split ? std::string("x") : std::string(c.input(i));
        };
        if (from_output) {
            add(y);
        } else {
            for (std::size_t i = 0; i < in; ++i) add(input(i));
        }
        auto const with = [&](char const* prefix, std::size_t i) { return prefix + input(i); };
        switch (c.verb) {
        case verb::forward:
            add(y);
            break;
        case verb::wirtinger:
            add(y);
            add("dz");
            add("dzbar");
            break;
        case verb::value_and_derivative:
            add(y);
            [[fallthrough]];
        case verb::derivative:
        case verb::derivative_from_output:
            add(gated ? with("d", 0) : c.f.complex ? "dz" : "dy");
            if (gated) add(with("d", 1));
            break;
        case verb::second_derivative:
            add(gated ? with("d", 0) + input(0) : "ddy");
            if (gated) {
                add(with("d", 0) + input(1));
                add(with("d", 1) + input(1));
            }
            break;
        case verb::backward:
        case verb::backward_from_output:
            add("gy");
            add(with("g", 0));
            if (gated && c.verb == verb::backward) add(with("g", 1));
            break;
        case verb::parameter_gradient:
            add("gy");
            break;
        case verb::inverse:
            add(input(0));
            break;
        case verb::log_derivative:
            add("logdy");
            break;
        }
    }
    std::string_view operator[](std::size_t i) const noexcept { return text_[i]; }

  private:
    void add(std::string text) {
        if (count_ < most_operands) text_[count_++] = std::move(text);
    }
    std::string text_[most_operands];
    std::size_t count_ = 0;
};

/// Whether operand i of a call is complex.
inline bool is_complex_operand(any_call const& c, any_plan const& p, std::size_t i) noexcept {
    using tables::verb;
    if (!c.f.complex) return false;
    bool const of_output =
        c.verb == verb::backward_from_output || c.verb == verb::derivative_from_output;
    bool const last = i + 1 == p.inputs + p.outputs;
    if (!of_output && i == 0) return true;
    if (c.verb == verb::wirtinger && i > 1) return true;
    if (last && (c.verb == verb::backward || c.verb == verb::backward_from_output)) return true;
    return c.f.complex_value;
}

/// What can be known of operands without their shapes.
inline void check_any_operands(any_call const& c, std::span<tables::operand const> all,
                               any_plan const& p, bool labels) {
    if (all.size() != p.inputs + p.outputs) {
        c.fail(all.size(), " operands are given, ", p.inputs + p.outputs, " are expected");
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const wanted =
            engine::is_complex_operand(c, p, i) ? tables::element::complex : tables::element::real;
        bool const label = labels && i == 1 && all[i].of == tables::element::label;
        if (all[i].of != wanted && !label) {
            c.fail(any_names(c)[i], " must have ",
                   wanted == tables::element::complex ? "complex" : "real", " elements");
        }
        if (i >= p.inputs && all[i].is_const) c.fail(any_names(c)[i], " is const");
        if (i < p.inputs && all[i].added) c.fail(any_names(c)[i], " is no output");
    }
}

} // namespace actfn::engine
