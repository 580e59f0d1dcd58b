// SPDX-License-Identifier: MIT
#pragma once
#include "list_of.hpp"
#include "numbers.hpp"
#include <actfn/core/facts.hpp>

#include <complex>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// The laws of functions of every kind: pointwise, gated, complex functions, losses, functions in
/// training, functions of rows. They are compiled once, in laws/*.cpp, and know a function only by
/// a table of ports; the unit of each function is that table (fronts.hpp, row_fronts.hpp).
namespace tests {

template <class S> struct real_of_t { using type = S; };
template <class T> struct real_of_t<std::complex<T>> { using type = T; };
template <class S> using real_of = typename real_of_t<S>::type;
template <class S> inline constexpr bool is_complex = !std::is_same_v<S, real_of<S>>;
template <class S> using wide_of = std::conditional_t<is_complex<S>, std::complex<double>, double>;

/// n elements: numbers, or of functions of rows a row of `line` entries each.
struct shape {
    std::size_t n;
    std::size_t line = 1;
};

/// One way to compute the outputs of elements from their inputs, with the function at f. The
/// columns in[k] and out[o] have the numbers of all elements; an output may be an input if
/// `in_place`.
template <class S> struct way {
    using run_type = void (*)(void const* f, S const* const* in, S* const* out, shape of);
    std::string_view name;
    run_type run;
    bool in_place = true;
};

/// What can be asked of a function, in all ways. The first is a loop of scalar calls, or of calls
/// for one row. Empty where the function does not have it.
template <class S> struct port {
    std::string_view name;
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    bool of_output = false; // the first input is a value of the function
    bool arriving = false;  // the last input is the gradient by the value
    list_of<way<S>, 8> ways{};
    // Of a row the outputs, or the arriving gradient, have one number.
    bool one_out = false;
    bool one_arrives = false;

    constexpr bool empty() const { return ways.empty(); }
    /// How many numbers an element has in input k, and in an output.
    constexpr std::size_t input_size(std::size_t k, std::size_t line) const {
        return one_arrives && k + 1 == inputs ? 1 : line;
    }
    constexpr std::size_t output_size(std::size_t line) const { return one_out ? 1 : line; }
    /// Whether an output may be input k.
    constexpr bool fits(std::size_t k) const {
        return !one_out && !(one_arrives && k + 1 == inputs);
    }
};

template <class S> struct row_calls;

/// A function, by what its ports compute in numbers S, float, double or std::complex of them. Real
/// values and gradients of complex functions stand there as complex ones.
template <class S> struct subject {
    using T = real_of<S>;

    std::string_view kind; // the folder of its table
    actfn::facts const* facts;
    void const* f;
    /// The same function with other parameters, or f.
    void const* varied;
    std::size_t width;
    std::size_t inputs;
    bool real_valued;
    /// Its elements have random numbers of their own.
    bool draws;
    /// Its parameters are the default ones, for which there is a table.
    bool tabled;
    /// How it is called as a function of rows, wrongly too; null where it is none.
    row_calls<S> const* rows;
    /// The lengths of the rows that are tried, of numbers 1.
    list_of<std::size_t, 8> lines;
    /// So many entries of a row have a NaN in common: all, or groups of neighbours.
    std::size_t group = 1;
    /// The same table for double.
    subject<wide_of<S>> const* in_double;

    port<S> value;
    port<S> derivative; // by every input that has one
    port<S> together;   // value and derivatives; of complex functions ∂f/∂z and ∂f/∂z̄
    port<S> second_derivative;
    port<S> backward;
    /// Empty where the derivative is no function of the output.
    port<S> derivative_from_output;
    port<S> backward_from_output;
    /// The slope of the formula, by dual numbers.
    port<S> tangent;

    /// Outputs are the derivatives in the parameters; of a row its part in the gradients by them.
    std::size_t parameters = 0;
    port<S> parameter_derivatives;
    /// Of x.., gy: a number for each parameter. Null where arrays are not tried.
    void (*parameter_gradient)(void const* f, S const* const* in, T* out, shape of);
    /// ∂f/∂p at the inputs by dual numbers.
    double (*parameter_tangent)(void const* f, std::size_t p, double const* in);
    /// f(z) with h added to parameter p; null where they cannot be set by name.
    wide_of<S> (*shifted)(void const* f, std::size_t p, double h, wide_of<S> z);

    /// What is computed with other operands: outputs that are added to, numbers kept in 16 bits.
    /// Empty where arrays are not tried.
    list_of<port<S>, 6> operands;

    list_of<port<S> const*, 7> ports() const {
        return {&value,
                &derivative,
                &together,
                &second_derivative,
                &backward,
                &derivative_from_output,
                &backward_from_output};
    }
};

/// What a law found: how often it was broken, and the worst case in words.
struct verdict {
    std::size_t failures = 0;
    double worst = -1;
    std::string text;

    /// How bad a case is, whether it breaks the law, and the case in words.
    void note(double badness, bool bad, std::string words) {
        failures += bad ? 1 : 0;
        if (failures > 0 && !bad) return;
        bool const first = bad && failures == 1;
        if (!first && !(badness > worst) && !std::isnan(badness)) return;
        worst = badness;
        text = std::move(words);
    }
    void broken(double badness, std::string words) { note(badness, true, std::move(words)); }
    void broken(std::string words) { broken(0, std::move(words)); }
};

template <class S> struct law {
    std::string_view name;
    /// Whether the function has what the law is about.
    bool (*applies)(subject<S> const&);
    verdict (*judge)(subject<S> const&);
};

template <class S> std::span<law<S> const> laws();

/// Every law in a section of its own.
template <class S> void check_laws(subject<S> const& s);

/// Prints the largest errors against the table.
template <class S> void report(subject<S> const& s);

} // namespace tests
