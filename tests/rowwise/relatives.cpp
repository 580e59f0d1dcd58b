// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "rowwise/measure.hpp"
#include "rowwise/softmax_reference.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

// What the relatives of softmax promise beyond the laws: accuracy against long double, special
// rows.

using tests::all_nan;
using tests::back;
using tests::bound;
using tests::number;
using tests::of;
using tests::random_row;
using tests::rows_of;
using tests::worst;

TEMPLATE_TEST_CASE("accuracy of logsumexp and logmeanexp", "[rowwise]", float, double) {
    using T = TestType;
    tests::random_numbers next;
    worst sum;
    worst mean;
    for (int i = 0; i < 600; ++i) {
        auto const x = random_row<T>(i, next);
        long double const m = *std::max_element(x.begin(), x.end());
        long double const n = static_cast<long double>(x.size());
        tests::softmax_reference const right(x, 1);
        long double below = 0;
        for (T const v : x) below += std::expm1(static_cast<long double>(v) - m);
        auto const scale = static_cast<double>(std::abs(m));
        sum.see(
            tests::ulp_error(number("logsumexp", x), tests::to_precise(m + right.log_total), scale),
            x.size());
        mean.see(tests::ulp_error(number("logmeanexp", x),
                                  tests::to_precise(m + std::log1p(below / n)), scale),
                 x.size());
    }
    double const slack = tests::reference_slack<T>;
    sum.within(bound<T>("logsumexp").value + slack, "logsumexp");
    mean.within(bound<T>("logmeanexp").value + slack, "logmeanexp");
}

TEMPLATE_TEST_CASE("special rows of logsumexp and logmeanexp", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const big = std::numeric_limits<T>::max();
    for (std::size_t n : {1U, 3U, 9U, 40U}) {
        std::vector<T> const nothing(n, -inf);
        CHECK(number<T>("logsumexp", nothing) == -inf);
        CHECK(number<T>("logmeanexp", nothing) == -inf);
        std::vector<T> x(n, T(2));
        CHECK(number("logmeanexp", x) == T(2));
        x[n / 2] = inf;
        CHECK(number("logsumexp", x) == inf);
        CHECK(number("logmeanexp", x) == inf);
        x[0] = inf;
        CHECK(number("logsumexp", x) == inf);
        x[n - 1] = tests::nan<T>;
        CHECK(std::isnan(number("logsumexp", x)));
        CHECK(std::isnan(number("logmeanexp", x)));
        CHECK(number<T>("logsumexp", std::vector<T>(n, -big)) == -big);
    }
    CHECK(number<T>("logsumexp", std::vector<T>{}) == -inf);
    CHECK(std::isnan(number<T>("logmeanexp", std::vector<T>{})));
    // The naive sum overflows, or is 0.
    CHECK(number<T>("logsumexp", std::vector<T>{1000, -1000}) == T(1000));
    CHECK(number<T>("logsumexp", std::vector<T>{-2000, -1000}) == T(-1000));
    // A masked entry adds nothing.
    CHECK(number<T>("logsumexp", std::vector<T>{-inf, 3}) == T(3));
}

TEMPLATE_TEST_CASE("accuracy of sparsemax", "[rowwise]", float, double) {
    using T = TestType;
    tests::random_numbers next;
    worst value;
    worst slope;
    for (int i = 0; i < 600; ++i) {
        auto x = random_row<T>(i, next);
        if (i % 5 == 0) {
            for (T& v : x) v = static_cast<T>(std::exp2(next(-30, 0))); // a staircase of supports
        }
        std::vector<T> g(x.size());
        for (T& v : g) v = static_cast<T>(next(-1, 1));
        // By the definition: the largest prefix of the sorted row.
        auto sorted = x;
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        long double const m = sorted[0];
        long double sum = 0;
        long double tau = -1;
        std::size_t support = 0;
        for (std::size_t k = 0; k < sorted.size(); ++k) {
            long double const d = static_cast<long double>(sorted[k]) - m;
            sum += d;
            if (1 + static_cast<long double>(k + 1) * d > sum) {
                support = k + 1;
                tau = (sum - 1) / static_cast<long double>(support);
            }
        }
        auto const y = of<T>("sparsemax", x);
        auto const gx = back<T>("sparsemax", x, g);
        long double mean = 0;
        long double mean_abs = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            if (static_cast<long double>(x[j]) - m - tau > 0) {
                mean += static_cast<long double>(g[j]) / static_cast<long double>(support);
                mean_abs +=
                    std::abs(static_cast<long double>(g[j]) / static_cast<long double>(support));
            }
        }
        auto const scale = static_cast<double>(-tau);
        for (std::size_t j = 0; j < x.size(); ++j) {
            long double const excess = static_cast<long double>(x[j]) - m - tau;
            value.see(tests::ulp_error(y[j], tests::to_precise(excess > 0 ? excess : 0), scale),
                      x.size());
            // At the border of the support rounding decides.
            if (std::abs(excess) < 4 * std::numeric_limits<T>::epsilon() * -tau) continue;
            long double const e = excess > 0 ? static_cast<long double>(g[j]) - mean : 0;
            slope.see(tests::ulp_error(gx[j], tests::to_precise(e),
                                       static_cast<double>(std::abs(g[j]) + mean_abs)),
                      x.size());
        }
    }
    double const slack = tests::reference_slack<T>;
    value.within(bound<T>("sparsemax").value + slack, "value");
    slope.within(bound<T>("sparsemax").derivative + slack, "gradient");
}

