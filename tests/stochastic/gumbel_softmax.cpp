// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/stochastic/gumbel_softmax.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace {

using namespace tests;

template <class T>
using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T> using columns_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;

template <class A, class B> bool alike(A const& a, B const& b) {
    for (Eigen::Index r = 0; r < a.rows(); ++r) {
        for (Eigen::Index c = 0; c < a.cols(); ++c) {
            if (!same(a(r, c), b(r, c))) return false;
        }
    }
    return a.rows() == b.rows() && a.cols() == b.cols();
}

template <class T> rows_first<T> random_rows(Eigen::Index rows, Eigen::Index columns) {
    random_numbers random;
    rows_first<T> x(rows, columns);
    for (Eigen::Index i = 0; i < x.size(); ++i) x.data()[i] = static_cast<T>(random(-3, 3));
    return x;
}

template <class M> auto span_of(M& m) {
    return std::span(m.data(), static_cast<std::size_t>(m.size()));
}

} // namespace

TEMPLATE_TEST_CASE("without draws it is softmax", "[stochastic]", float, double) {
    auto const x = random_rows<TestType>(5, 11);
    auto const f = actfn::gumbel_softmax.with({.temperature = 0.5});
    auto const g = actfn::softmax.with({.temperature = 0.5});
    rows_first<TestType> const y = f(x.rowwise());
    rows_first<TestType> const expected = g(x.rowwise());
    CHECK(alike(y, expected));
    CHECK_THROWS_AS(f.with({.temperature = 0}), std::invalid_argument);
}

TEMPLATE_TEST_CASE("with draws it is softmax of perturbed logits, wherever they lie",
                   "[stochastic]", float, double) {
    using T = TestType;
    auto const x = random_rows<T>(9, 13);
    auto const gy = random_rows<T>(9, 13);
    auto const f = actfn::gumbel_softmax.with({.temperature = 0.7}).train(3, 4).from(21);
    auto const soft = actfn::softmax.with({.temperature = 0.7});
    rows_first<T> perturbed = x;
    for (Eigen::Index i = 0; i < x.size(); ++i) {
        perturbed.data()[i] +=
            actfn::math::first(actfn::math::draw<actfn::math::gumbel_draw, actfn::math::pack<T>>(
                {3, 4}, 21 + static_cast<std::uint64_t>(i)));
    }
    rows_first<T> const y = soft(perturbed.rowwise());
    rows_first<T> const gx = soft.backward(perturbed.rowwise(), gy.rowwise());

    rows_first<T> got = f(x.rowwise());
    CHECK(alike(got, y));
    got = f.backward(x.rowwise(), gy.rowwise());
    CHECK(alike(got, gx));
    // A column-major matrix of the same memory: its columns are the rows.
    Eigen::Map<columns_first<T> const> const sideways(x.data(), 13, 9);
    columns_first<T> const columns = f(sideways.colwise());
    CHECK(alike(columns, y.transpose()));

    actfn::row_layout const layout{.rows = 9, .columns = 13};
    got.setZero();
    actfn::forward(f, span_of(x), span_of(got), layout);
    CHECK(alike(got, y));
    got = x;
    actfn::forward(f, span_of(got), span_of(got), layout);
    CHECK(alike(got, y));
    got = gy;
    actfn::backward(f, span_of(x), span_of(got), span_of(got), layout);
    CHECK(alike(got, gx));
    got = x;
    actfn::backward(f, span_of(got), span_of(gy), span_of(got), layout);
    CHECK(alike(got, gx));
    // Row by row.
    for (Eigen::Index r = 0; r < 9; ++r) {
        Eigen::RowVectorX<T> const row = x.row(r);
        Eigen::RowVectorX<T> const one = f.from(21 + 13 * static_cast<std::uint64_t>(r))(row);
        CHECK(alike(one, y.row(r)));
    }
}

