// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/any/tables.hpp>
#include <actfn/engine/operands.hpp>
#include <actfn/engine/signatures.hpp>
#include <actfn/math/rows.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

/// A call of a verb on a function that is known at run time: which loop it takes, what its operands
/// are called, and what can be checked of them without their shapes.
namespace actfn::inline ACTFN_ABI::engine {

inline constexpr std::string_view names_of_verbs[tables::verbs] = {
    verb::forward::name,
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
constexpr std::string_view name_of_verb(tables::verb v) noexcept {
    return names_of_verbs[static_cast<int>(v)];
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

/// How a verb comes from a loop.
struct any_plan {
    tables::slot slot;
    std::size_t inputs;
    std::size_t outputs;
    /// The last input is gy, by which the results of the loop are multiplied.
    bool times = false;
    /// The loop takes ones for gy, which is none of the inputs.
    bool from_ones = false;

    std::size_t operands() const noexcept { return inputs + outputs; }
};

ACTFN_INLINE any_plan plan_of_any(any_call const& c) noexcept {
    using tables::verb;
    bool const gated = c.f.inputs == 2 && c.f.kind == 1;
    auto const in = static_cast<std::size_t>(c.f.inputs);
    bool const drawn = c.draws != nullptr;
    auto const slopes = [&](tables::slot d, tables::slot backward, std::size_t n,
                            std::size_t outputs) -> any_plan {
        bool const from_ones = !drawn && c.f.loops[d] == nullptr && !c.f.complex;
        return {from_ones ? backward : d, n, outputs, false, from_ones};
    };
    switch (c.verb) {
    case verb::forward:
        return {tables::value, in, 1};
    case verb::derivative:
        return slopes(tables::derivative, tables::backward, in, gated ? 2U : 1U);
    case verb::second_derivative:
        return {tables::second_derivative, in, gated ? 3U : 1U};
    case verb::value_and_derivative:
        return {tables::value_and_derivative, in, gated ? 3U : 2U};
    case verb::backward:
        return {drawn ? tables::derivative : tables::backward, in + 1, gated ? 2U : 1U, drawn};
    case verb::backward_from_output:
        return {tables::backward_from_output, 2, 1};
    case verb::derivative_from_output:
        return slopes(tables::derivative_from_output, tables::backward_from_output, 1, 1);
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

/// f(0), ..., f(n − 1); without a loop where n is known while compiling.
template <class N, class F> ACTFN_INLINE void for_each_number(N n, F f) {
    if constexpr (std::is_same_v<N, std::size_t>) {
        for (std::size_t i = 0; i < n; ++i) f(i);
    } else {
        math::unrolled<N::value>(f);
    }
}

/// Ones, as many as a loop takes at a time.
inline constexpr std::size_t count_of_ones = 1024;
template <class T>
inline constexpr auto ones = [] {
    std::array<T, count_of_ones> all{};
    all.fill(T(1));
    return all;
}();

/// The operands of a call, without gaps, and room for what a loop takes besides.
using any_pointers = std::array<void*, most_operands + 1>;

template <class T>
ACTFN_NOINLINE void run_from_ones(any_call const& c, any_plan const& p, tables::loop loop,
                                  std::size_t n, any_pointers const& at) {
    any_pointers part;
    part[p.inputs] = const_cast<T*>(ones<T>.data());
    for (std::size_t i = 0; i < n; i += count_of_ones) {
        for (std::size_t j = 0; j < p.operands(); ++j) {
            part[j < p.inputs ? j : j + 1] = static_cast<T*>(at[j]) + i;
        }
        loop(c.kernel, nullptr, (std::min)(count_of_ones, n - i), part.data());
    }
}
/// Runs a loop of a function of T.
template <class T>
ACTFN_INLINE void run_loop(any_call const& c, any_plan const& p, tables::loop loop,
                           tables::draws const* draws, std::size_t n, any_pointers& at) {
    if (p.from_ones) return engine::run_from_ones<T>(c, p, loop, n, at);
    if (p.times) {
        for (std::size_t i = p.inputs; i < p.operands(); ++i) at[i - 1] = at[i];
    }
    at[p.operands()] = c.sums;
    loop(c.kernel, draws, n, at.data());
}

/// What operands are called in messages, as in direct calls. Every call of rows makes this: names
/// are those of the tables, and only what is put together of them is written anew.
class any_names {
  public:
    explicit any_names(any_call const& c) : c_(c) {
        using tables::verb;
        bool const from_output = c.verb == verb::backward_from_output ||
                                 c.verb == verb::derivative_from_output || c.verb == verb::inverse;
        split_ = c.halves != tables::halves::apart;
        bool const gated = c.f.kind == 1 && !split_;
        auto const in = split_ ? 1 : static_cast<std::size_t>(c.f.inputs);
        bool const is_head = c.f.of == tables::shape::lines;
        std::string_view const y = c.f.complex && !is_head ? "w" : "y";
        if (from_output) {
            add(y);
        } else {
            for (std::size_t i = 0; i < in; ++i) add(input(i));
        }
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
            if (gated) {
                make({"d", input(0)});
                make({"d", input(1)});
            } else {
                add(c.f.complex ? "dz" : "dy");
            }
            break;
        case verb::second_derivative:
            if (gated) {
                make({"d", input(0), input(0)});
                make({"d", input(0), input(1)});
                make({"d", input(1), input(1)});
            } else {
                add("ddy");
            }
            break;
        case verb::backward:
        case verb::backward_from_output:
            add("gy");
            make({"g", input(0)});
            if (gated && c.verb == verb::backward) make({"g", input(1)});
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
    std::string_view operator[](std::size_t i) const noexcept {
        name const& n = name_[i];
        return n.data != nullptr ? std::string_view(n.data, n.size)
                                 : std::string_view(made_).substr(n.begin, n.size);
    }

  private:
    /// Without data it is a part of `made_`.
    struct name {
        char const* data;
        std::size_t begin;
        std::size_t size;
    };
    std::string_view input(std::size_t i) const noexcept {
        return split_ ? std::string_view("x") : c_.input(i);
    }
    void add(std::string_view text) noexcept {
        if (count_ < most_operands) name_[count_++] = {text.data(), 0, text.size()};
    }
    void make(std::initializer_list<std::string_view> parts) {
        std::size_t const begin = made_.size();
        for (std::string_view const part : parts) made_ += part;
        if (count_ < most_operands) name_[count_++] = {nullptr, begin, made_.size() - begin};
    }

    any_call const& c_;
    std::string made_;
    name name_[most_operands]{};
    std::size_t count_ = 0;
    bool split_;
};

/// A bit for each operand of a call that is complex.
inline unsigned complex_operands(any_call const& c, std::size_t count) noexcept {
    using tables::verb;
    if (!c.f.complex) return 0;
    bool const of_output =
        c.verb == verb::backward_from_output || c.verb == verb::derivative_from_output;
    bool const to_input = c.verb == verb::backward || c.verb == verb::backward_from_output;
    unsigned const all = (1U << count) - 1;
    return (c.f.complex_value ? all : 0U) | (of_output ? 0U : 1U) |
           (c.verb == verb::wirtinger ? all & ~3U : 0U) | (to_input ? 1U << (count - 1) : 0U);
}

/// What can be known of operands without their shapes.
inline void check_any_operands(any_call const& c, std::span<tables::operand const> all,
                               any_plan const& p, bool labels) {
    if (all.size() != p.operands()) {
        c.fail(all.size(), " operands are given, ", p.operands(), " are expected");
    }
    unsigned const complex = engine::complex_operands(c, all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const wanted =
            (complex >> i & 1U) != 0 ? tables::element::complex : tables::element::real;
        bool const label = labels && i == 1 && all[i].is.of == tables::element::label;
        if (all[i].is.of != wanted && !label) {
            c.fail(any_names(c)[i], " must have ",
                   wanted == tables::element::complex ? "complex" : "real", " elements");
        }
        if (i >= p.inputs && all[i].is.is_const) c.fail(any_names(c)[i], " is const");
        if (i < p.inputs && all[i].is.added) c.fail(any_names(c)[i], " is no output");
    }
}

} // namespace actfn::engine
