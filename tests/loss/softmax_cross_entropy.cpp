// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "rowwise/softmax_reference.hpp"
#include <actfn/loss/softmax_cross_entropy.hpp>

#include <vector>

namespace {

auto const& loss = actfn::softmax_cross_entropy;

} // namespace

TEMPLATE_TEST_CASE("accuracy of softmax_cross_entropy of a class", "[loss]", float, double) {
    using T = TestType;
    double const slack = tests::reference_slack<T>;
    tests::random_numbers next;
    for (int i = 0; i < 300; ++i) {
        auto const n = i % 100 == 99 ? std::size_t(2000) : static_cast<std::size_t>(1 + i % 40);
        double const scale = std::exp(next(-5, sizeof(T) == 4 ? 4 : 6));
        std::vector<T> x(n);
        for (T& v : x) v = static_cast<T>(scale * next(-1, 1));
        tests::softmax_reference const right(x, 1);
        std::size_t const k = static_cast<std::size_t>(next(0, static_cast<double>(n)));
        INFO(n << " entries, scale " << scale << ", class " << k);

        std::vector<T> g(n);
        T const value = loss(x, k, g);
        CHECK(tests::same(value, loss(x, k)));
        CHECK(tests::ulp_error(value, tests::to_precise(-right.log_softmax(k))) <=
              loss.facts().max_ulp.value + slack);
        double worst = 0;
        for (std::size_t j = 0; j < n; ++j) {
            auto const e = tests::to_precise(j == k ? -right.rest(k) : right.softmax(j));
            worst = std::max(worst, tests::ulp_error(g[j], e));
        }
        CHECK(worst <= loss.facts().max_ulp.derivative + slack);
    }
}

TEST_CASE("a learnt class keeps its loss and gradient", "[loss]") {
    // 1 − y of the rounded y would be 0.
    std::vector<float> const x{60, 0};
    std::vector<float> g(2);
    float const value = loss(x, 0, g);
    CHECK(std::abs(value / std::exp(-60.0F) - 1) < 1e-6F);
    CHECK(std::abs(g[0] / std::exp(-60.0F) + 1) < 1e-6F);
    CHECK(g[1] == -g[0]);
    // Masked entries take no part.
    float const inf = tests::infinity<float>;
    std::vector<float> const masked{1, -inf, 3};
    CHECK(loss(masked, 1) == inf);
    CHECK(std::isnan(loss(std::vector<float>{1, tests::nan<float>}, 0, std::span(g).first(2))));
    CHECK(std::isnan(g[0]));
}
