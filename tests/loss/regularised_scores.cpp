// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "rowwise/softmax_reference.hpp"
#include <actfn/array.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

// The z-loss and the cap of softmax_cross_entropy.

namespace {

auto const& loss = actfn::softmax_cross_entropy;

template <class T> std::vector<T> scores(std::size_t n, double scale, tests::random_numbers& next) {
    std::vector<T> x(n);
    for (T& v : x) v = static_cast<T>(scale * next(-1, 1));
    return x;
}

} // namespace

TEMPLATE_TEST_CASE("the z-loss adds the square of the logarithm of the sum", "[loss]", float,
                   double) {
    using T = TestType;
    tests::random_numbers next;
    double const slack = tests::reference_slack<T>;
    auto const f = loss.with({.z_loss = 0.01});
    for (int i = 0; i < 200; ++i) {
        auto const n = static_cast<std::size_t>(1 + i % 40);
        auto const x = scores<T>(n, std::exp(next(-3, 4)), next);
        tests::softmax_reference const right(x, 1);
        long double const total = *std::max_element(x.begin(), x.end()) + right.log_total;
        std::size_t const k = static_cast<std::size_t>(next(0, static_cast<double>(n)));
        std::vector<T> t(n);
        for (T& v : t) v = static_cast<T>(next(0, 1) / static_cast<double>(n));
        std::vector<T> g(n);
        std::vector<T> of_t(n);
        T const value = f(x, k, g);
        T const value_of_t = f(x, t, of_t);
        CHECK(tests::same(value, f(x, k)));
        CHECK(tests::same(value_of_t, f(x, t)));
        INFO(n << " entries, class " << k);
        // log Σ e^x has the rounding error of the largest entry.
        auto const largest = std::abs(static_cast<long double>(*std::max_element(
            x.begin(), x.end(), [](T a, T b) { return std::abs(a) < std::abs(b); })));
        long double const blur = 0.02L * std::abs(total) * largest;
        long double const more = 0.01L * total * total;
        CHECK(tests::ulp_error(value, tests::to_precise(-right.log_softmax(k) + more),
                               static_cast<double>(blur)) <= 6 + slack);
        long double sum = 0;
        long double expected = more;
        for (std::size_t j = 0; j < n; ++j) {
            sum += static_cast<long double>(t[j]);
            expected -= static_cast<long double>(t[j]) * right.log_softmax(j);
        }
        CHECK(tests::ulp_error(value_of_t, tests::to_precise(expected),
                               static_cast<double>(blur)) <= 6 + slack);
        for (std::size_t j = 0; j < n; ++j) {
            long double const pull = 0.02L * total;
            long double const p = j == k ? -right.rest(k) : right.softmax(j);
            long double const scale = std::max(std::abs(p), right.softmax(j) * 0.02L * largest);
            CHECK(tests::ulp_error(g[j], tests::to_precise(p + pull * right.softmax(j)),
                                   static_cast<double>(scale)) <= 8 + slack);
            long double const target = static_cast<long double>(t[j]);
            long double const size = right.softmax(j) * (sum + 0.02L * largest) + target;
            CHECK(tests::ulp_error(of_t[j],
                                   tests::to_precise(right.softmax(j) * (sum + pull) - target),
                                   static_cast<double>(size)) <= 8 + slack);
        }
    }
    CHECK_THROWS_WITH((void)loss.with({.z_loss = -1}),
                      "actfn::softmax_cross_entropy: z_loss = -1 must be at least 0");
}

TEMPLATE_TEST_CASE("scores are capped before softmax", "[loss]", float, double) {
    using T = TestType;
    tests::random_numbers next;
    auto const f = loss.with({.z_loss = 0.001, .softcap = 5});
    auto const plain = loss.with({.z_loss = 0.001});
    auto const close = static_cast<double>(100 * std::numeric_limits<T>::epsilon());
    constexpr std::size_t rows = 21;
    for (std::size_t const n : {1U, 3U, 8U, 50U}) {
        auto const x = scores<T>(rows * n, 20, next);
        std::vector<T> capped(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) capped[i] = 5 * std::tanh(x[i] / 5);
        std::vector<int> labels(rows);
        for (std::size_t r = 0; r < rows; ++r) labels[r] = static_cast<int>(r % n);
        std::vector<T> g(x.size());
        std::vector<T> by_logit(x.size());
        actfn::row_layout const layout{.rows = rows};
        T const value = f(x, labels, g, layout);
        CHECK(std::abs(static_cast<double>(value - plain(capped, labels, by_logit, layout))) <
              close * 10);
        for (std::size_t i = 0; i < x.size(); ++i) {
            double const y = static_cast<double>(capped[i]) / 5;
            double const expected = static_cast<double>(by_logit[i]) * (1 - y * y);
            CHECK(std::abs(static_cast<double>(g[i]) - expected) < close);
        }
        // In place, and of distributions.
        auto place = x;
        CHECK(tests::same(f(place, labels, place, layout), value));
        CHECK(place == g);
        std::vector<T> t(x.size());
        for (std::size_t r = 0; r < rows; ++r) t[r * n + r % n] = 1;
        std::vector<T> of_t(x.size());
        CHECK(std::abs(static_cast<double>(f(x, t, of_t, layout) - value)) < close * 10);
        for (std::size_t i = 0; i < x.size(); ++i) {
            CHECK(std::abs(static_cast<double>(of_t[i] - g[i])) < close);
        }
    }
    T const inf = tests::infinity<T>;
    std::vector<T> gradient(2);
    CHECK(std::abs(static_cast<double>(f(std::vector<T>{inf, -inf}, 0, gradient)) -
                   (std::log1p(std::exp(-10.0)) +
                    0.001 * std::pow(5 + std::log1p(std::exp(-10.0)), 2))) < close * 10);
    CHECK(gradient == std::vector<T>{0, 0});
    CHECK_THROWS_WITH((void)loss.with({.softcap = 0}),
                      "actfn::softmax_cross_entropy: softcap = 0 must be greater than 0");
}
