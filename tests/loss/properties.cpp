// SPDX-License-Identifier: MIT
#include "loss/properties.hpp"

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

template <class T> bool equal(std::vector<T> const& a, std::vector<T> const& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same<T>);
}

/// Scalars, arrays, reductions and Eigen agree, whatever is overwritten.
template <class T> void ways_agree(loss_subject<T> const& s) {
    constexpr std::size_t w = actfn::math::lanes<actfn::math::pack<T>>;
    double const close = 3 * static_cast<double>(std::numeric_limits<T>::epsilon());
    random_numbers next;
    for (std::size_t n = 1; n <= 4 * w + 1; ++n) {
        INFO(n << " elements");
        std::vector<T> x(n), t(n), y(n), dx(n), out(n), slope(n);
        for (T& v : x) v = static_cast<T>(next(-6, 6));
        for (T& v : t) v = static_cast<T>(next(0, 1));
        s.scalars(s.f, x, t, y, dx);
        s.jets(s.f, x, t, out, slope);
        CHECK(equal(out, y));
        CHECK(equal(slope, dx));
        s.batches(s.f, x, t, out, slope);
        CHECK(equal(out, y));
        CHECK(equal(slope, dx));
        if (s.each == nullptr) continue;
        s.each(s.f, x, t, out);
        CHECK(equal(out, y));
        s.each_jet(s.f, x, t, out, slope);
        CHECK(equal(out, y));
        CHECK(equal(slope, dx));

        double sum = 0;
        for (T const v : y) sum += static_cast<double>(v);
        auto const near = [&](T got, double expected) {
            return std::abs(static_cast<double>(got) - expected) <= close * expected;
        };
        T const mean = s.mean(s.f, x, t);
        T const total = s.sum(s.f, x, t);
        CHECK(near(mean, sum / static_cast<double>(n)));
        CHECK(near(total, sum));
        std::vector<T> g(n);
        CHECK(s.sum_gradient(s.f, x, t, g) == total);
        CHECK(equal(g, dx));
        CHECK(s.mean_gradient(s.f, x, t, g) == mean);
        for (std::size_t i = 0; i < n; ++i) CHECK(g[i] == dx[i] / static_cast<T>(n));

        // The gradient may take the place of the entries or the targets.
        auto place = x;
        CHECK(s.mean_gradient(s.f, place, t, place) == mean);
        CHECK(equal(place, g));
        place = t;
        CHECK(s.mean_gradient(s.f, x, place, place) == mean);
        CHECK(equal(place, g));

        using matrix = typename loss_subject<T>::matrix;
        auto const as_matrix = [&](std::vector<T> const& v) {
            return matrix(Eigen::Map<matrix const>(v.data(), static_cast<Eigen::Index>(n), 1));
        };
        matrix gx(static_cast<Eigen::Index>(n), 1);
        CHECK(s.matrix_mean(s.f, as_matrix(x), as_matrix(t)) == mean);
        CHECK(s.matrix_gradient(s.f, as_matrix(x), as_matrix(t), gx) == mean);
        CHECK(std::equal(g.begin(), g.end(), gx.data()));
    }
}

template <class T> void matrices_agree(loss_subject<T> const& s) {
    random_numbers next;
    using matrix = typename loss_subject<T>::matrix;
    matrix x(4, 6);
    matrix t(4, 6);
    for (Eigen::Index i = 0; i < 24; ++i) {
        x.data()[i] = static_cast<T>(next(-3, 3));
        t.data()[i] = static_cast<T>(next(0, 1));
    }
    matrix g(4, 6);
    matrix turned(4, 6);
    T const close = 8 * std::numeric_limits<T>::epsilon();
    T const mean = s.matrix_gradient(s.f, x, t, g);
    CHECK(std::abs(s.turned_gradient(s.f, x, t, turned) - mean) < close);
    CHECK(turned == g);
    matrix frame = matrix::Constant(6, 8, T(7));
    frame.block(1, 1, 4, 6) = x;
    CHECK(std::abs(s.block_in_place(s.f, frame, t) - mean) < close);
    CHECK(frame.block(1, 1, 4, 6) == g);
    CHECK(frame(0, 0) == T(7));
    CHECK(frame(5, 7) == T(7));
}

