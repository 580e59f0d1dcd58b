// SPDX-License-Identifier: MIT
#pragma once
#include "laws/subject.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

/// What laws are made of: columns of numbers through ports, inputs, comparisons.
namespace tests {

template <class S> using column = std::vector<S>;
/// The numbers of elements side by side, of rows with `line` entries. The first column has all
/// entries of its elements; others may have one number of every row.
template <class S> struct columns : std::vector<column<S>> {
    using std::vector<column<S>>::vector;
    std::size_t line = 1;

    std::size_t elements() const { return (*this)[0].size() / line; }
    /// How many numbers an element has in column k.
    std::size_t size_of(std::size_t k) const {
        return elements() == 0 ? line : (*this)[k].size() / elements();
    }
    /// n elements from the first one on.
    columns stretch(std::size_t first, std::size_t n) const {
        columns part;
        part.line = line;
        for (std::size_t k = 0; k < this->size(); ++k) {
            S const* const begin = (*this)[k].data() + first * size_of(k);
            part.emplace_back(begin, begin + n * size_of(k));
        }
        return part;
    }
};

template <class T> inline constexpr double epsilon = std::numeric_limits<T>::epsilon();

template <class T> bool has_nan(T x) { return std::isnan(x); }
template <class T> bool has_nan(std::complex<T> z) {
    return std::isnan(z.real()) || std::isnan(z.imag());
}
inline double widen(float x) { return double(x); }
inline double widen(double x) { return x; }
template <class T> std::complex<double> widen(std::complex<T> z) {
    return {double(z.real()), double(z.imag())};
}

inline std::string text(double x) { return hex(x); }
inline std::string text(float x) { return hex(double(x)); }
template <class T> std::string text(std::complex<T> z) {
    return "(" + hex(double(z.real())) + ", " + hex(double(z.imag())) + ")";
}
/// Equal bits of two ranges.
template <class A, class B> bool equal(A const& a, B const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      same<std::remove_cv_t<typename A::value_type>>);
}

template <class T>
column<T> random_column(std::size_t n, double lo, double hi, random_numbers& next) {
    column<T> v(n);
    for (T& t : v) t = static_cast<T>(next(lo, hi));
    return v;
}

/// Element i of the columns.
template <class S> std::string text(columns<S> const& in, std::size_t i) {
    if (in.line > 1) return "rows of " + std::to_string(in.line);
    std::string words = text(in[0][i]);
    for (std::size_t k = 1; k < in.size(); ++k) words += ", " + text(in[k][i]);
    return words;
}

template <class S> std::vector<S const*> pointers(columns<S> const& all) {
    std::vector<S const*> p;
    for (auto const& each : all) p.push_back(each.data());
    return p;
}
template <class S> std::vector<S*> pointers(columns<S>& all) {
    std::vector<S*> p;
    for (auto& each : all) p.push_back(each.data());
    return p;
}

/// What a way makes of the columns: as many as the port has outputs.
template <class S>
columns<S> run(port<S> const& p, way<S> const& w, void const* f, columns<S> const& in) {
    columns<S> out(p.outputs, column<S>(in.elements() * p.output_size(in.line)));
    out.line = p.output_size(in.line);
    w.run(f, pointers(in).data(), pointers(out).data(), {in.elements(), in.line});
    return out;
}
/// By the first way.
template <class S> columns<S> run(port<S> const& p, void const* f, columns<S> const& in) {
    return run(p, p.ways[0], f, in);
}
/// A port of one output on one column by its first way, or by its last: a front end.
template <class S> column<S> run(port<S> const& p, void const* f, column<S> const& x) {
    return run(p, f, columns<S>{x})[0];
}
template <class S> column<S> run_last(port<S> const& p, void const* f, column<S> const& x) {
    return run(p, p.ways.back(), f, columns<S>{x})[0];
}
/// The outputs at one element, of three at most.
template <class S, class... X>
std::array<S, 3> at(port<S> const& p, void const* f, S x, X... others) {
    S const in[] = {x, others...};
    S const* from[1 + sizeof...(X)];
    for (std::size_t k = 0; k < 1 + sizeof...(X); ++k) from[k] = in + k;
    std::array<S, 3> y{};
    S* const to[] = {&y[0], &y[1], &y[2]};
    p.ways[0].run(f, from, to, {1});
    return y;
}