TEST_CASE("a stride between rows does not change the draws", "[stochastic]") {
    auto const f = actfn::gumbel_softmax.train(3);
    auto const x = random_rows<float>(4, 5);
    rows_first<float> wide = rows_first<float>::Constant(4, 8, 7.0F);
    wide.leftCols(5) = x;
    actfn::forward(f, span_of(wide), span_of(wide),
                   actfn::row_layout{.rows = 4, .columns = 5, .stride = 8});
    rows_first<float> const expected = f(x.rowwise());
    CHECK(alike(rows_first<float>(wide.leftCols(5)), expected));
    CHECK((wide.rightCols(3).array() == 7.0F).all());
}

TEST_CASE("any axis of a tensor", "[stochastic]") {
    auto const f = actfn::gumbel_softmax.train(3).from(9);
    auto const x = random_rows<double>(4, 6);
    rows_first<double> const expected = f(x.colwise());
    rows_first<double> y(4, 6);
    actfn::forward(f, span_of(x), span_of(y), actfn::axis_layout{.size = 4, .inner = 6});
    CHECK(alike(y, expected));
    auto const gy = random_rows<double>(4, 6);
    rows_first<double> const gx = f.backward(x.colwise(), gy.colwise());
    actfn::backward(f, span_of(x), span_of(gy), span_of(y),
                    actfn::axis_layout{.size = 4, .inner = 6});
    CHECK(alike(y, gx));
}

TEST_CASE("hard: one entry, and the gradient of the softmax", "[stochastic]") {
    auto const soft = actfn::gumbel_softmax.with({.temperature = 2}).train(3);
    auto const hard = soft.hard();
    auto const x = random_rows<double>(50, 7);
    auto const gy = random_rows<double>(50, 7);
    rows_first<double> const y = soft(x.rowwise());
    rows_first<double> const one = hard(x.rowwise());
    for (Eigen::Index r = 0; r < 50; ++r) {
        Eigen::Index largest = 0;
        y.row(r).maxCoeff(&largest);
        CHECK(one(r, largest) == 1.0);
        CHECK(one.row(r).sum() == 1.0);
    }
    rows_first<double> const a = soft.backward(x.rowwise(), gy.rowwise());
    rows_first<double> const b = hard.backward(x.rowwise(), gy.rowwise());
    CHECK(alike(a, b));
}

