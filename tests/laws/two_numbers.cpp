// SPDX-License-Identifier: MIT
#include "laws/claims.hpp"
#include "laws/formulas.hpp"
#include "laws/lists.hpp"
#include "laws/tables.hpp"

#include <cstdio>

// The facts of functions of two real numbers with any parameters: gated functions and losses.

namespace tests {

namespace {

/// Value and derivatives at one place.
template <class T> std::array<T, 3> all_at(subject<T> const& s, void const* f, T a, T b) {
    T const y = at(s.value, f, a, b)[0];
    auto const d = at(s.derivative, f, a, b);
    return {y, d[0], d[1]};
}

/// What the targets of a loss are: −1 and 1, counts, or numbers from 0 to 1.
bool of_classes(actfn::facts const& facts) {
    return facts.name == "softplus_margin" || facts.name == "hinge" ||
           facts.name == "squared_hinge";
}
bool of_counts(actfn::facts const& facts) { return facts.name == "poisson_nll"; }

float target(actfn::facts const& facts, random_numbers& next, int kind) {
    if (of_classes(facts)) return static_cast<float>(2 * (kind % 2) - 1);
    return kind < 2 ? static_cast<float>(kind) : static_cast<float>(next(0, 1));
}

/// Of losses at the places of the table, for not every number is a target.
template <class T> verdict stays_in_range(subject<T> const& s) {
    verdict v;
    extremes seen;
    auto const see = [&](T a, T b) {
        T const y = at(s.value, s.f, a, b)[0];
        if (std::isnan(y)) return; // 0 times a gate that overflows
        seen.see(double(y));
        if (y >= static_cast<T>(s.facts->lower) && y <= static_cast<T>(s.facts->upper)) return;
        v.broken("f(" + text(a) + ", " + text(b) + ") = " + text(y));
    };
    if (s.kind == "gated") {
        columns<T> const in = every_input(s);
        for (std::size_t i = 0; i < in[0].size(); ++i) {
            if (std::isfinite(in[0][i]) && std::isfinite(in[1][i])) see(in[0][i], in[1][i]);
        }
    } else {
        for (table_row const& r : table(s)) see(static_cast<T>(r.in[0]), static_cast<T>(r.in[1]));
    }
    if (of_counts(*s.facts)) see(T(5), T(1000)); // large counts are not in the table
    seen.reach_ends(v, *s.facts);
    return v;
}

template <class T> bool of_two_numbers(subject<T> const& s) { return s.inputs == 2; }

struct largest_error {
    double ulp = 0;
    std::string where = "nowhere";