/// What targets are: −1 and 1, counts, or numbers from 0 to 1.
bool of_classes(actfn::facts const& facts) {
    return facts.name == "softplus_margin" || facts.name == "hinge" ||
           facts.name == "squared_hinge";
}
/// What the error of a value that may cancel is relative to, as the comment of the kernel says.
double cancelling_in_value(actfn::facts const& facts, double x, double t) {
    bool const cancels = facts.name == "kl_divergence" || facts.name == "poisson_nll";
    return cancels && std::isfinite(x) ? std::abs(t * x) : 0;
}
bool of_counts(actfn::facts const& facts) { return facts.name == "poisson_nll"; }

template <class T> std::array<largest_error, 2> errors_of(loss_subject<T> const& s) {
    auto const table = pair_table("loss/" + std::string(s.facts->name), 1);
    CHECK(table.size() > 100);
    std::array<largest_error, 2> errors;
    for (auto const& row : table) {
        std::array const x{static_cast<T>(row.first)};
        std::array const t{static_cast<T>(row.second)};
        if (static_cast<double>(x[0]) != row.first || static_cast<double>(t[0]) != row.second) {
            continue;
        }
        T y;
        T dx;
        s.scalars(s.f, x, t, {&y, 1}, {&dx, 1});
        errors[0].see(y, row.numbers[0], cancelling_in_value(*s.facts, row.first, row.second), row);
        errors[1].see(dx, row.numbers[1], row.scale, row);
    }
    return errors;
}

template <class T> void within_bounds(loss_subject<T> const& s) {
    auto const errors = errors_of(s);
    auto const check = [](largest_error const& e, double bound) {
        INFO(e.ulp << " ULP at " << e.where);
        CHECK(e.ulp <= bound + 0.01);
    };
    check(errors[0], s.facts->max_ulp.value);
    check(errors[1], s.facts->max_ulp.derivative);
}

/// And the range is no larger than it must be.
template <class T> void in_its_range(loss_subject<T> const& s) {
    T least = infinity<T>;
    T most = -infinity<T>;
    for (auto const& row : pair_table("loss/" + std::string(s.facts->name), 1)) {
        std::array const x{static_cast<T>(row.first)};
        std::array const t{static_cast<T>(row.second)};
        T y;
        T dx;
        s.scalars(s.f, x, t, {&y, 1}, {&dx, 1});
        least = std::min(least, y);
        most = std::max(most, y);
    }
    if (of_counts(*s.facts)) { // large counts are not in the table
        T const x(5);
        T const t(1000);
        T dx;
        s.scalars(s.f, {&x, 1}, {&t, 1}, {&least, 1}, {&dx, 1});
    }
    auto const reached = [](double stated, T found) {
        double const f = static_cast<double>(found);
        return std::isinf(stated) ? std::abs(f) > 10 && (f > 0) == (stated > 0)
                                  : std::abs(f - stated) < 1e-3;
    };
    INFO("from " << least << " to " << most);
    CHECK(least >= static_cast<T>(s.facts->lower));
    CHECK(most <= static_cast<T>(s.facts->upper));
    CHECK(reached(s.facts->lower, least));
    CHECK(reached(s.facts->upper, most));
}

template <class T> void nan_stays_nan(loss_subject<T> const& s) {
    for (bool const of_target : {false, true}) {
        std::array const x{of_target ? T(1) : nan<T>};
        std::array const t{of_target ? nan<T> : T(1)};
        T y;
        T dx;
        s.scalars(s.f, x, t, {&y, 1}, {&dx, 1});
        CHECK(std::isnan(y));
        CHECK(std::isnan(dx));
        if (s.mean != nullptr) CHECK(std::isnan(s.mean(s.f, x, t)));
    }
}

template <class T> void misuse_is_reported(loss_subject<T> const& s) {
    std::vector<T> x(4, T(7));
    std::vector<T> t(5, T(7));
    using tests::message;
    std::string const name(s.facts->name);
    CHECK(message([&] { s.mean_gradient(s.f, x, t, x); }) ==
          "actfn::loss(" + name + "): x has 4 elements, t has 5");
    CHECK(message([&] { s.mean_gradient(s.f, x, x, t); }) ==
          "actfn::loss(" + name + "): x has 4 elements, gx has 5");
    CHECK(message([&] { s.each(s.f, x, x, t); }) ==
          "actfn::forward(" + name + "): x has 4 elements, y has 5");
    CHECK(std::count(t.begin(), t.end(), T(7)) == 5);
    using matrix = typename loss_subject<T>::matrix;
    matrix const a = matrix::Zero(2, 3);
    matrix g = matrix::Zero(3, 2);
    CHECK(message([&] { s.matrix_gradient(s.f, a, a, g); }) ==
          "actfn::loss(" + name + "): x is 2 x 3, gx is 3 x 2");
    CHECK(message([&] { s.matrix_mean(s.f, a, g); }) ==
          "actfn::loss(" + name + "): x is 2 x 3, t is 3 x 2");
}

} // namespace