TEMPLATE_TEST_CASE("masks and biases are those of softmax of perturbed logits", "[stochastic]",
                   float, double) {
    using T = TestType;
    auto const x = random_rows<T>(9, 13);
    auto const gy = random_rows<T>(9, 13);
    auto const b = random_rows<T>(9, 13);
    std::vector<bool> mask(9 * 13);
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = i % 3 != 1;
    auto const plain = actfn::gumbel_softmax.with({.temperature = 0.7});
    auto const bias = span_of(b);
    auto const f = plain.each({.bias = bias, .mask = mask, .causal = true, .offset = 2}).train(3);
    auto const g = plain.train(3).each({.bias = bias, .mask = mask, .causal = true, .offset = 2});
    auto const soft = actfn::softmax.with({.temperature = 0.7})
                          .each({.bias = bias, .mask = mask, .causal = true, .offset = 2});
    rows_first<T> perturbed = x;
    for (Eigen::Index i = 0; i < x.size(); ++i) {
        perturbed.data()[i] +=
            actfn::math::first(actfn::math::draw<actfn::math::gumbel_draw, actfn::math::pack<T>>(
                {3, 0}, static_cast<std::uint64_t>(i)));
    }
    actfn::row_layout const layout{.rows = 9};
    rows_first<T> y(9, 13), expected(9, 13), gx(9, 13), chosen(9, 13), hard_gx(9, 13);
    actfn::forward(f, span_of(x), span_of(y), layout);
    actfn::forward(soft, span_of(perturbed), span_of(expected), layout);
    CHECK(alike(y, expected));
    actfn::forward(g, span_of(x), span_of(expected), layout);
    CHECK(alike(y, expected));
    actfn::backward(f, span_of(x), span_of(gy), span_of(gx), layout);
    actfn::backward(soft, span_of(perturbed), span_of(gy), span_of(expected), layout);
    CHECK(alike(gx, expected));
    actfn::forward(f.hard(), span_of(x), span_of(chosen), layout);
    actfn::backward(f.hard(), span_of(x), span_of(gy), span_of(hard_gx), layout);
    CHECK(alike(hard_gx, gx));
    auto const slope_of = [&](auto const& h) {
        return actfn::parameter_gradient(h, span_of(x), span_of(gy), layout).temperature;
    };
    CHECK(slope_of(plain.train(3).hard()) == slope_of(plain.train(3)));
    for (Eigen::Index r = 0; r < 9; ++r) {
        Eigen::Index largest = 0;
        y.row(r).maxCoeff(&largest);
        CHECK(chosen(r, largest) == 1);
        CHECK(chosen.row(r).sum() == 1);
    }
    // Gradients by options, and by the temperature with and without.
    rows_first<T> gb(9, 13), gb_expected(9, 13);
    auto const of_f = actfn::parameter_gradient(f, span_of(x), span_of(gy),
                                                actfn::row_gradients{.bias = span_of(gb)}, layout);
    auto const of_soft =
        actfn::parameter_gradient(soft, span_of(perturbed), span_of(gy),
                                  actfn::row_gradients{.bias = span_of(gb_expected)}, layout);
    CHECK(alike(gb, gb_expected));
    CHECK(same(of_f.temperature, of_soft.temperature));
    auto const free = actfn::softmax.with({.temperature = 0.7});
    T const by_temperature =
        actfn::parameter_gradient(plain.train(3), span_of(x), span_of(gy), layout).temperature;
    CHECK(std::abs(by_temperature -
                   actfn::parameter_gradient(free, span_of(perturbed), span_of(gy), layout)
                       .temperature) < 100 * std::numeric_limits<T>::epsilon());
    std::vector<T> const sink(1);
    CHECK_THROWS_WITH(actfn::forward(plain.each({.sink = sink}), span_of(x), span_of(y), layout),
                      "actfn::gumbel_softmax has no sink");
}

TEST_CASE("an excluded entry is never drawn, NaN spoils its row", "[stochastic]") {
    auto const f = actfn::gumbel_softmax.train(8);
    std::vector<double> y(4);
    actfn::forward(f, std::vector{0.0, -infinity<double>, 1.0, 2.0}, y);
    CHECK(y[1] == 0);
    for (auto const& bad :
         {std::vector{0.0, tests::nan<double>, 1.0, 2.0},
          std::vector{0.0, infinity<double>, 1.0, 2.0}, std::vector(4, -infinity<double>)}) {
        for (int const hard : {0, 1}) {
            if (hard != 0) {
                actfn::forward(f.hard(), bad, y);
            } else {
                actfn::forward(f, bad, y);
            }
            CHECK(std::all_of(y.begin(), y.end(), [](double t) { return std::isnan(t); }));
        }
    }
    std::vector<double> wrong(3);
    CHECK_THROWS_AS(actfn::forward(f, y, wrong), std::invalid_argument);
}

TEST_CASE("hard samples have the probabilities of the softmax", "[stochastic]") {
    // χ² of 5 degrees of freedom is above 50.8 by chance with probability 1e-9.
    std::vector<double> const logits = {0, 1, -1, 2, 0.5, -3};
    std::vector<double> p(6);
    actfn::forward(actfn::softmax, logits, p);
    constexpr std::size_t n = 20000;
    std::vector<double> all;
    for (std::size_t i = 0; i < n; ++i) all.insert(all.end(), logits.begin(), logits.end());
    actfn::forward(actfn::gumbel_softmax.train(12).hard(), all, all,
                   actfn::row_layout{.rows = n, .columns = 6});
    double statistic = 0;
    for (std::size_t k = 0; k < 6; ++k) {
        double count = 0;
        for (std::size_t i = 0; i < n; ++i) count += all[6 * i + k];
        double const expected = static_cast<double>(n) * p[k];
        statistic += (count - expected) * (count - expected) / expected;
    }
    CHECK(statistic < 50.8);
}
