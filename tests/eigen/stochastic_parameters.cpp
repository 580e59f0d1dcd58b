// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/stochastic.hpp>

#include <cmath>

TEST_CASE("derivatives by parameters in training are expressions with the draws of the value",
          "[eigen]") {
    Eigen::ArrayXXd x(5, 3);
    for (Eigen::Index i = 0; i < 15; ++i) x(i) = -2 + 0.2 * static_cast<double>(i);
    auto const f = actfn::rrelu.train(7, 2);
    auto const p = f.parameter_derivatives(x + 0);
    Eigen::ArrayXXd const lower = p.lower;
    Eigen::ArrayXXd const upper = p.upper;
    // A slope is lower + (upper − lower)·u for x < 0, and y = slope·x.
    Eigen::ArrayXXd const y = f(x);
    auto const& k = f.kernel();
    for (Eigen::Index i = 0; i < x.size(); ++i) {
        double const sum = k.lower * lower(i) + k.upper * upper(i);
        CHECK(std::abs(sum - (x(i) < 0 ? y(i) : 0)) < 1e-15);
        CHECK((lower(i) + upper(i) == 0) == (x(i) >= 0));
    }
    Eigen::ArrayXXd const ones = Eigen::ArrayXXd::Ones(5, 3);
    auto const total = actfn::parameter_gradient(f, x, ones);
    CHECK(std::abs(total.lower - lower.sum()) < 1e-14);
    CHECK(std::abs(total.upper - upper.sum()) < 1e-14);
}
