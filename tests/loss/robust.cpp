// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/loss/gaussian_nll.hpp>
#include <actfn/loss/hinge.hpp>
#include <actfn/loss/huber.hpp>
#include <actfn/loss/kl_divergence.hpp>
#include <actfn/loss/poisson_nll.hpp>
#include <actfn/loss/sigmoid_binary_cross_entropy.hpp>
#include <actfn/loss/sigmoid_focal_cross_entropy.hpp>
#include <actfn/loss/smooth_l1.hpp>
#include <actfn/loss/squared_hinge.hpp>

#include <cmath>
#include <vector>

// Kinks, ends and parameters of losses of single entries.

TEMPLATE_TEST_CASE("huber and smooth_l1 bend at their parameter", "[loss]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const big = std::numeric_limits<T>::max();
    auto const huber = actfn::huber.with({.delta = 2});
    auto const smooth = actfn::smooth_l1.with({.beta = 2});
    for (T const sign : {T(-1), T(1)}) {
        CHECK(huber(sign * 2 + 1, T(1)) == 2);
        CHECK(huber.derivative(sign * 2 + 1, T(1)) == sign * 2);
        CHECK(huber(sign * 5, T(0)) == 8);
        CHECK(huber.derivative(sign * 5, T(0)) == sign * 2);
        CHECK(smooth(sign * 5, T(0)) == 4);
        CHECK(smooth(sign, T(0)) == T(0.25));
        CHECK(smooth.derivative(sign, T(0)) == sign * T(0.5));
        CHECK(huber(sign * inf, T(0)) == inf);
        CHECK(huber.derivative(sign * inf, T(0)) == sign * 2);
        CHECK(smooth(sign * inf, T(0)) == inf);
        CHECK(smooth.derivative(sign * inf, T(0)) == sign);
        CHECK(smooth(sign * big, T(0)) == big);
    }
    // No square under way overflows or vanishes.
    CHECK(actfn::huber.with({.delta = 1e-30})(T(1), T(0)) == static_cast<T>(1e-30));
    CHECK(actfn::smooth_l1.with({.beta = 1e-30})(T(1), T(0)) == 1);
    CHECK(actfn::huber(T(3), T(3)) == 0);
}

TEMPLATE_TEST_CASE("hinge losses stop at the margin", "[loss]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    for (T const t : {T(-1), T(1)}) {
        CHECK(actfn::hinge(t, t) == 0);
        CHECK(actfn::hinge.derivative(t, t) == 0);
        CHECK(actfn::hinge(T(0), t) == 1);
        CHECK(actfn::hinge.derivative(T(0), t) == -t);
        CHECK(actfn::hinge(t * inf, t) == 0);
        CHECK(actfn::hinge(-t * inf, t) == inf);
        CHECK(actfn::hinge.derivative(-t * inf, t) == -t);
        CHECK(actfn::squared_hinge(-t, t) == 4);
        CHECK(actfn::squared_hinge.derivative(-t, t) == -4 * t);
        CHECK(actfn::squared_hinge(t * inf, t) == 0);
        CHECK(actfn::squared_hinge.derivative(t * 2, t) == 0);
        CHECK(actfn::squared_hinge(-t * inf, t) == inf);
    }
}

