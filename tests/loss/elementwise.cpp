// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/loss/half_mse.hpp>
#include <actfn/loss/mse.hpp>
#include <actfn/loss/softplus_margin.hpp>
#include <actfn/loss/tanh_binary_cross_entropy.hpp>

#include <cmath>
#include <vector>

// What losses of single entries promise beyond the laws.

TEST_CASE("both conventions of the squared error", "[loss]") {
    // PyTorch's MSELoss is a mean of squares, the delta rule has half their sum.
    std::vector<double> const x{3, 1};
    std::vector<double> const t{1, 4};
    std::vector<double> g(2);
    CHECK(actfn::mse(x, t, g) == 6.5);
    CHECK(g == std::vector<double>{2, -3});
    CHECK(actfn::half_mse.sum(x, t, g) == 6.5);
    CHECK(g == std::vector<double>{2, -3});
    CHECK(actfn::mse(3.0, 1.0) == 4.0);
    CHECK(actfn::mse.derivative(3.0F, 1.0F) == 4.0F);
    CHECK(actfn::half_mse(3.0, 1.0) == 2.0);
    CHECK(actfn::half_mse.derivative(3.0F, 1.0F) == 2.0F);
}

TEMPLATE_TEST_CASE("ends of the binary cross-entropies", "[loss]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    auto const ends = [&](auto const& loss, T steepest) {
        CHECK(loss(inf, T(1)) == 0);
        CHECK(loss(-inf, T(0)) == 0);
        CHECK(loss(inf, T(0)) == inf);
        CHECK(loss(-inf, T(0.5)) == inf);
        CHECK(loss.derivative(-inf, T(1)) == -steepest);
        CHECK(loss.derivative(inf, T(1)) == 0);
    };
    ends(actfn::sigmoid_binary_cross_entropy, T(1));
    ends(actfn::tanh_binary_cross_entropy, T(2));
    CHECK(actfn::softplus_margin(inf, T(1)) == 0);
    CHECK(actfn::softplus_margin(inf, T(-1)) == inf);
    CHECK(actfn::softplus_margin.derivative(-inf, T(1)) == -1);
    // With classes −1 and 1 it is the binary cross-entropy of 0 and 1.
    CHECK(actfn::softplus_margin(T(2), T(-1)) == actfn::softplus_margin(T(-2), T(1)));
}

TEST_CASE("a saturated probability keeps its loss and gradient", "[loss]") {
    // log(1 − y) of the rounded y is −∞ from 17 on, and its gradient 0/0.
    float const y = 1 / (1 + std::exp(-20.0F));
    CHECK(std::isinf(std::log(1 - y)));
    CHECK(actfn::sigmoid_binary_cross_entropy(20.0F, 0.0F) == 20.0F);
    CHECK(actfn::sigmoid_binary_cross_entropy.derivative(20.0F, 0.0F) == 1.0F);
    float const right = actfn::sigmoid_binary_cross_entropy(20.0F, 1.0F);
    CHECK(std::abs(right / std::exp(-20.0F) - 1) < 1e-6F);
    float const slope = actfn::sigmoid_binary_cross_entropy.derivative(20.0F, 1.0F);
    CHECK(std::abs(slope / std::exp(-20.0F) + 1) < 1e-6F);
}

TEST_CASE("the positive weight of sigmoid_binary_cross_entropy", "[loss]") {
    auto const& loss = actfn::sigmoid_binary_cross_entropy;
    auto const heavy = loss.with({.positive_weight = 2.5});
    for (double const x : {-30.0, -1.5, 0.0, 2.0, 40.0}) {
        // Σ of the weighted losses of the two classes.
        for (double const t : {0.0, 0.3, 1.0}) {
            double const expected = 2.5 * t * loss(x, 1.0) + (1 - t) * loss(x, 0.0);
            double const slope =
                2.5 * t * loss.derivative(x, 1.0) + (1 - t) * loss.derivative(x, 0.0);
            CHECK(std::abs(heavy(x, t) - expected) <= 1e-15 * (1 + expected));
            CHECK(std::abs(heavy.derivative(x, t) - slope) <= 1e-15);
        }
    }
    CHECK_THROWS_WITH(
        loss.with({.positive_weight = -1}),
        "actfn::sigmoid_binary_cross_entropy: positive_weight = -1 must be greater than 0");
}

TEMPLATE_TEST_CASE("the gradient of a loss is added to what is there", "[loss]", float, double) {
    using T = TestType;
    for (std::size_t n = 0; n < 70; ++n) {
        std::vector<T> x(n), t(n), gradient(n), sum(n), expected(n);
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = T(0.37) * static_cast<T>(i % 13) - 2;
            t[i] = T(0.11) * static_cast<T>(i % 7);
            sum[i] = T(1) + T(0.01) * static_cast<T>(i);
        }
        T const loss = actfn::mse(x, t, gradient);
        for (std::size_t i = 0; i < n; ++i) expected[i] = sum[i] + gradient[i];
        T const again = actfn::mse(x, t, actfn::add_to(sum));
        CHECK((again == loss || n == 0)); // the mean of nothing is NaN
        CHECK(sum == expected);
    }
}
