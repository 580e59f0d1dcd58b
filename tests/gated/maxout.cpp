// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <string>
#include <vector>

namespace {

template <class T> std::vector<T> forward3(std::vector<T> const& z) {
    std::vector<T> y(z.size() / 3);
    actfn::forward(actfn::maxout<3>, z, y);
    return y;
}

template <class T> std::vector<T> backward3(std::vector<T> z, std::vector<T> const& gy) {
    actfn::backward(actfn::maxout<3>, z, gy, z);
    return z;
}

} // namespace

TEMPLATE_TEST_CASE("maxout of groups of consecutive entries", "[gated]", float, double) {
    using T = TestType;
    T const nan = tests::nan<T>;
    T const inf = tests::infinity<T>;
    std::vector<T> const z{1, 2, 3, 6, 5, 4, -7, -5, -6, -inf, -inf, -inf, 0, inf, inf};
    CHECK(forward3<T>(z) == std::vector<T>{3, 6, -5, -inf, inf});
    // A tie goes to the first.
    CHECK(backward3<T>(z, {1, 2, 3, 4, 5}) ==
          std::vector<T>{0, 0, 1, 2, 0, 0, 0, 3, 0, 4, 0, 0, 0, 5, 0});

    // NaN wins, the first of several.
    for (std::size_t at = 0; at < 3; ++at) {
        std::vector<T> x{1, inf, 2};
        x[at] = nan;
        CHECK(std::isnan(forward3(x)[0]));
        std::vector<T> expected{0, 0, 0};
        expected[at] = 9;
        CHECK(backward3<T>(x, {9}) == expected);
    }
    CHECK(backward3<T>({nan, nan, 5}, {T(1)}) == std::vector<T>{1, 0, 0});
}

TEST_CASE("maxout of two is relu and abs", "[gated]") {
    for (float const x : {-2.5F, 0.0F, 3.0F}) {
        std::vector<float> y(1);
        actfn::forward(actfn::maxout<2>, std::vector<float>{x, 0}, y);
        CHECK(y[0] == std::max(x, 0.0F));
        actfn::forward(actfn::maxout<2>, std::vector<float>{x, -x}, y);
        CHECK(y[0] == std::abs(x));
    }
}

TEST_CASE("maxout of Eigen vectors, columns and rows", "[gated]") {
    tests::random_numbers next;
    Eigen::MatrixXd z(12, 5);
    for (Eigen::Index i = 0; i < z.size(); ++i) z.data()[i] = next(-1, 1);
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const zt = z.transpose();
    Eigen::MatrixXd const y = actfn::maxout<4>(z.colwise());
    Eigen::MatrixXd const yt = actfn::maxout<4>((2 * zt).rowwise());
    REQUIRE(y.rows() == 3);
    REQUIRE(y.cols() == 5);
    for (Eigen::Index c = 0; c < 5; ++c) {
        for (Eigen::Index r = 0; r < 3; ++r) {
            CHECK(y(r, c) == z.col(c).segment(4 * r, 4).maxCoeff());
            CHECK(yt(c, r) == 2 * y(r, c));
        }
    }
    Eigen::Vector3d const column = actfn::maxout<4>(z.col(2));
    CHECK(column == y.col(2));
    Eigen::RowVectorXd const row = actfn::maxout<4>(z.col(2).transpose());
    CHECK(row == y.col(2).transpose());
    Eigen::Array<double, 6, 1> const fixed = Eigen::Array<double, 6, 1>::LinSpaced(0, 5);
    Eigen::Array2d const pair = actfn::maxout<3>(fixed) + 1;
    CHECK((pair == Eigen::Array2d(3, 6)).all());
}

TEST_CASE("maxout with a group size known at run time", "[gated]") {
    tests::random_numbers next;
    std::vector<float> z(24);
    for (float& v : z) v = static_cast<float>(next(-1, 1));
    std::vector<float> const gy{1, 2, 3, 4, 5, 6, 7, 8};
    std::vector<float> y(8);
    std::vector<float> gz(24);
    auto const f = actfn::maxout_of(3);
    CHECK(f.kernel().group() == 3);
    actfn::forward(f, z, y);
    actfn::backward(f, z, gy, gz);
    CHECK(y == forward3(z));
    CHECK(gz == backward3(z, gy));
    Eigen::Map<Eigen::MatrixXf const> const m(z.data(), 12, 2);
    Eigen::MatrixXf const h = f(m.colwise());
    CHECK(std::equal(y.begin(), y.end(), h.data()));
    CHECK_THROWS_WITH(actfn::maxout_of(1), "actfn::maxout_of: k = 1 must be at least 2");

    // Rows with gaps between them.
    std::vector<float> wide(22, 7.0F);
    std::copy_n(z.begin(), 9, wide.begin());
    std::copy_n(z.begin() + 9, 9, wide.begin() + 13);
    std::vector<float> rows(6);
    actfn::row_layout const layout{.rows = 2, .columns = 9, .stride = 13};
    actfn::forward(f, wide, rows, layout);
    CHECK(std::equal(rows.begin(), rows.end(), y.begin()));
    actfn::backward(actfn::maxout<3>, wide, std::span(gy).first(6), wide, layout);
    CHECK(std::equal(gz.begin(), gz.begin() + 9, wide.begin()));
    CHECK(std::equal(gz.begin() + 9, gz.begin() + 18, wide.begin() + 13));
    CHECK(wide[10] == 7.0F);
}

TEST_CASE("the gradient of maxout through Eigen", "[gated]") {
    tests::random_numbers next;
    Eigen::MatrixXd z(6, 5);
    Eigen::MatrixXd g(2, 5);
    for (Eigen::Index i = 0; i < z.size(); ++i) z.data()[i] = next(-1, 1);
    for (Eigen::Index i = 0; i < g.size(); ++i) g.data()[i] = next(-1, 1);
    Eigen::MatrixXd expected(6, 5);
    actfn::backward(actfn::maxout<3>, std::span(z.data(), 30), std::span(g.data(), 10),
                    std::span(expected.data(), 30));
    Eigen::MatrixXd out = actfn::maxout<3>.backward(z.colwise(), (g * 1.0).colwise());
    CHECK(out == expected);
    out = actfn::maxout_of(3).backward(z.transpose().rowwise(), g.transpose().rowwise());
    CHECK(out == expected.transpose());
    out = z;
    out = actfn::maxout<3>.backward(out.colwise(), g.colwise());
    CHECK(out == expected);
    Eigen::VectorXd const column = actfn::maxout<3>.backward(z.col(1), g.col(1));
    CHECK(column == expected.col(1));
}

TEST_CASE("misuse of maxout", "[gated]") {
    std::vector<float> z(10, 7.0F);
    std::vector<float> y(3, 7.0F);
    using tests::message;
    CHECK(message([&] { actfn::forward(actfn::maxout<3>, z, y); }) ==
          "actfn::forward(maxout<3>): 10 entries of a row of z do not make groups of 3");
    CHECK(message([&] {
              actfn::forward(actfn::maxout<2>, z, std::span(z).first(5));
          }).find("z at") != std::string::npos);
    CHECK(message([&] { actfn::backward(actfn::maxout<3>, std::span(z).first(9), y, z); }) ==
          "actfn::backward(maxout<3>): z has 9 elements, gz has 10");
    CHECK(std::count(z.begin(), z.end(), 7.0F) == 10);
    Eigen::VectorXd const v(7);
    CHECK(message([&] { Eigen::VectorXd const h = actfn::maxout<3>(v); }) ==
          "actfn::maxout<3>: z is 7 x 1, 7 entries do not make groups of 3");
}
