// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <cmath>

// Parameters along the rows or columns of a matrix, as in X.colwise() + v.

namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class M> void check_lines() {
    M const x = M::Random(7, 5);
    M const gy = M::Random(7, 5);
    Eigen::VectorXf const of_rows = Eigen::VectorXf::LinSpaced(7, 0.1F, 0.9F);
    Eigen::VectorXf const of_columns = Eigen::VectorXf::LinSpaced(5, -0.4F, 1);
    auto const by_row = actfn::swish.each({.beta = of_rows});
    auto const by_column = actfn::swish.each({.beta = of_columns});
    M const y = by_row(x.colwise());
    M const z = by_column(x.rowwise());
    M const d = by_row.derivative(x.colwise());
    M const dd = by_row.second_derivative(x.colwise());
    M const g = by_column.backward(x.rowwise(), gy.rowwise());
    M of_sum = M::Ones(7, 5);
    of_sum.noalias() += M(by_row((x + x).colwise()));
    M to(7, 5);
    actfn::forward(by_row, x.colwise(), to.colwise());
    for (int i = 0; i < 7; ++i) {
        for (int j = 0; j < 5; ++j) {
            auto const f = actfn::swish.with({.beta = of_rows(i)});
            auto const h = actfn::swish.with({.beta = of_columns(j)});
            CHECK(y(i, j) == f(x(i, j)));
            CHECK(to(i, j) == f(x(i, j)));
            CHECK(z(i, j) == h(x(i, j)));
            CHECK(d(i, j) == f.derivative(x(i, j)));
            CHECK(dd(i, j) == f.second_derivative(x(i, j)));
            CHECK(g(i, j) == h.backward(x(i, j), gy(i, j)));
            CHECK(of_sum(i, j) == 1 + f(x(i, j) + x(i, j)));
        }
    }
    M in_place = x;
    in_place = by_row(in_place.colwise());
    CHECK(in_place == y);

    Eigen::RowVectorXf gradient(5);
    M gx(7, 5);
    actfn::backward(by_column, x.rowwise(), gy.rowwise(), gx.rowwise(),
                    by_column.gradients({.beta = gradient}));
    CHECK(gx == g);
    for (int j = 0; j < 5; ++j) {
        auto const h = actfn::swish.with({.beta = of_columns(j)});
        float const expected = actfn::parameter_gradient(h, x.col(j), gy.col(j)).beta;
        CHECK(std::abs(gradient(j) - expected) < 1e-5F);
    }
}

} // namespace

TEST_CASE("parameters along columns and rows", "[eigen]") {
    check_lines<Eigen::MatrixXf>();
    check_lines<Rows>();
}

TEST_CASE("parameters of every coefficient", "[eigen]") {
    Eigen::ArrayXXf const x = Eigen::ArrayXXf::Random(4, 6);
    Eigen::ArrayXXf const s = Eigen::ArrayXXf::Random(4, 6);
    auto const f = actfn::prelu.each({.slope = s});
    Eigen::ArrayXXf const y = 2 * f(x - 0.5F);
    Rows const other_order = f(x).matrix();
    Eigen::ArrayXXf const part = actfn::prelu.each({.slope = s.topRows(2)})(x.bottomRows(2));
    for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 6; ++j) {
            auto const one = actfn::prelu.with({.slope = s(i, j)});
            CHECK(y(i, j) == 2 * one(x(i, j) - 0.5F));
            CHECK(other_order(i, j) == one(x(i, j)));
            if (i < 2) CHECK(part(i, j) == one(x(i + 2, j)));
        }
    }
    Eigen::ArrayXXf const a = actfn::swiglu.each({.beta = s})(x, y);
    CHECK(a(1, 2) == actfn::swiglu.with({.beta = s(1, 2)})(x(1, 2), y(1, 2)));
}

TEST_CASE("parameters that do not fit a matrix are reported", "[eigen]") {
    Eigen::MatrixXf const x = Eigen::MatrixXf::Random(4, 6);
    Eigen::MatrixXf y;
    Eigen::VectorXf const s = Eigen::VectorXf::Ones(5);
    CHECK(tests::message([&] { y = actfn::prelu.each({.slope = s})(x.colwise()); }) ==
          "actfn::forward(prelu): slope has 5 entries, 6 rows of 4 need 4 or 24");
    CHECK(tests::message([&] { y = actfn::prelu.each({.slope = s})(x); }) ==
          "actfn::forward(prelu): x is 4 x 6, slope is 5 elements");
    Eigen::MatrixXf bad = Eigen::MatrixXf::Ones(2, 3);
    bad(1, 2) = std::nanf("");
    CHECK(tests::message([&] { (void)actfn::prelu.each({.slope = bad}); }) ==
          "actfn::prelu: slope(1, 2) = nan must be a finite number");
}
