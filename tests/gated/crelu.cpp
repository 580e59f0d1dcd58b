// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>
#include <actfn/pointwise/elu.hpp>

#include <string>
#include <vector>

namespace {

/// The concatenation of any f against f itself.
template <class T, class F> void is_both_halves(F const& f) {
    auto const both = actfn::concatenated(f);
    constexpr std::size_t w = actfn::math::lanes<actfn::math::pack<T>>;
    tests::random_numbers next;
    for (std::size_t n = 0; n <= 2 * w + 1; ++n) {
        INFO(n << " elements of " << tests::type_name<T>);
        std::vector<T> x(n);
        std::vector<T> gy(2 * n);
        for (T& v : x) v = static_cast<T>(next(-4, 4));
        for (T& v : gy) v = static_cast<T>(next(-1, 1));
        if (n > 0) x[n / 2] = 0;
        std::vector<T> expected(2 * n);
        std::vector<T> slope(n);
        for (std::size_t i = 0; i < n; ++i) {
            expected[i] = f(x[i]);
            expected[n + i] = f(-x[i]);
            slope[i] = f.backward(x[i], gy[i]) - f.backward(-x[i], gy[n + i]);
        }
        std::vector<T> y(2 * n);
        std::vector<T> gx(n);
        actfn::forward(both, x, y);
        CHECK(y == expected);
        actfn::backward(both, x, gy, gx);
        CHECK(gx == slope);
        auto place = x;
        actfn::backward(both, place, gy, place);
        CHECK(place == slope);
        place = x;
        place.resize(2 * n);
        actfn::forward(both, std::span(place).first(n), place);
        CHECK(place == expected);
        if (n == 0) continue;

        // Rows with gaps, Eigen columns and rows.
        actfn::row_layout const layout{.rows = 2, .columns = n, .stride = n + 3};
        std::vector<T> wide(layout.extent(), T(7));
        std::copy(x.begin(), x.end(), wide.begin());
        std::copy(x.begin(), x.end(), wide.begin() + static_cast<std::ptrdiff_t>(n + 3));
        std::vector<T> values(4 * n);
        auto twice = expected;
        twice.insert(twice.end(), expected.begin(), expected.end());
        auto weights = gy;
        weights.insert(weights.end(), gy.begin(), gy.end());
        actfn::forward(both, wide, values, layout);
        CHECK(values == twice);
        actfn::backward(both, wide, weights, wide, layout);
        CHECK(std::equal(slope.begin(), slope.end(), wide.end() - static_cast<std::ptrdiff_t>(n)));
        CHECK(wide[n] == T(7));

        using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
        auto const size = static_cast<Eigen::Index>(n);
        matrix const columns = Eigen::Map<matrix const>(x.data(), size, 1).replicate(1, 2);
        matrix const g = Eigen::Map<matrix const>(gy.data(), 2 * size, 1).replicate(1, 2);
        matrix const right = Eigen::Map<matrix const>(twice.data(), 2 * size, 2);
        matrix out = both(columns.colwise());
        CHECK(out == right);
        out = both((columns * T(1)).transpose().rowwise());
        CHECK(out == right.transpose());
        Eigen::Matrix<T, Eigen::Dynamic, 1> const alone = both(columns.col(0));
        CHECK(alone == right.col(0));
        out = both.backward(columns.colwise(), g.colwise());
        CHECK(std::equal(slope.begin(), slope.end(), out.data()));
        out = both.backward(columns.transpose().rowwise(), g.transpose().rowwise());
        CHECK(std::equal(slope.begin(), slope.end(), out.row(1).begin()));
    }
}

} // namespace

TEST_CASE("the parameters of a concatenated function", "[gated]") {
    tests::random_numbers next;
    auto const f = actfn::xielu;
    auto const both = actfn::concatenated(f);
    Eigen::MatrixXf x(7, 5);
    Eigen::MatrixXf gy(14, 5);
    for (float& v : x.reshaped()) v = static_cast<float>(next(-4, 4));
    for (float& v : gy.reshaped()) v = static_cast<float>(next(-1, 1));
    auto const above = actfn::parameter_gradient(f, x, gy.topRows(7));
    auto const below = actfn::parameter_gradient(f, Eigen::MatrixXf(-x), gy.bottomRows(7));
    auto const got = actfn::parameter_gradient(both, x.colwise(), gy.colwise());
    CHECK(got.alpha_p == above.alpha_p + below.alpha_p);
    CHECK(got.alpha_n == above.alpha_n + below.alpha_n);
    actfn::row_layout const rows{.rows = 5};
    auto const flat =
        actfn::parameter_gradient(both, std::span(x.data(), 35), std::span(gy.data(), 70), rows);
    CHECK(flat.alpha_p == Approx(got.alpha_p));
    CHECK_THROWS_WITH(
        actfn::parameter_gradient(both, std::span(x.data(), 35), std::span(gy.data(), 69), rows),
        "actfn::parameter_gradient(concatenated(xielu)): gy has 69 elements, 5 rows of 7 in x need "
        "70");
}

TEST_CASE("crelu is relu of both signs", "[gated]") {
    is_both_halves<float>(actfn::relu);
    is_both_halves<double>(actfn::relu);
    CHECK(actfn::crelu.facts().name == "crelu");
    CHECK(actfn::concatenated(actfn::relu).facts().name == "concatenated(relu)");
    // Nothing is lost, and nothing arrives at 0.
    std::vector<float> const x{-2, 0, 3};
    std::vector<float> y(6);
    actfn::forward(actfn::crelu, x, y);
    CHECK(y == std::vector<float>{0, 0, 3, 2, 0, 0});
    std::vector<float> gx(3);
    actfn::backward(actfn::crelu, x, std::vector<float>{1, 2, 3, 4, 5, 6}, gx);
    CHECK(gx == std::vector<float>{-4, 0, 3});
    float nan = tests::nan<float>;
    actfn::forward(actfn::crelu, std::span(&nan, 1), std::span(y).first(2));
    CHECK(std::isnan(y[0]));
    CHECK(std::isnan(y[1]));
}

TEST_CASE("concatenated takes any activation", "[gated]") {
    is_both_halves<float>(actfn::elu.with({.alpha = 0.5}));
}

TEST_CASE("misuse of crelu", "[gated]") {
    std::vector<float> x(4, 7.0F);
    std::vector<float> y(6, 7.0F);
    using tests::message;
    CHECK(message([&] { actfn::forward(actfn::crelu, x, y); }) ==
          "actfn::forward(crelu): y has 6 elements, 1 rows of 4 in x need 8");
    CHECK(message([&] { actfn::backward(actfn::crelu, std::span(y).first(3), y, x); }) ==
          "actfn::backward(crelu): x has 3 elements, gx has 4");
    CHECK(message([&] {
              actfn::forward(actfn::crelu, std::span(y).subspan(1, 3), y);
          }).find("overlaps") != std::string::npos);
    CHECK(std::count(y.begin(), y.end(), 7.0F) == 6);
    Eigen::MatrixXd const a = Eigen::MatrixXd::Zero(3, 4);
    CHECK(message([&] {
              Eigen::MatrixXd const g = actfn::crelu.backward(a.colwise(), a.colwise());
          }) == "actfn::crelu: gy is 3 x 4, expected 6 x 4");
}
