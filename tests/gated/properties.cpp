// SPDX-License-Identifier: MIT
#include "gated/properties.hpp"

#include "catch.hpp"
#include "claims.hpp"
#include "errors.hpp"
#include "pair_table.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace tests {

namespace {

template <class T> std::vector<T> numbers(std::size_t n, random_numbers& next) {
    std::vector<T> v(n);
    for (T& t : v) t = static_cast<T>(next(-12, 12));
    return v;
}

template <class A, class B> bool equal(A const& a, B const& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), same<typename A::value_type>);
}

template <class T> std::span<T const> whole(columns_first<T> const& m) {
    return {m.data(), static_cast<std::size_t>(m.size())};
}

template <class T> std::vector<T> chained(std::vector<T> a, std::vector<T> const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Scalars, batches, arrays, halves of an array and Eigen expressions give the same bits.
template <class T> void same_bits_everywhere(gated_subject<T> const& s) {
    constexpr std::size_t w = actfn::math::lanes<actfn::math::pack<T>>;
    random_numbers next;
    for (std::size_t n = 0; n <= 2 * w + 1; ++n) {
        INFO(n << " elements");
        auto const a = numbers<T>(n, next);
        auto const b = numbers<T>(n, next);
        auto const g = numbers<T>(n, next);
        std::vector<T> y(n), by_value(n), by_gate(n), ga(n), gb(n), out(n);
        s.scalars(s.f, a, b, y, by_value, by_gate);
        s.backward_scalars(s.f, a, b, g, ga, gb);
        for (std::size_t i = 0; i < n; ++i) {
            // A constant piece makes 0 of what arrives.
            CHECK((same(ga[i], g[i] * by_value[i]) || (ga[i] == 0 && by_value[i] == 0)));
            CHECK((same(gb[i], g[i] * by_gate[i]) || (gb[i] == 0 && by_gate[i] == 0)));
        }
        s.batches(s.f, a, b, out);
        CHECK(equal(out, y));
        std::vector<T> to_value(n), to_gate(n);
        s.backward_batches(s.f, a, b, g, to_value, to_gate);
        CHECK(equal(to_value, ga));
        CHECK(equal(to_gate, gb));
        if (s.arrays == nullptr) continue;
        s.arrays(s.f, a, b, out);
        CHECK(equal(out, y));
        out = b;
        s.arrays(s.f, a, out, out);
        CHECK(equal(out, y));
        std::vector<T> value = a;
        std::vector<T> gate = b;
        s.backward_arrays(s.f, value, gate, g, value, gate);
        CHECK(equal(value, ga));
        CHECK(equal(gate, gb));

        for (actfn::gate const which : {actfn::gate::first, actfn::gate::second}) {
            bool const second = which == actfn::gate::second;
            auto const x = second ? chained(a, b) : chained(b, a);
            auto const gx = second ? chained(ga, gb) : chained(gb, ga);
            s.halves(s.f, x, out, which, {});
            CHECK(equal(out, y));
            std::vector<T> gradient(2 * n);
            s.backward_halves(s.f, x, g, gradient, which, {});
            CHECK(equal(gradient, gx));
            // In place: the result takes the place of the values.
            auto place = x;
            auto const half = second ? std::span(place).first(n) : std::span(place).last(n);
            s.halves(s.f, place, half, which, {});
            CHECK(std::equal(half.begin(), half.end(), y.begin(), same<T>));
            place = x;
            s.backward_halves(s.f, place, g, place, which, {});
            CHECK(equal(place, gx));
            if (n == 0) continue;

            // Rows of a matrix with gaps between them.
            actfn::row_layout const layout{.rows = 3, .columns = 2 * n, .stride = 2 * n + 3};
            std::vector<T> wide(layout.extent(), T(7));
            std::vector<T> weights;
            for (std::size_t r = 0; r < 3; ++r) {
                std::copy(x.begin(), x.end(),
                          wide.begin() + static_cast<std::ptrdiff_t>(r * layout.stride));
                weights.insert(weights.end(), g.begin(), g.end());
            }
            std::vector<T> values(3 * n);
            s.halves(s.f, wide, values, which, layout);
            CHECK(equal(values, chained(y, chained(y, y))));
            s.backward_halves(s.f, wide, weights, wide, which, layout);
            for (std::size_t r = 0; r < 3; ++r) {
                CHECK(std::equal(gx.begin(), gx.end(),
                                 wide.begin() + static_cast<std::ptrdiff_t>(r * layout.stride),
                                 same<T>));
            }
            CHECK(wide[2 * n] == T(7));

            auto const size = static_cast<Eigen::Index>(n);
            columns_first<T> const column =
                Eigen::Map<columns_first<T> const>(x.data(), 2 * size, 1);
            columns_first<T> both = column.replicate(1, 2);
            columns_first<T> result;
            s.half_columns(s.f, both, result, which);
            CHECK(equal(whole<T>(result), chained(y, y)));
            s.half_rows(s.f, both.transpose(), result, which);
            CHECK(equal(whole<T>(result.transpose()), chained(y, y)));
            columns_first<T> const gy =
                Eigen::Map<columns_first<T> const>(g.data(), size, 1).replicate(1, 2);
            s.backward_half_columns(s.f, both, gy, which);
            CHECK(equal(whole<T>(both), chained(gx, gx)));
        }
    }
}

template <class T> void eigen_matches_arrays(gated_subject<T> const& s) {
    random_numbers next;
    auto const random = [&] {
        columns_first<T> m(5, 7);
        for (Eigen::Index i = 0; i < m.size(); ++i) m.data()[i] = static_cast<T>(next(-9, 9));
        return m;
    };
    auto const a = random();
    auto const b = random();
    auto const g = random();
    auto const size = static_cast<std::size_t>(a.size());
    std::vector<T> y(size), ga(size), gb(size);
    s.arrays(s.f, whole(a), whole(b), y);
    s.backward_arrays(s.f, whole(a), whole(b), whole(g), ga, gb);
    columns_first<T> out;
    columns_first<T> to_value;
    columns_first<T> to_gate;
    s.expression(s.f, a, b, out);
    CHECK(equal(whole(out), y));
    s.backward_expression(s.f, a, b, g, to_value, to_gate);
    CHECK(equal(whole(to_value), ga));
    CHECK(equal(whole(to_gate), gb));
}

template <class T> std::array<largest_error, 3> errors_of(gated_subject<T> const& s) {
    auto const table = pair_table("gated/" + std::string(s.facts->name), 2);
    CHECK(table.size() > 100);
    std::array<largest_error, 3> errors;
    for (auto const& row : table) {
        std::array const a{static_cast<T>(row.first)};
        std::array const b{static_cast<T>(row.second)};
        if (static_cast<double>(a[0]) != row.first || static_cast<double>(b[0]) != row.second) {
            continue;
        }
        // Where the gate is subnormal its few digits limit the product.
        double const act = std::abs(row.numbers[1].hi);
        if (act != 0 && act < static_cast<double>(std::numeric_limits<T>::min())) continue;
        T got[3];
        s.scalars(s.f, a, b, {got, 1}, {got + 1, 1}, {got + 2, 1});
        for (std::size_t i = 0; i < 3; ++i) {
            errors[i].see(got[i], row.numbers[i], i == 2 ? row.scale : 0, row);
        }
    }
    return errors;
}

template <class T> void within_bounds(gated_subject<T> const& s) {
    auto const errors = errors_of(s);
    char const* const what[] = {"value", "by value", "by gate"};
    for (std::size_t i = 0; i < 3; ++i) {
        INFO(what[i] << ": " << errors[i].ulp << " ULP at " << errors[i].where);
        CHECK(errors[i].ulp <=
              (i == 0 ? s.facts->max_ulp.value : s.facts->max_ulp.derivative) + 0.01);
    }
}

template <class T> void nan_stays_nan(gated_subject<T> const& s) {
    for (T const other : {T(0), T(-2), T(3), T(50), T(-50), nan<T>}) {
        for (bool const gate : {false, true}) {
            std::array const a{gate ? other : nan<T>};
            std::array const b{gate ? nan<T> : other};
            T y, by_value, by_gate;
            s.scalars(s.f, a, b, {&y, 1}, {&by_value, 1}, {&by_gate, 1});
            INFO(a[0] << ", " << b[0]);
            CHECK(std::isnan(y));
            // The derivative by one argument may not depend on it.
            CHECK((std::isnan(by_value) || !gate));
            CHECK((std::isnan(by_gate) || gate));
        }
    }
}

template <class T> void misuse_is_reported(gated_subject<T> const& s) {
    std::vector<T> x(9, T(7));
    std::vector<T> y(5, T(7));
    std::string const name(s.facts->name);
    using tests::message;
    auto const second = actfn::gate::second;
    CHECK(message([&] { s.halves(s.f, x, y, second, {}); }) ==
          "actfn::forward(" + name + "): x has 9 elements, which do not split in 2 halves");
    x.resize(8);
    CHECK(message([&] { s.halves(s.f, x, y, second, {}); }) ==
          "actfn::forward(" + name + "): y has 5 elements, 1 rows of 8 in x need 4");
    CHECK(message([&] { s.arrays(s.f, x, y, x); }) ==
          "actfn::forward(" + name + "): a has 8 elements, b has 5");
    CHECK(message([&] { s.backward_arrays(s.f, x, x, x, x, x); }).find("overlaps") !=
          std::string::npos);
    CHECK(message([&] {
              s.halves(s.f, x, std::span(x).subspan(2, 4), second, {});
          }).find("overlaps") != std::string::npos);
    CHECK(message([&] { s.halves(s.f, x, y, second, {.rows = 2}); }) ==
          "actfn::forward(" + name + "): y has 5 elements, 2 rows of 4 in x need 4");
    CHECK(message([&] { s.halves(s.f, x, y, second, {.rows = 8}); }) ==
          "actfn::forward(" + name + "): x has 1 elements, which do not split in 2 halves");
    CHECK(message([&] {
              s.halves(s.f, x, std::span(x).first(4), second, {.rows = 2});
          }).find("overlaps") != std::string::npos);
    CHECK(message([&] { s.backward_halves(s.f, x, y, x, second, {}); }) ==
          "actfn::backward(" + name + "): gy has 5 elements, 1 rows of 8 in x need 4");
    CHECK(std::count(x.begin(), x.end(), T(7)) == 8);

    columns_first<T> const a = columns_first<T>::Zero(3, 4);
    columns_first<T> const b = columns_first<T>::Zero(4, 3);
    columns_first<T> z;
    CHECK(message([&] { s.expression(s.f, a, b, z); }) ==
          "actfn::" + name + ": b is 4 x 3, expected 3 x 4");
    CHECK(message([&] { s.half_columns(s.f, a, z, second); }) ==
          "actfn::" + name + ": x is 3 x 4, 3 entries do not split in 2 halves");
    z = b;
    CHECK(message([&] { s.backward_half_columns(s.f, z, a, second); }) ==
          "actfn::" + name + ": gy is 3 x 4, expected 2 x 3");
}

} // namespace

