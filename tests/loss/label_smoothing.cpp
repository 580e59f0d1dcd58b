// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "rowwise/softmax_reference.hpp"
#include <actfn/array.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>

#include <vector>

namespace {

auto const& loss = actfn::softmax_cross_entropy;

} // namespace

TEMPLATE_TEST_CASE("smoothed labels are a distribution", "[loss]", float, double) {
    using T = TestType;
    double const slack = tests::reference_slack<T>;
    tests::random_numbers next;
    double const share = 0.1;
    auto const smoothed = loss.with({.label_smoothing = share});
    for (int i = 0; i < 200; ++i) {
        auto const n = static_cast<std::size_t>(2 + i % 40);
        double const scale = std::exp(next(-3, sizeof(T) == 4 ? 4 : 6));
        std::vector<T> x(n);
        for (T& v : x) v = static_cast<T>(scale * next(-1, 1));
        tests::softmax_reference const right(x, 1);
        std::size_t const k = static_cast<std::size_t>(next(0, static_cast<double>(n)));
        INFO(n << " entries, scale " << scale << ", class " << k);
        long double const each = 0.1L / static_cast<long double>(n);
        long double expected = 0.9L * -right.log_softmax(k);
        for (std::size_t j = 0; j < n; ++j) expected -= each * right.log_softmax(j);
        std::vector<T> g(n);
        T const value = smoothed(x, k, g);
        CHECK(tests::same(value, smoothed(x, k)));
        CHECK(tests::ulp_error(value, tests::to_precise(expected)) <=
              loss.facts().max_ulp.value + slack);
        double worst = 0;
        for (std::size_t j = 0; j < n; ++j) {
            long double const target = each + (j == k ? 0.9L : 0.0L);
            long double const p = j == k ? -right.rest(k) : right.softmax(j);
            long double const away = j == k ? 0.1L - each : -each;
            worst = std::max(worst,
                             tests::ulp_error(g[j], tests::to_precise(p + away),
                                              static_cast<double>(std::max(std::abs(p), target))));
        }
        CHECK(worst <= loss.facts().max_ulp.derivative + slack);
    }
    T const inf = tests::infinity<T>;
    CHECK(smoothed(std::vector<T>{1, -inf}, 0) == inf);
    CHECK_THROWS_WITH(loss.with({.label_smoothing = 1}),
                      "actfn::softmax_cross_entropy: label_smoothing = 1 must be less than 1");
    CHECK_THROWS_WITH(loss.with({.label_smoothing = -0.5}),
                      "actfn::softmax_cross_entropy: label_smoothing = -0.5 must be at least 0");
}

TEST_CASE("the loss of every sample", "[loss]") {
    tests::random_numbers next;
    constexpr std::size_t samples = 11;
    constexpr std::size_t classes = 5;
    std::vector<float> x(samples * classes);
    for (float& v : x) v = static_cast<float>(next(-4, 4));
    std::vector<int> const labels{0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0};
    actfn::row_layout const layout{.rows = samples, .columns = classes};
    std::vector<float> losses(samples);
    std::vector<float> g(x.size());
    actfn::value_and_derivative(loss, x, labels, losses, g, layout);
    for (std::size_t r = 0; r < samples; ++r) {
        std::span const row = std::span(x).subspan(r * classes, classes);
        std::vector<float> alone(classes);
        CHECK(losses[r] == loss(row, labels[r], alone));
        CHECK(std::equal(alone.begin(), alone.end(), g.begin() + static_cast<int>(r * classes)));
    }
    CHECK_THROWS_WITH(actfn::forward(loss, x, labels, g, layout),
                      "actfn::forward(softmax_cross_entropy): y has 55 elements, 11 rows of 5 in x "
                      "need 11");
    CHECK_THROWS(actfn::forward(loss, x, labels, std::span(x).first(samples), layout));
}
