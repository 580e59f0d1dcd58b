// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/safe_softmax.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/rowwise/softmin.hpp>

#include <cmath>
#include <limits>
#include <vector>

// The gradient by the temperature of functions of rows.

namespace {

template <class F>
double weighted_sum(F const& f, std::vector<double> const& x, std::vector<double> const& gy,
                    std::size_t rows) {
    std::vector<double> y(x.size());
    actfn::forward(f, x, y, actfn::row_layout{.rows = rows});
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += gy[i] * y[i];
    return sum;
}

/// The gradient is the difference quotient, in float nearly that in double, and the same for rows
/// and columns.
template <class F> void check_gradient(F const& standard) {
    constexpr std::size_t rows = 6;
    for (std::size_t const entries : {1U, 3U, 8U, 31U, 70U}) {
        for (double const temperature : {0.3, 1.0, 2.5}) {
            INFO(standard.facts().name << ", " << entries << " entries, T = " << temperature);
            auto const f = standard.with({.temperature = temperature});
            std::vector<double> x(rows * entries), gy(x.size());
            tests::random_numbers random;
            for (double& v : x) v = random(-3, 3);
            for (double& v : gy) v = random(-1, 1);
            actfn::row_layout const layout{.rows = rows};
            double const got = actfn::parameter_gradient(f, x, gy, layout).temperature;
            double const h = 1e-6 * temperature;
            double const above =
                weighted_sum(standard.with({.temperature = temperature + h}), x, gy, rows);
            double const below =
                weighted_sum(standard.with({.temperature = temperature - h}), x, gy, rows);
            double const expected = (above - below) / (2 * h);
            CHECK(std::abs(got - expected) <= 1e-6 * (1 + std::abs(expected)));

            std::vector<float> const xf(x.begin(), x.end()), gf(gy.begin(), gy.end());
            double const in_float = actfn::parameter_gradient(f, xf, gf, layout).temperature;
            CHECK(std::abs(in_float - got) <= 2e-5 * (1 + std::abs(got)));

            using matrix = Eigen::MatrixXd;
            auto const n = static_cast<Eigen::Index>(entries);
            Eigen::Map<matrix const> const X(x.data(), n, 6), G(gy.data(), n, 6);
            matrix const turned = X.transpose();
            matrix const turned_g = G.transpose();
            CHECK(actfn::parameter_gradient(f, X.colwise(), G.colwise()).temperature == got);
            CHECK(
                std::abs(
                    actfn::parameter_gradient(f, turned.rowwise(), turned_g.rowwise()).temperature -
                    got) <= 1e-14 * (1 + std::abs(got)));
        }
    }
}

} // namespace

TEST_CASE("the gradient by the temperature", "[rowwise]") {
    check_gradient(actfn::softmax);
    check_gradient(actfn::softmin);
    check_gradient(actfn::safe_softmax);
    check_gradient(actfn::log_softmax);
}

TEST_CASE("masked entries leave the gradient by the temperature alone", "[rowwise]") {
    double const infinity = std::numeric_limits<double>::infinity();
    std::vector<double> const x{0.5, -1, 2}, gy{1, -0.5, 0.25};
    std::vector<double> const masked{0.5, -infinity, -1, 2, -infinity}, gm{1, 7, -0.5, 0.25, -7};
    double const expected = actfn::parameter_gradient(actfn::softmax, x, gy).temperature;
    double const got = actfn::parameter_gradient(actfn::softmax, masked, gm).temperature;
    CHECK(std::abs(got - expected) <= 1e-15);
    std::vector<double> const nothing{-infinity, -infinity}, g2{1, 2};
    CHECK(actfn::parameter_gradient(actfn::safe_softmax, nothing, g2).temperature == 0);
    CHECK(std::isnan(actfn::parameter_gradient(actfn::softmax, nothing, g2).temperature));
}

TEST_CASE("wrong sizes of the gradient by the temperature", "[rowwise]") {
    std::vector<float> const x(6), gy(5);
    CHECK_THROWS_AS(actfn::parameter_gradient(actfn::softmax, x, gy), std::invalid_argument);
}
