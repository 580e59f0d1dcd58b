// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "rowwise/softmax_reference.hpp"
#include <actfn/loss/softmax_cross_entropy.hpp>

#include <vector>

namespace {

auto const& loss = actfn::softmax_cross_entropy;

} // namespace

TEMPLATE_TEST_CASE("accuracy of softmax_cross_entropy of a distribution", "[loss]", float, double) {
    using T = TestType;
    double const slack = tests::reference_slack<T>;
    tests::random_numbers next;
    for (int i = 0; i < 300; ++i) {
        auto const n = i % 100 == 99 ? std::size_t(2000) : static_cast<std::size_t>(1 + i % 40);
        double const scale = std::exp(next(-5, sizeof(T) == 4 ? 4 : 6));
        std::vector<T> x(n);
        std::vector<T> t(n);
        for (T& v : x) v = static_cast<T>(scale * next(-1, 1));
        for (T& v : t) v = next(0, 1) < 0.3 ? T(0) : static_cast<T>(next(0, 1));
        tests::softmax_reference const right(x, 1);
        INFO(n << " entries, scale " << scale);
        std::vector<T> g(n);
        double worst = 0;
        long double sum = 0;
        long double expected = 0;
        for (std::size_t j = 0; j < n; ++j) {
            sum += static_cast<long double>(t[j]);
            expected -= static_cast<long double>(t[j]) * right.log_softmax(j);
        }
        T const spread = loss(x, t, g);
        CHECK(tests::same(spread, loss(x, t)));
        CHECK(tests::ulp_error(spread, tests::to_precise(expected)) <=
              loss.facts().max_ulp.value + slack);
        for (std::size_t j = 0; j < n; ++j) {
            long double const p = sum * right.softmax(j);
            long double const target = t[j];
            worst = std::max(worst, tests::ulp_error(g[j], tests::to_precise(p - target),
                                                     static_cast<double>(std::max(p, target))));
        }
        CHECK(worst <= loss.facts().max_ulp.derivative + slack);

        auto in_place = x;
        CHECK(tests::same(loss(in_place, t, in_place), spread));
        CHECK(in_place == g);
        in_place = t;
        CHECK(tests::same(loss(x, in_place, in_place), spread));
        CHECK(in_place == g);
    }
}

TEST_CASE("a masked entry takes no part in a distribution", "[loss]") {
    float const inf = tests::infinity<float>;
    std::vector<float> const masked{1, -inf, 3};
    std::vector<float> const target{0.25F, 0, 0.75F};
    std::vector<float> g(3);
    CHECK(std::isfinite(loss(masked, target, g)));
    CHECK(g[1] == 0);
}

TEST_CASE("smoothing a distribution", "[loss]") {
    // As if the smoothed distribution had been given.
    std::vector<double> const x{1, -2, 0.5, 3};
    std::vector<double> const t{0.5, 0, 0.25, 0.25};
    std::vector<double> smoothed(4);
    for (std::size_t j = 0; j < 4; ++j) smoothed[j] = 0.75 * t[j] + 0.25 / 4;
    std::vector<double> g(4);
    std::vector<double> expected(4);
    CHECK(loss.with({.label_smoothing = 0.25})(x, t, g) == loss(x, smoothed, expected));
    CHECK(g == expected);
}