    void see(float got, double expected, double scale, double a, double b) {
        double const error = ulp_error(got, {expected}, scale);
        if (error <= ulp) return;
        ulp = error;
        where = "(" + hex(a) + ", " + hex(b) + "): " + text(got) + ", expected " + hex(expected);
    }
};

/// The function in float, against itself in double and that against its formulas.
struct survey {
    std::array<largest_error, 3> errors;
    double of_formulas = 0; // in double, relative
    extremes range;
};

survey against_double(subject<float> const& s, stated_formulas& formulas, int n) {
    survey found;
    random_numbers next;
    bool const loss = s.kind == "loss";
    std::size_t const outputs = 1 + s.derivative.outputs;
    double const least = 8 * double(std::numeric_limits<float>::min());
    if (of_counts(*s.facts)) found.range.see(all_at(*s.in_double, s.f, 5.0, 1e6)[0]);
    for (int i = 0; i < n; ++i) {
        float const a = of_kind(next, i % 4);
        float const b = loss ? target(*s.facts, next, i / 4 % 4) : of_kind(next, i / 4 % 4);
        auto const wanted = all_at(*s.in_double, s.f, double(a), double(b));
        found.range.see(wanted[0]);
        for (auto& each : formulas.all) {
            for (char const* name : {"a", "x"}) each.set(name, double(a));
            for (char const* name : {"b", "t"}) each.set(name, double(b));
        }
        std::array<double, 3> scale{};
        if (loss) scale[0] = cancelling_in_value(*s.facts, double(a), double(b));
        scale[outputs - 1] = std::abs(formulas.all[outputs]());
        for (std::size_t j = 0; j < outputs; ++j) {
            double const size = std::max({std::abs(wanted[j]), scale[j], 1e-280});
            found.of_formulas =
                std::max(found.of_formulas, std::abs(formulas.all[j]() - wanted[j]) / size);
        }
        // Where a gate is subnormal its few digits limit the product.
        auto const few = [&](double y) { return y != 0 && std::abs(y) < least; };
        auto const gate = all_at(*s.in_double, s.f, 0.25, double(b));
        if (!loss && (few(gate[1]) || few(gate[2]))) continue;
        auto const got = all_at(s, s.f, a, b);
        for (std::size_t j = 0; j < outputs; ++j) {
            found.errors[j].see(got[j], wanted[j], scale[j], double(a), double(b));
        }
    }
    return found;
}

/// One output along one input, in double.
slice along(subject<float> const& s, std::size_t input, double other, std::size_t output) {
    return [&s, input, other, output](double x) {
        return all_at(*s.in_double, s.f, input == 0 ? x : other, input == 0 ? other : x)[output];
    };
}

void check_shape_of_gate(subject<float> const& s) {
    auto const x = along_an_input(-80, 80);
    bool monotone = true;
    bool smooth = true;
    for (double const other : {-50.0, -3.0, -0.5, 0.75, 2.0, 60.0}) {
        for (std::size_t const k : {0U, 1U}) {
            monotone = monotone && is_monotone(along(s, k, other, 0), x);
            smooth = smooth && !has_a_jump(along(s, k, other, 1 + k), x);
        }
    }
    CHECK(monotone == s.facts->monotone);
    CHECK(smooth == (s.facts->smoothness > 0));
}

void check_shape_of_loss(subject<float> const& s) {
    auto const x = along_an_input(-80, 80);
    bool monotone = true;
    for (double const t : {-1.0, 0.0, 0.3, 1.0}) {
        if (of_classes(*s.facts) ? std::abs(t) != 1 : t < 0) continue;
        monotone = monotone && is_monotone(along(s, 0, t, 0), x);
        bool const jumps = has_a_jump(along(s, 0, t, 1), x);
        if (t == -1 || t == 1) CHECK(jumps == (s.facts->smoothness == 0));
        if (s.facts->smoothness > 0) CHECK(!jumps);
    }
    CHECK(monotone == s.facts->monotone);
}

} // namespace

template <class T> std::vector<law<T>> laws_of_two_numbers() {
    return {{"in its range", of_two_numbers<T>, stays_in_range<T>}};
}
template std::vector<law<float>> laws_of_two_numbers();
template std::vector<law<double>> laws_of_two_numbers();

void check_claims(subject<float> const& s, stated_formulas formulas) {
    actfn::facts const& facts = *s.facts;
    REQUIRE(formulas.all.size() == 2 + s.derivative.outputs);
    survey const found = against_double(s, formulas, 8000);
    for (std::size_t i = 0; i <= s.derivative.outputs && facts.max_ulp.stated(); ++i) {
        INFO(found.errors[i].ulp << " ULP at " << found.errors[i].where);
        CHECK(found.errors[i].ulp <= (i == 0 ? facts.max_ulp.value : facts.max_ulp.derivative));
    }
    CHECK(found.of_formulas < 1e-10);
    check_range(found.range, facts);
    check_no_limits(facts);
    s.kind == "loss" ? check_shape_of_loss(s) : check_shape_of_gate(s);
}

void report_claims(subject<float> const& s, stated_formulas formulas) {
    survey const found = against_double(s, formulas, 1000000);
    std::printf("%s against double:", std::string(s.facts->name).c_str());
    for (std::size_t i = 0; i <= s.derivative.outputs; ++i) {
        std::printf(" %.2f of %.2f at %s;", found.errors[i].ulp,
                    i == 0 ? s.facts->max_ulp.value : s.facts->max_ulp.derivative,
                    found.errors[i].where.c_str());
    }
    std::printf("\n");
}

} // namespace tests
