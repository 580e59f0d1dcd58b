// SPDX-License-Identifier: MIT
#include "laws/claims.hpp"
#include "laws/complex.hpp"
#include "laws/formulas.hpp"
#include "laws/tables.hpp"

#include <cstdio>
#include <cstdlib>

// The errors of functions of complex numbers, and their facts with any parameters.

namespace tests {

namespace {

struct errors {
    verdict value;
    verdict derivative;
    verdict parts;
};

/// In ULP of the larger of |expected| and scale, the worse part.
template <class T> double error_of(C<T> got, precise re, precise im, double scale) {
    double const size = std::max(std::hypot(re.hi, im.hi), scale);
    return std::max(ulp_error<T>(got.real(), re, size), ulp_error<T>(got.imag(), im, size));
}

/// float against double, without a table.
errors against_double(subject<C<float>> const& s, std::size_t random) {
    errors e;
    bool const computed = s.facts->cancelling.find_first_not_of("0123456789.") < 99 ||
                          !s.facts->cancelling_value.empty();
    if (computed) return e; // the table knows the scale, this does not
    double const cancelling = std::atof(std::string(s.facts->cancelling).c_str());
    auto const difference = [](C<float> got, C<double> expected, double scale) {
        return is_finite(expected) ? error_of(got, {expected.real()}, {expected.imag()}, scale) : 0;
    };
    for (C<float> const z : complex_sample<C<float>>(random)) {
        if (!is_finite(widen(z)) || std::abs(widen(z)) > s.facts->reach) continue;
        auto const expected = jet_in_double(s, s.f, widen(z));
        auto const got = jet_at(s, z);
        double const of_value = difference(got.value, expected.value, 0);
        e.value.note(of_value, of_value > s.facts->max_ulp.value,
                     text(z) + ": " + text(got.value) + ", double " + text(expected.value));
        double const size = std::abs(expected.dz) + std::abs(expected.dzbar);
        if (size > double(std::numeric_limits<float>::max())) continue;
        double const scale = std::max(size, cancelling);
        double const of_slope = std::max(difference(got.dz, expected.dz, scale),
                                         difference(got.dzbar, expected.dzbar, scale));
        e.derivative.note(of_slope, of_slope > s.facts->max_ulp.derivative,
                          text(z) + ": " + text(got.dz) + ", " + text(got.dzbar) + ", double " +
                              text(expected.dz) + ", " + text(expected.dzbar));
    }
    return e;
}
errors against_double(subject<C<double>> const&, std::size_t) { return {}; }

template <class T> errors against_table(subject<C<T>> const& s) {
    errors e;
    std::string const name(s.facts->name);
    bool const composed = name.find('(') != std::string::npos;
    if (composed || !s.tabled) return e;
    std::size_t count = 0;
    // Empty columns are 0, or NaN where there is no derivative.
    for (auto const& column : csv("complex/" + name)) {
        C<double> const exact(column[0], column[1]);
        C<T> const z(static_cast<T>(column[0]), static_cast<T>(column[1]));
        if (widen(z) != exact || std::abs(exact) > s.facts->reach) continue;
        ++count;
        auto const number = [&](std::size_t i) { return precise{column[i], column[i + 1]}; };
        auto const got = jet_at(s, z);
        auto const words = [&](C<T> what, std::size_t i) {
            return text(z) + ": " + text(what) + ", expected " +
                   text(C<double>(column[i], column[i + 2]));
        };
        double const of_value = error_of(got.value, number(2), number(4), column[14]);
        e.value.note(of_value, of_value > s.facts->max_ulp.value + 0.01, words(got.value, 2));
        double const of_parts = std::max(ulp_error<T>(got.value.real(), number(2)),
                                         ulp_error<T>(got.value.imag(), number(4)));
        e.parts.note(of_parts, s.facts->parts > 0 && of_parts > s.facts->parts + 0.01,
                     words(got.value, 2));
        if (std::isnan(column[6])) continue;
        double const size = std::hypot(column[6], column[8]) + std::hypot(column[10], column[12]);
        double const scale = std::max(size, column[15]);
        if (size > double(std::numeric_limits<T>::max())) continue;
        double const of_dz = error_of(got.dz, number(6), number(8), scale);
        double const of_dzbar = error_of(got.dzbar, number(10), number(12), scale);
        bool const bad = std::max(of_dz, of_dzbar) > s.facts->max_ulp.derivative + 0.01;
        e.derivative.note(of_dz, bad, words(got.dz, 6));
        e.derivative.note(of_dzbar, bad, words(got.dzbar, 10));
    }
    if (count < 100) e.value.broken(infinity<double>, "no table: run tools/complex_oracle.py");
    return e;
}

} // namespace

template <class T> verdict value_in_double(subject<C<T>> const& s) {
    return against_double(s, 4000).value;
}
template <class T> verdict derivatives_in_double(subject<C<T>> const& s) {
    return against_double(s, 4000).derivative;
}
template <class T> verdict value_in_table(subject<C<T>> const& s) { return against_table(s).value; }
template <class T> verdict derivatives_in_table(subject<C<T>> const& s) {
    return against_table(s).derivative;
}
template <class T> verdict parts_in_table(subject<C<T>> const& s) { return against_table(s).parts; }

template verdict value_in_table(subject<C<float>> const&);
template verdict value_in_table(subject<C<double>> const&);
template verdict derivatives_in_table(subject<C<float>> const&);
template verdict derivatives_in_table(subject<C<double>> const&);
template verdict parts_in_table(subject<C<float>> const&);
template verdict parts_in_table(subject<C<double>> const&);
template verdict value_in_double(subject<C<float>> const&);
template verdict value_in_double(subject<C<double>> const&);
template verdict derivatives_in_double(subject<C<float>> const&);
template verdict derivatives_in_double(subject<C<double>> const&);

void check_claims(subject<C<float>> const& s) {
    actfn::facts const& facts = *s.facts;
    INFO(facts.name);
    check_no_limits(facts);
    CHECK(!facts.monotone);
    CHECK(std::isnan(facts.smoothness));
    if (facts.max_ulp.stated()) {
        errors const e = against_double(s, 1000);
        INFO(e.value.worst << ", " << e.value.text << "; " << e.derivative.worst << ", "
                           << e.derivative.text);
        CHECK(e.value.failures == 0);
        CHECK(e.derivative.failures == 0);
    }

    random_numbers draw;
    extremes parts;
    for (double const pole : {1.0, 3.14159265358979312}) { // beside logarithms' ends
        for (C<double> const z : {C<double>(pole, 1e-12), C<double>(-pole, 1e-12),
                                  C<double>(1e-12, pole), C<double>(1e-12, -pole)}) {
            C<double> const value = jet_in_double(s, s.f, z).value;
            parts.see(value.real());
            if (!s.real_valued) parts.see(value.imag());
        }
    }
    for (int i = 0; i < 4000; ++i) {
        double const r = i % 2 == 0 ? draw(0, 5) : std::pow(10, draw(-3, 5));
        C<double> const z = std::polar(r, draw(-3.2, 3.2));
        auto const j = jet_in_double(s, s.f, z);
        if (!is_finite(j.value)) continue;
        parts.see(j.value.real());
        if (!s.real_valued) parts.see(j.value.imag());
    }
    check_range(parts, facts, 5);
    CHECK(mirrors(s).failures == 0);
    CHECK(turns_with_its_argument(s).failures == 0);
    // A composed function may be more than its rules know.
    bool const composed = facts.name.find('(') != std::string_view::npos;
    if (!composed || facts.holomorphic) CHECK(is_holomorphic(s).failures == 0);
}

template <class S> void report(subject<S> const& s) requires is_complex<S> {
    auto const print = [&](char const* against, errors const& e) {
        if (e.value.worst < 0) return;
        std::printf("%s, %s against %s: value %.2f, derivative %.2f, parts %.2f ulp\n"
                    "    at %s\n    and %s\n    and %s\n",
                    std::string(s.facts->name).c_str(), std::string(type_name<real_of<S>>).c_str(),
                    against, e.value.worst, e.derivative.worst, e.parts.worst, e.value.text.c_str(),
                    e.derivative.text.c_str(), e.parts.text.c_str());
    };
    print("table", against_table(s));
    print("double", against_double(s, 100000));
}

template void report(subject<C<float>> const&);
template void report(subject<C<double>> const&);

} // namespace tests