template <class T> void check_laws(loss_subject<T> const& s) {
    CHECK(!s.facts->formula.empty());
    CHECK(!s.facts->source.empty());
    std::string const of_type(type_name<T>);
    SECTION("all ways agree, " + of_type) {
        ways_agree(s);
        if (s.matrix_gradient != nullptr) matrices_agree(s);
    }
    SECTION("within its bounds of the table, " + of_type) { within_bounds(s); }
    SECTION("in its range, " + of_type) { in_its_range(s); }
    SECTION("NaN, " + of_type) { nan_stays_nan(s); }
    if (s.each == nullptr) return;
    SECTION("misuse, " + of_type) { misuse_is_reported(s); }
}

namespace {

template <class T> std::array<T, 2> both_at(loss_subject<T> const& s, T x, T t) {
    std::array<T, 2> y;
    s.scalars(s.f, {&x, 1}, {&t, 1}, {&y[0], 1}, {&y[1], 1});
    return y;
}

survey<2> against_double(loss_subject<float> const& s, loss_subject<double> const& in_double,
                         loss_formulas& formulas, int n) {
    survey<2> found;
    random_numbers next;
    bool const classes = of_classes(*s.facts);
    if (of_counts(*s.facts)) found.range.see(both_at(in_double, 5.0, 1e6)[0]);
    for (int i = 0; i < n; ++i) {
        float const x = of_kind(next, i % 4);
        int const target = i / 4 % 4;
        auto const t = static_cast<float>(classes       ? 2 * (target % 2) - 1
                                          : target == 0 ? 0
                                          : target == 1 ? 1
                                                        : next(0, 1));
        auto const wanted = both_at(in_double, double(x), double(t));
        auto const got = both_at(s, x, t);
        found.range.see(wanted[0]);
        for (auto& each : formulas.all) {
            each.set("x", double(x));
            each.set("t", double(t));
        }
        double const scale = std::abs(formulas.all[2]());
        for (std::size_t j = 0; j < 2; ++j) {
            double const of = j == 1 ? scale : cancelling_in_value(*s.facts, double(x), double(t));
            found.see_formula(formulas.all[j](), wanted[j], of);
            found.errors[j].see(got[j], {wanted[j]}, of, {double(x), double(t), {}, 0});
        }
    }
    return found;
}

} // namespace

void check_claims(loss_subject<float> const& s, loss_subject<double> const& in_double,
                  loss_formulas formulas) {
    actfn::facts const& facts = *s.facts;
    auto const found = against_double(s, in_double, formulas, 8000);
    found.check(facts);

    auto const x = along_an_input(-80, 80);
    bool monotone = true;
    for (double const t : {-1.0, 0.0, 0.3, 1.0}) {
        if (of_classes(facts) ? std::abs(t) != 1 : t < 0) continue;
        auto const part = [&](std::size_t j) -> slice {
            return [&in_double, t, j](double at) { return both_at(in_double, at, t)[j]; };
        };
        monotone = monotone && is_monotone(part(0), x);
        if (t == -1 || t == 1) CHECK(has_a_jump(part(1), x) == (facts.smoothness == 0));
        if (facts.smoothness > 0) CHECK(!has_a_jump(part(1), x));
    }
    CHECK(monotone == facts.monotone);
}

void report_claims(loss_subject<float> const& s, loss_subject<double> const& in_double,
                   loss_formulas formulas) {
    auto const found = against_double(s, in_double, formulas, 1000000);
    std::printf("%-28s against double %.2f of %.2f, %.2f of %.2f\n    at %s\n    and %s\n",
                std::string(s.facts->name).c_str(), found.errors[0].ulp, s.facts->max_ulp.value,
                found.errors[1].ulp, s.facts->max_ulp.derivative, found.errors[0].where.c_str(),
                found.errors[1].where.c_str());
}

template <class T> void report(loss_subject<T> const& s) {
    auto const e = errors_of(s);
    std::printf("%-28s %-6s %.2f %.2f\n", std::string(s.facts->name).c_str(),
                std::string(type_name<T>).c_str(), e[0].ulp, e[1].ulp);
}

template void check_laws(loss_subject<float> const&);
template void check_laws(loss_subject<double> const&);
template void report(loss_subject<float> const&);
template void report(loss_subject<double> const&);

} // namespace tests
