// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

// Activations of Eigen's AutoDiffScalar: the accurate derivative and the chain rule.

namespace {

using Gradient = Eigen::Vector2d;
using Variable = Eigen::AutoDiffScalar<Gradient>;

} // namespace

TEST_CASE("AutoDiffScalar", "[eigen]") {
    auto const check = [](auto const& f) {
        for (double const x : {-40.0, -1.5, 0.0, 0.7, 25.0}) {
            Variable const t(x, Gradient(2, -3));
            Variable const y = f(t);
            CHECK(tests::same(y.value(), f(x)));
            CHECK(tests::same(y.derivatives()[0], f.derivative(x) * 2));
            CHECK(tests::same(y.derivatives()[1], f.derivative(x) * -3));
            Variable const slope = f.derivative(t);
            CHECK(tests::same(slope.value(), f.derivative(x)));
            CHECK(tests::same(slope.derivatives()[0], f.second_derivative(x) * 2));
        }
    };
    check(actfn::gelu);
    check(actfn::tanh);
    check(actfn::relu);
    check(actfn::elu.with({.alpha = 0.3}));
}

TEST_CASE("AutoDiffScalar in an expression of two variables", "[eigen]") {
    Variable const a(0.3, 2, 0);
    Variable const b(-0.8, 2, 1);
    Variable const y = actfn::tanh(a * b + 2 * a) * b;
    double const z = 0.3 * -0.8 + 2 * 0.3;
    double const d = actfn::tanh.derivative(z) * -0.8;
    CHECK(std::abs(y.value() - actfn::tanh(z) * -0.8) < 1e-15);
    CHECK(std::abs(y.derivatives()[0] - d * (-0.8 + 2)) < 1e-15);
    CHECK(std::abs(y.derivatives()[1] - (d * 0.3 + actfn::tanh(z))) < 1e-15);
}

TEST_CASE("AutoDiffScalar of AutoDiffScalar is the second derivative", "[eigen]") {
    using Inner = Eigen::AutoDiffScalar<Eigen::Matrix<double, 1, 1>>;
    using Outer = Eigen::AutoDiffScalar<Eigen::Matrix<Inner, 1, 1>>;
    Outer x(Inner(0.6, 1, 0), 1, 0);
    Outer const y = actfn::gelu(x);
    CHECK(tests::same(y.value().value(), actfn::gelu(0.6)));
    CHECK(tests::same(y.derivatives()[0].value(), actfn::gelu.derivative(0.6)));
    CHECK(tests::same(y.derivatives()[0].derivatives()[0], actfn::gelu.second_derivative(0.6)));
}

TEST_CASE("a network of AutoDiffScalars", "[eigen]") {
    using Scalar = Eigen::AutoDiffScalar<Eigen::VectorXd>;
    Eigen::Matrix<Scalar, 2, 1> x;
    x << Scalar(0.5, 2, 0), Scalar(-1.0, 2, 1);
    Eigen::Matrix<Scalar, 2, 1> const y =
        x.unaryExpr([](Scalar const& t) { return Scalar(actfn::gelu(t)); });
    CHECK(tests::same(y[1].derivatives()[1], actfn::gelu.derivative(-1.0)));
    CHECK(y[1].derivatives()[0] == 0);
}