template <class T> void check_laws(gated_subject<T> const& s) {
    CHECK(!s.facts->formula.empty());
    CHECK(!s.facts->source.empty());
    std::string const of_type(type_name<T>);
    SECTION("the same bits everywhere, " + of_type) {
        same_bits_everywhere(s);
        if (s.expression != nullptr) eigen_matches_arrays(s);
    }
    SECTION("within its bounds of the table, " + of_type) { within_bounds(s); }
    SECTION("NaN, " + of_type) { nan_stays_nan(s); }
    if (s.arrays == nullptr) return;
    SECTION("misuse, " + of_type) { misuse_is_reported(s); }
}

namespace {

template <class T> std::array<T, 3> all_at(gated_subject<T> const& s, T a, T b) {
    std::array<T, 3> y;
    s.scalars(s.f, {&a, 1}, {&b, 1}, {&y[0], 1}, {&y[1], 1}, {&y[2], 1});
    return y;
}

survey<3> against_double(gated_subject<float> const& s, gated_subject<double> const& in_double,
                         gated_formulas& formulas, int n) {
    survey<3> found;
    random_numbers next;
    double const least = 8 * static_cast<double>(std::numeric_limits<float>::min());
    for (int i = 0; i < n; ++i) {
        float const a = of_kind(next, i % 4);
        float const b = of_kind(next, i / 4 % 4);
        auto const wanted = all_at(in_double, double(a), double(b));
        found.range.see(wanted[0]);
        formulas.set(double(a), double(b));
        double const scale = std::abs(formulas.all[3]());
        for (std::size_t j = 0; j < 3; ++j) {
            found.see_formula(formulas.all[j](), wanted[j], j == 2 ? scale : 0);
        }
        // Where the gate is subnormal its few digits limit the product.
        auto const gate = all_at(in_double, 0.25, double(b));
        auto const few = [&](double y) { return y != 0 && std::abs(y) < least; };
        if (few(gate[1]) || few(gate[2])) continue;
        auto const got = all_at(s, a, b);
        for (std::size_t j = 0; j < 3; ++j) {
            found.errors[j].see(got[j], {wanted[j]}, j == 2 ? scale : 0,
                                {double(a), double(b), {}, 0});
        }
    }
    return found;
}

} // namespace