/// got against expected, with an absolute tolerance.
template <class S> void compare(verdict& v, S x, double got, double expected, double tolerance) {
    double const error = std::abs(got - expected);
    if (got == expected || error <= tolerance) return;
    v.broken(error / tolerance, "x = " + text(x) + ": got " + hex(got) + ", expected " +
                                    hex(expected) + ", tolerance " + hex(tolerance));
}

/// What the facts of any function say.
inline verdict origin_is_stated(actfn::facts const& facts) {
    verdict v;
    bool const composed = facts.name.find('(') != std::string_view::npos;
    if (facts.name.empty()) v.broken("no name");
    if (facts.formula.empty()) v.broken("no formula");
    if (facts.source.empty() && !composed) v.broken("no source");
    return v;
}

inline bool beside_a_kink(actfn::facts const& facts, double x, double distance) {
    return std::any_of(facts.kinks.begin(), facts.kinks.end(),
                       [&](double kink) { return std::abs(x - kink) <= distance; });
}

/// Least and largest of some values.
struct extremes {
    double least = infinity<double>;
    double largest = -infinity<double>;

    void see(double y) {
        least = std::min(least, y);
        largest = std::max(largest, y);
    }
    /// The range is no larger than it must be: the values come near to both of its ends.
    void reach_ends(verdict& v, actfn::facts const& facts) const {
        auto const reached = [](double extreme, double stated) {
            if (std::isinf(stated)) return extreme * (stated > 0 ? 1 : -1) > 15;
            return std::abs(extreme - stated) <=
                   1e-3 * (std::abs(stated) > 1 ? 1 + std::abs(stated) : 1);
        };
        if (!reached(least, facts.lower)) v.broken("the least value is " + hex(least));
        if (!reached(largest, facts.upper)) v.broken("the largest value is " + hex(largest));
    }
};

/// Equal bits everywhere; `description` names the two ways.
template <class S>
void expect_same(verdict& v, columns<S> const& in, column<S> const& got, column<S> const& expected,
                 std::string const& description) {
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (same(got[i], expected[i])) continue;
        v.broken(description + " differ at " + text(in, i) + " (element " + std::to_string(i) +
                 " of " + std::to_string(got.size()) + "): " + text(got[i]) + " and " +
                 text(expected[i]));
    }
}
template <class S>
void expect_same(verdict& v, columns<S> const& in, columns<S> const& got,
                 columns<S> const& expected, std::string const& description) {
    for (std::size_t o = 0; o < got.size(); ++o) {
        expect_same(v, in, got[o], expected[o], description);
    }
}

template <class S> std::string both(port<S> const& p, way<S> const& w) {
    return std::string(p.name) + " by " + std::string(w.name) + " and by scalar";
}

/// Inputs of one real function: finite numbers, those in its interval, and everything with NaN and
/// infinities between. Of its table and at random.
template <class T> column<T> finite_sample(subject<T> const& s);
template <class T> column<T> interval_sample(subject<T> const& s);
template <class T> column<T> full_sample(subject<T> const& s);

/// Ascending: evenly over all representations in the domain, and evenly over the interval.
template <class T> column<T> sweep(subject<T> const& s);

/// All pairs of special parts, and random complex numbers: ordinary ones and those of any exponent.
template <class T> std::vector<T> special_parts();
template <class C> column<C> complex_sample(std::size_t random);

/// Inputs of any function: everything, of which the last 64 elements are ordinary numbers, of rows
/// the last 2·width + 1.
template <class S> columns<S> every_input(subject<S> const& s, std::size_t line = 1);
/// n ordinary inputs.
template <class S>
columns<S> ordinary_inputs(subject<S> const& s, std::size_t n, std::size_t line = 1);
/// Gradients, `size` numbers for each of n elements: ordinary numbers; real ones with some zeros,
/// infinities and NaN.
template <class S> column<S> gradients(subject<S> const& s, std::size_t n, std::size_t size = 1);
/// The inputs of a port, from those of the function.
template <class S>
columns<S> inputs_of(port<S> const& p, subject<S> const& s, void const* f, columns<S> in);

} // namespace tests
