// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/eigen.hpp>
#include <actfn/gated.hpp>
#include <actfn/pointwise/tanh.hpp>
#include <actfn/rowwise.hpp>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include <cmath>

// Functions of rows on matrices of AutoDiffScalars: every entry carries its derivatives by two
// variables, which differences of the function of doubles show.

namespace {

using Variable = Eigen::AutoDiffScalar<Eigen::Vector2d>;
using Variables = Eigen::Matrix<Variable, Eigen::Dynamic, Eigen::Dynamic>;
using Numbers = Eigen::MatrixXd;

Variables sample(Eigen::Index rows, Eigen::Index columns, double phase) {
    Variables m(rows, columns);
    for (Eigen::Index i = 0; i < m.size(); ++i) {
        double const t = phase + static_cast<double>(i);
        m.data()[i] = Variable(std::sin(1.3 * t), Eigen::Vector2d(std::cos(2.1 * t), std::sin(t)));
    }
    return m;
}
/// The values at t along variable k.
Numbers along(Variables const& m, Eigen::Index k, double t) {
    return m.unaryExpr([&](Variable const& v) { return v.value() + t * v.derivatives()[k]; });
}

/// f of variables and of numbers, told apart by their type.
template <class F, class... X> void check(F const& f, X const&... x) {
    Variables const y = f(x...);
    for (Eigen::Index k = 0; k < 2; ++k) {
        double const h = 1e-5;
        Numbers const right = f(along(x, k, h)...);
        Numbers const left = f(along(x, k, -h)...);
        Numbers const middle = f(along(x, k, 0)...);
        REQUIRE(y.rows() == middle.rows());
        REQUIRE(y.cols() == middle.cols());
        for (Eigen::Index i = 0; i < y.rows(); ++i) {
            for (Eigen::Index j = 0; j < y.cols(); ++j) {
                CHECK(std::abs(y(i, j).value() - middle(i, j)) < 1e-15);
                double const slope = (right(i, j) - left(i, j)) / (2 * h);
                CHECK(std::abs(y(i, j).derivatives()[k] - slope) < 1e-8);
            }
        }
    }
}

template <class F> void check_rows(F const& f, Eigen::Index length) {
    Variables const x = sample(6, 3, 0.2);
    Variables const g = sample(length, 3, 0.7);
    check([&](auto const& m) { return f(m.colwise()).eval(); }, x);
    check(
        [&](auto const& m, auto const& gy) { return f.backward(m.colwise(), gy.colwise()).eval(); },
        x, g);
    check([&](auto const& m) { return f((m + m).rowwise()).eval(); }, x.transpose().eval());
}

} // namespace

TEST_CASE("functions of rows on AutoDiffScalars", "[eigen]") {
    check_rows(actfn::softmax, 6);
    check_rows(actfn::log_softmax.with({.temperature = 0.7}), 6);
    check_rows(actfn::sparsemax, 6);
    check_rows(actfn::softmin, 6);
    check_rows(actfn::maxout<2>, 3);
    check_rows(actfn::concatenated(actfn::tanh), 12);
}

TEST_CASE("reductions on AutoDiffScalars", "[eigen]") {
    for (auto const& f : {actfn::logsumexp}) {
        Variables const x = sample(5, 4, 0.1);
        Variables const g = sample(1, 4, 0.4);
        check([&](auto const& m) { return f(m.colwise()).eval(); }, x);
        check([&](auto const& m) { return f(m.transpose().rowwise()).eval(); }, x);
        using Row = Eigen::Matrix<Variable, 1, Eigen::Dynamic>;
        Row const gy = g.row(0);
        Variables const gx = f.backward(x.colwise(), gy);
        for (Eigen::Index j = 0; j < x.cols(); ++j) {
            Variables const p = actfn::softmax(x.col(j));
            for (Eigen::Index i = 0; i < x.rows(); ++i) {
                Variable const product = p(i) * gy(j);
                CHECK(std::abs(gx(i, j).value() - product.value()) < 1e-15);
                CHECK((gx(i, j).derivatives() - product.derivatives()).norm() < 1e-14);
            }
        }
    }
    check([&](auto const& m) { return actfn::logmeanexp(m.colwise()).eval(); }, sample(5, 4, 0.1));
}

TEST_CASE("rows of constants, dynamic derivatives and no lines", "[eigen]") {
    using Dynamic = Eigen::AutoDiffScalar<Eigen::VectorXd>;
    Eigen::Matrix<Dynamic, Eigen::Dynamic, 1> v(2);
    v(0) = Dynamic(0.5, 2, 0); // the first of two variables
    v(1) = Dynamic(0.25);      // a constant
    Eigen::Matrix<Dynamic, Eigen::Dynamic, 1> const y = actfn::softmax(v);
    double const p = y(0).value();
    CHECK(y(1).derivatives().size() == 2);
    CHECK(std::abs(y(0).derivatives()[0] - p * (1 - p)) < 1e-15);
    CHECK(std::abs(y(1).derivatives()[0] + p * (1 - p)) < 1e-15);
    CHECK(y(1).derivatives()[1] == 0);
    Dynamic const sum = actfn::logsumexp(v);
    CHECK(std::abs(sum.derivatives()[0] - p) < 1e-15);

    Variables const none(3, 0);
    Variables const result = actfn::softmax(none.colwise());
    CHECK(result.cols() == 0);
}