void check_claims(gated_subject<float> const& s, gated_subject<double> const& in_double,
                  gated_formulas formulas) {
    actfn::facts const& facts = *s.facts;
    auto const found = against_double(s, in_double, formulas, 8000);
    found.check(facts);

    auto const x = along_an_input(-80, 80);
    bool monotone = true;
    bool smooth = true;
    for (double const other : {-50.0, -3.0, -0.5, 0.75, 2.0, 60.0}) {
        auto const part = [&](bool gate, std::size_t j) -> slice {
            return [&in_double, other, gate, j](double at) {
                return gate ? all_at(in_double, other, at)[j] : all_at(in_double, at, other)[j];
            };
        };
        monotone = monotone && is_monotone(part(false, 0), x) && is_monotone(part(true, 0), x);
        smooth = smooth && !has_a_jump(part(false, 1), x) && !has_a_jump(part(true, 2), x);
    }
    CHECK(monotone == facts.monotone);
    CHECK(smooth == (facts.smoothness > 0));
}

void report_claims(gated_subject<float> const& s, gated_subject<double> const& in_double,
                   gated_formulas formulas) {
    auto const found = against_double(s, in_double, formulas, 1000000);
    std::printf("%-16s against double %.2f of %.2f, %.2f %.2f of %.2f\n    at %s\n    and %s\n",
                std::string(s.facts->name).c_str(), found.errors[0].ulp, s.facts->max_ulp.value,
                found.errors[1].ulp, found.errors[2].ulp, s.facts->max_ulp.derivative,
                found.errors[0].where.c_str(), found.errors[2].where.c_str());
}

template <class T> void report(gated_subject<T> const& s) {
    auto const e = errors_of(s);
    std::printf("%-16s %-6s %.2f %.2f %.2f\n", std::string(s.facts->name).c_str(),
                std::string(type_name<T>).c_str(), e[0].ulp, e[1].ulp, e[2].ulp);
}

template void check_laws(gated_subject<float> const&);
template void check_laws(gated_subject<double> const&);
template void report(gated_subject<float> const&);
template void report(gated_subject<double> const&);

} // namespace tests