TEMPLATE_TEST_CASE("ends of likelihoods and divergences", "[loss]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const nan = tests::nan<T>;
    CHECK(actfn::kl_divergence(T(-3), T(0)) == 0);
    CHECK(actfn::kl_divergence(-inf, T(0)) == 0);
    CHECK(std::isnan(actfn::kl_divergence(nan, T(0))));
    CHECK(actfn::kl_divergence(-inf, T(0.5)) == inf);
    CHECK(actfn::kl_divergence(T(0), T(1)) == 0);
    CHECK(std::isnan(actfn::kl_divergence(T(0), T(-1))));
    CHECK(actfn::kl_divergence.derivative(-inf, T(0.5)) == T(-0.5));

    CHECK(actfn::poisson_nll(T(0), T(3)) == 1);
    CHECK(actfn::poisson_nll(inf, T(3)) == inf);
    CHECK(actfn::poisson_nll(-inf, T(3)) == inf);
    CHECK(actfn::poisson_nll(-inf, T(0)) == 0);
    CHECK(actfn::poisson_nll.derivative(-inf, T(3)) == -3);

    CHECK(actfn::gaussian_nll(T(1), T(3)) == 2);
    CHECK(actfn::gaussian_nll(-inf, T(3)) == inf);
    auto const wide = actfn::gaussian_nll.with({.variance = 4});
    CHECK(std::abs(wide(T(1), T(3)) - T(1.1931471805599453)) < T(1e-6));
    CHECK(wide.derivative(T(1), T(3)) == T(-0.5));

    auto const focal = actfn::sigmoid_focal_loss;
    CHECK(focal(inf, T(1)) == 0);
    CHECK(focal(-inf, T(0)) == 0);
    CHECK(focal(-inf, T(1)) == inf);
    CHECK(focal(inf, T(0)) == inf);
    CHECK(focal.derivative(-inf, T(1)) == -1);
    CHECK(focal.derivative(inf, T(1)) == 0);
    for (T const x : {T(-30), T(-1), T(0.25), T(7)}) {
        for (T const t : {T(0), T(0.25), T(1)}) {
            auto const plain = actfn::sigmoid_binary_cross_entropy.value_and_derivative(x, t);
            auto const at_0 = focal.with({.gamma = 0}).value_and_derivative(x, t);
            auto const close = 8 * std::numeric_limits<T>::epsilon();
            CHECK(std::abs(at_0.value - plain.value) <= close * plain.value);
            CHECK(std::abs(at_0.derivative - plain.derivative) <= close);
        }
    }
}

namespace {

/// The gradients by parameters against differences of the sums of losses.
template <class F, class Move>
void check_parameters(F const& f, std::vector<double> const& t, Move move) {
    std::vector<double> const x{-2.3, -0.4, 0.7, 1.9, 3.1};
    std::vector<double> const gy{1, -2, 0.5, 3, 1.5};
    auto const sum = [&](double step) {
        std::vector<double> y(x.size());
        actfn::forward(move(step), x, t, y);
        double total = 0;
        for (std::size_t i = 0; i < y.size(); ++i) total += gy[i] * y[i];
        return total;
    };
    double const h = 1e-5;
    auto const gradient = actfn::parameter_gradient(f, x, t, gy);
    double const got = std::get<0>(actfn::core::numbers(gradient));
    CHECK(std::abs(got - (sum(h) - sum(-h)) / (2 * h)) < 1e-8);
}

} // namespace

TEST_CASE("gradients of losses by their parameters", "[loss]") {
    std::vector<double> const t{0.2, 0.9, 0, 1, 0.5};
    check_parameters(actfn::huber, t, [](double h) { return actfn::huber.with({.delta = 1 + h}); });
    check_parameters(actfn::smooth_l1, t,
                     [](double h) { return actfn::smooth_l1.with({.beta = 1 + h}); });
    check_parameters(actfn::gaussian_nll, t,
                     [](double h) { return actfn::gaussian_nll.with({.variance = 1 + h}); });
    check_parameters(actfn::sigmoid_focal_loss, t,
                     [](double h) { return actfn::sigmoid_focal_loss.with({.gamma = 2 + h}); });
}

TEST_CASE("a variance for every entry", "[loss]") {
    std::vector<double> const x{1, 2, 3};
    std::vector<double> const t{0, 2, 5};
    std::vector<double> const v{1, 0.5, 4};
    std::vector<double> y(3);
    std::vector<double> dy(3);
    actfn::value_and_derivative(actfn::gaussian_nll.each({.variance = v}), x, t, y, dy);
    for (std::size_t i = 0; i < 3; ++i) {
        auto const one = actfn::gaussian_nll.with({.variance = v[i]});
        CHECK(y[i] == one(x[i], t[i]));
        CHECK(dy[i] == one.derivative(x[i], t[i]));
    }
}

TEST_CASE("parameters of losses out of range", "[loss]") {
    using tests::message;
    CHECK(message([] { (void)actfn::huber.with({.delta = 0}); }) ==
          "actfn::huber: delta = 0 must be greater than 0");
    CHECK(message([] { (void)actfn::smooth_l1.with({.beta = -1}); }) ==
          "actfn::smooth_l1: beta = -1 must be greater than 0");
    CHECK(message([] { (void)actfn::gaussian_nll.with({.variance = 0}); }) ==
          "actfn::gaussian_nll: variance = 0 must be greater than 0");
    CHECK(message([] { (void)actfn::sigmoid_focal_loss.with({.gamma = -1}); }) ==
          "actfn::sigmoid_focal_cross_entropy: gamma = -1 must be at least 0");
}
