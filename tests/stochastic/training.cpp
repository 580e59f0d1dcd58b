// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/stochastic.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

// What is chosen where systems differ, and the distributions of what is drawn. Each statistical
// test has a fixed seed; for another it fails by chance with probability 1e-9.

namespace {

constexpr std::size_t many = 100000;

template <class F> std::vector<double> values(F const& f, double x) {
    std::vector<double> y(many, x);
    actfn::forward(f, y, y);
    return y;
}

struct moments {
    double mean;
    double variance;
};
moments of(std::vector<double> const& y) {
    double const n = static_cast<double>(y.size());
    double sum = 0;
    // About one of them: equal numbers have no variance.
    for (double const t : y) sum += t - y[0];
    double squares = 0;
    for (double const t : y) squares += (t - y[0] - sum / n) * (t - y[0] - sum / n);
    return {y[0] + sum / n, squares / n};
}

/// Within 6.1 standard errors: of a mean √(variance/n), of a variance about √(2/n) of it.
void expect(moments got, moments expected) {
    double const n = static_cast<double>(many);
    CHECK(std::abs(got.mean - expected.mean) <= 6.1 * std::sqrt(expected.variance / n));
    CHECK(std::abs(got.variance - expected.variance) <= 6.1 * expected.variance * std::sqrt(2 / n));
}

} // namespace

TEST_CASE("rrelu multiplies by a slope drawn from U(1/8, 1/3)", "[stochastic]") {
    auto const y = values(actfn::rrelu.train(1), -1);
    auto const [least, most] = std::minmax_element(y.begin(), y.end());
    CHECK(*least > -1.0 / 3);
    CHECK(*most < -1.0 / 8);
    double const width = 5.0 / 24;
    expect(of(y), {-11.0 / 48, width * width / 12});
    // Kolmogorov and Smirnov.
    auto sorted = y;
    std::sort(sorted.begin(), sorted.end());
    double largest = 0;
    for (std::size_t i = 0; i < many; ++i) {
        double const p = (sorted[i] + 1.0 / 3) / width;
        largest = std::max(largest, std::abs(p - (static_cast<double>(i) + 0.5) / many));
    }
    CHECK(largest * std::sqrt(static_cast<double>(many)) < 3.27);
}

TEST_CASE("rrelu in inference has the mean slope, and in training 1 on the right", "[stochastic]") {
    CHECK(actfn::rrelu(-48.0) == -11.0);
    CHECK(actfn::rrelu.derivative(0.0) == 11.0 / 48);
    CHECK(actfn::rrelu.train(5)(2.5F) == 2.5F);
    CHECK(actfn::rrelu.train(5).derivative(2.5F) == 1.0F);
    CHECK_THROWS_AS(actfn::rrelu.with({.lower = 0.5, .upper = 0.25}), std::invalid_argument);
    CHECK(actfn::rrelu.with({.lower = 0.25, .upper = 0.25}).train(1)(-4.0) == -1);
    // At the kink the slope drawn.
    CHECK(actfn::rrelu.train(5).derivative(0.0) == -actfn::rrelu.train(5)(-1.0));
}

TEST_CASE("seed, stream and element choose the draw", "[stochastic]") {
    auto const at = [](auto const& f) { return f(-1.0); };
    double const y = at(actfn::rrelu.train(1, 2));
    CHECK(at(actfn::rrelu.train(1, 2)) == y);
    CHECK(at(actfn::rrelu.train(1, 3)) != y);
    CHECK(at(actfn::rrelu.train(2, 2)) != y);
    CHECK(at(actfn::rrelu.train(1, 2).from(1)) != y);
    CHECK(at(actfn::rrelu.train(1)) == at(actfn::rrelu.train(1, 0)));
}

TEST_CASE("the variance of noisy_relu is the logistic of x", "[stochastic]") {
    // So far to the right that max(0, x + n) is x + n.
    expect(of(values(actfn::noisy_relu.train(1), 8)), {8, 1 / (1 + std::exp(-8.0))});
    auto const left = of(values(actfn::noisy_relu.train(1), -60));
    CHECK(left.mean == 0);
    CHECK(actfn::noisy_relu(-1.0) == 0.0);
    CHECK(actfn::noisy_relu(1.5) == 1.5);
}

TEST_CASE("the noise of noisy_relu_constant has one standard deviation", "[stochastic]") {
    auto const f = actfn::noisy_relu_constant.with({.sd = 0.25});
    expect(of(values(f.train(1), 8)), {8, 0.0625});
    CHECK_THROWS_AS(f.with({.sd = -1}), std::invalid_argument);
}

TEST_CASE("noise grows with the distance from the linear region", "[stochastic]") {
    auto const f = actfn::noisy_hard_tanh.train(1);
    CHECK(of(values(f, 0.9)).variance == 0);
    // c·(σ(pD) − 1/2)²·ξ about αh + (1 − α)x, D = 1 − x.
    double const s = 1 / (1 + std::exp(2.0)) - 0.5;
    expect(of(values(f, 3)), {1.15 - 0.15 * 3, std::pow(0.5 * s * s, 2)});
    // Half-normal, and towards larger |x| since α > 1.
    double const e = std::sqrt(2 / std::acos(-1.0));
    double const t = 1 / (1 + std::exp(0.5)) - 0.5;
    double const scale = 0.15 * t * t;
    expect(of(values(actfn::noisy_hard_sigmoid.train(1), 4)),
           {0.5 + 1.1 * 0.5 - 0.1 * 1 + scale * e, scale * scale * (1 - e * e)});
    CHECK(std::abs(of(values(actfn::noisy_hard_sigmoid.train(1), 4)).mean -
                   actfn::noisy_hard_sigmoid(4.0)) < 1e-4);
}

TEST_CASE("noise on the input, everywhere or where it saturates", "[stochastic]") {
    expect(of(values(actfn::nani_hard_tanh.train(1), 0.5)), {0.5, 0.0025});
    CHECK(of(values(actfn::nanis_hard_tanh.train(1), 0.5)).variance == 0);
    CHECK(of(values(actfn::nanis_hard_tanh.train(1), 1.2)).mean < 1);
    CHECK(actfn::nanis_hard_tanh(1.2) == 1.0);
    CHECK(of(values(actfn::nanis_hard_sigmoid.train(1), 1.9)).variance == 0);
}

TEST_CASE("learned noise lets the gradient through where it is strong enough", "[stochastic]") {
    std::size_t inside = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        inside +=
            actfn::learned_nani_hard_tanh.with({.c = 2}).train(1).from(i).derivative(1.5) != 0;
    }
    CHECK(inside > 100);
    CHECK(actfn::learned_nani_hard_tanh.derivative(1.5) == 0.0);
}

TEST_CASE("with() keeps the draws", "[stochastic]") {
    auto const changed = actfn::rrelu.train(7, 3).with({.upper = 0.5});
    auto const trained = actfn::rrelu.with({.upper = 0.5}).train(7, 3);
    CHECK(values(changed, -1) == values(trained, -1));
    CHECK(values(changed, -1) != values(actfn::rrelu.with({.upper = 0.5}).train(8, 3), -1));
}