TEMPLATE_TEST_CASE("special rows of sparsemax", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    std::string_view const f = "sparsemax";
    CHECK(of<T>(f, std::vector<T>{3, 1, 0}) == std::vector<T>{1, 0, 0});
    CHECK(of<T>(f, std::vector<T>(4, T(-5))) == std::vector<T>(4, T(0.25)));
    CHECK(of<T>(f, std::vector<T>{T(0.5), T(0.25)}) == std::vector<T>{T(0.625), T(0.375)});
    CHECK(of<T>(f, std::vector<T>{-7}) == std::vector<T>{1});
    CHECK(of<T>(f, std::vector<T>{-inf, 2, -inf}) == std::vector<T>{0, 1, 0});
    CHECK(all_nan(of<T>(f, std::vector<T>(3, -inf))));
    CHECK(all_nan(of<T>(f, std::vector<T>{1, inf})));
    T const big = std::numeric_limits<T>::max();
    CHECK(of<T>(f, std::vector<T>{big, -big}) == std::vector<T>{1, 0});
    CHECK(back<T>(f, std::vector<T>{3, 1, 0}, {5, 6, 7}) == std::vector<T>{0, 0, 0});
    CHECK(back<T>(f, std::vector<T>{1, 1, 0}, {5, 7, 9}) == std::vector<T>{-1, 1, 0});
}

TEMPLATE_TEST_CASE("hardmax marks the first maximum", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    std::string_view const f = "hardmax";
    CHECK(of<T>(f, std::vector<T>{1, 3, 2, 3}) == std::vector<T>{0, 1, 0, 0});
    CHECK(of<T>(f, std::vector<T>(5, -inf)) == std::vector<T>{1, 0, 0, 0, 0});
    CHECK(of<T>(f, std::vector<T>{1, inf, inf}) == std::vector<T>{0, 1, 0});
    CHECK(of<T>(f, std::vector<T>{T(-0.0), 0}) == std::vector<T>{1, 0});
    CHECK(all_nan(of<T>(f, std::vector<T>{1, tests::nan<T>})));
    CHECK(back<T>(f, std::vector<T>{1, 3, 2}, {5, 6, 7}) == std::vector<T>{0, 0, 0});
    // Straight through: the values of one, the gradient of the other.
    std::vector<T> const x{1, 3, 2};
    CHECK(back<T>("softmax", x, {0, 1, 0})[1] > 0);
}

TEMPLATE_TEST_CASE("safe_softmax of masked rows", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    std::string_view const f = "safe_softmax";
    tests::random_numbers next;
    for (std::size_t n : {1U, 2U, 7U, 8U, 33U, 60U}) {
        std::vector<T> const masked(n, -inf);
        std::vector<T> const g(n, T(3));
        CHECK(of<T>(f, masked) == std::vector<T>(n, T(0)));
        CHECK(back<T>(f, masked, g) == std::vector<T>(n, T(0)));
        std::vector<T> y(n, T(0));
        auto const& s = rows_of<T>(f);
        s.backward_from_output(y, g, y);
        CHECK(y == std::vector<T>(n, T(0)));
        // A masked row beside others, which are as softmax has them.
        std::vector<T> rows(19 * n);
        for (T& v : rows) v = static_cast<T>(next(-5, 5));
        std::fill_n(rows.begin() + static_cast<std::ptrdiff_t>(4 * n), n, -inf);
        auto expected = rows;
        auto const& plain = rows_of<T>("softmax");
        plain.forward(expected, expected, {.rows = 19});
        std::fill_n(expected.begin() + static_cast<std::ptrdiff_t>(4 * n), n, T(0));
        s.forward(rows, rows, {.rows = 19});
        CHECK(rows == expected);
    }
    CHECK(all_nan(of<T>(f, std::vector<T>{-inf, tests::nan<T>})));
    CHECK(all_nan(of<T>(f, std::vector<T>{-inf, inf})));
}

TEMPLATE_TEST_CASE("softmin is softmax of the negative", "[rowwise]", float, double) {
    using T = TestType;
    tests::random_numbers next;
    for (double const temperature : {1.0, 0.3, 2.5}) {
        auto const& softmin = rows_of<T>("softmin");
        auto const& softmax = rows_of<T>("softmax");
        auto const x = random_row<T>(50, next);
        std::vector<T> negative(x.size());
        std::vector<T> g(x.size());
        std::transform(x.begin(), x.end(), negative.begin(), std::negate<>());
        for (T& v : g) v = static_cast<T>(next(-1, 1));
        std::vector<T> y(x.size());
        std::vector<T> expected(x.size());
        softmin.at_temperature(temperature).forward(x, y);
        softmax.at_temperature(temperature).forward(negative, expected);
        CHECK(y == expected);
        softmin.at_temperature(temperature).backward(x, g, y);
        softmax.at_temperature(temperature).backward(negative, g, expected);
        for (T& v : expected) v = -v;
        CHECK(y == expected);
    }
    T const inf = tests::infinity<T>;
    CHECK(of<T>("softmin", std::vector<T>{1, inf}) == std::vector<T>{1, 0});
    CHECK(all_nan(of<T>("softmin", std::vector<T>{inf, inf})));
    CHECK(all_nan(of<T>("softmin", std::vector<T>{1, -inf})));
}
