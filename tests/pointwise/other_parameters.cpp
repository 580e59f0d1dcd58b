// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/algebraic.hpp>
#include <actfn/pointwise/kumaraswamy.hpp>
#include <actfn/pointwise/noisy_relu_mean.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

// The accuracy of parameters that the tables do not hold: float against the C library in double.

namespace {

using jet = actfn::jet<double>;

jet algebraic(double x, double k) {
    double const u = std::abs(x);
    double const t = std::pow(u, u > 1 ? -k : k);
    double const root = std::exp(-std::log1p(t) / k);
    double const slope = root / (1 + t) * (u > 1 ? t / u : 1);
    return {.value = std::copysign(u > 1 ? root : u * root, x), .derivative = slope};
}

jet noisy_relu_mean(double x, double sd) {
    double const u = std::abs(x / sd);
    double const tail = std::erfc(u / std::numbers::sqrt2) / 2;
    double const pdf = std::exp(-u * u / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return {.value = std::max(x, 0.0) + sd * (pdf - u * tail),
            .derivative = x > 0 ? 1 - tail : tail};
}

jet kumaraswamy(double x, double a, double b) {
    double const log_y = -a * (std::log1p(std::exp(-std::abs(x))) + std::max(-x, 0.0));
    double const m = -std::expm1(log_y);
    double const log_m = x > 0 ? std::log(m) : std::log1p(-std::exp(log_y));
    double const complement = x > 0 ? std::exp(-x) / (1 + std::exp(-x)) : 1 / (1 + std::exp(x));
    return {.value = -std::expm1(b * log_m),
            .derivative = a * b * complement * std::exp(log_y + (b - 1) * log_m)};
}

template <class F, class R> void check(F const& f, R reference, double value, double derivative) {
    tests::random_numbers next;
    jet worst{0, 0};
    for (int i = 0; i < 3000; ++i) {
        double const size = i % 2 == 0 ? next(-8, 8) : std::pow(10, next(-5, 2));
        auto const x = static_cast<float>(i % 4 == 3 ? -size : size);
        auto const got = f.value_and_derivative(x);
        jet const wanted = reference(static_cast<double>(x));
        worst.value = std::max(worst.value, tests::ulp_error(got.value, {wanted.value}));
        worst.derivative =
            std::max(worst.derivative, tests::ulp_error(got.derivative, {wanted.derivative}));
    }
    auto const at_nan = f.value_and_derivative(tests::nan<float>);
    CHECK(std::isnan(at_nan.value));
    CHECK(std::isnan(at_nan.derivative));
    CHECK(worst.value < value);
    CHECK(worst.derivative < derivative);
}

} // namespace

TEST_CASE("accuracy with other parameters", "[pointwise]") {
    for (double const k : {0.1, 0.3, 0.7, 3.3, 20.0}) {
        INFO("algebraic, k = " << k);
        check(
            actfn::algebraic.with({.k = k}), [=](double x) { return algebraic(x, k); }, 2.5, 4);
    }
    for (double const sd : {0.01, 0.3, 0.7, 3.3, 100.0}) {
        INFO("noisy_relu_mean, sd = " << sd);
        check(
            actfn::noisy_relu_mean.with({.sd = sd}),
            [=](double x) { return noisy_relu_mean(x, sd); }, 5, 2.5);
    }
    for (auto const& p : {std::pair(0.3, 0.7), std::pair(2.0, 3.0), std::pair(5.0, 0.3)}) {
        INFO("kumaraswamy, a = " << p.first << ", b = " << p.second);
        check(
            actfn::kumaraswamy.with({.a = p.first, .b = p.second}),
            [=](double x) { return kumaraswamy(x, p.first, p.second); }, 6, 7);
    }
}
