// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/tanh.hpp>
#include <actfn/rowwise/softmax.hpp>
#include <actfn/stochastic/rrelu.hpp>

#include <Eigen/Core>

#include <string>

// The calls with outputs, on Eigen objects with memory behind them.

namespace {

using Eigen::ArrayXXf;
using Eigen::Index;
using RowMajor = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
using Strided = Eigen::Map<ArrayXXf, 0, strides>;

template <class X, class Y, class F> void expect(X const& x, Y const& y, F f) {
    for (Index r = 0; r < x.rows(); ++r) {
        for (Index c = 0; c < x.cols(); ++c) CHECK(tests::same(y(r, c), f(x(r, c))));
    }
}

auto const value = [](float t) { return actfn::gelu(t); };
auto const slope = [](float t) { return actfn::gelu.derivative(t); };

using tests::contains;
using tests::message;

} // namespace

TEST_CASE("two outputs of an Eigen object", "[eigen]") {
    ArrayXXf const x = 5 * ArrayXXf::Random(13, 9);
    SECTION("the same storage order") {
        ArrayXXf y(13, 9);
        ArrayXXf dy(13, 9);
        actfn::value_and_derivative(actfn::gelu, x, y, dy);
        expect(x, y, value);
        expect(x, dy, slope);
    }
    SECTION("different storage orders") {
        RowMajor y(13, 9);
        ArrayXXf dy(13, 9);
        actfn::value_and_derivative(actfn::gelu, x, y, dy);
        expect(x, y, value);
        expect(x, dy, slope);
    }
    SECTION("in place") {
        ArrayXXf y = x;
        ArrayXXf dy(13, 9);
        actfn::value_and_derivative(actfn::gelu, y, y, dy);
        expect(x, y, value);
        expect(x, dy, slope);
    }
}

TEST_CASE("maps with strides, blocks and row-major objects", "[eigen]") {
    ArrayXXf memory = 5 * ArrayXXf::Random(40, 40);
    ArrayXXf const before = memory;
    SECTION("every second row and third column") {
        Strided const from(memory.data(), 10, 9, strides(120, 2));
        ArrayXXf const x = from;
        RowMajor y(10, 9);
        actfn::forward(actfn::gelu, from, y);
        expect(x, y, value);
        Strided to(memory.data() + 1, 10, 9, strides(120, 2));
        actfn::forward(actfn::gelu, x, to);
        expect(x, to, value);
        // Nothing between is touched.
        CHECK(memory.col(1).isApprox(before.col(1)));
        CHECK(memory(0, 0) == before(0, 0));
        CHECK(memory(2, 3) == before(2, 3));
    }
    SECTION("a block, in place") {
        ArrayXXf const x = memory.block(3, 4, 17, 5);
        actfn::forward(actfn::gelu, memory.block(3, 4, 17, 5), memory.block(3, 4, 17, 5));
        expect(x, memory.block(3, 4, 17, 5), value);
        CHECK((memory.topRows(3) == before.topRows(3)).all());
        CHECK((memory.bottomRows(20) == before.bottomRows(20)).all());
        CHECK((memory.rightCols(31) == before.rightCols(31)).all());
    }
    SECTION("blocks beside each other") {
        ArrayXXf const x = memory.block(0, 0, 8, 8);
        actfn::derivative(actfn::gelu, memory.block(0, 0, 8, 8), memory.block(8, 0, 8, 8));
        expect(x, memory.block(8, 0, 8, 8), slope);
        CHECK((memory.topRows(8) == before.topRows(8)).all());
    }
    SECTION("a row and a column") {
        Eigen::ArrayXf const x = memory.row(6);
        actfn::forward(actfn::gelu, memory.row(6), memory.row(6));
        expect(x, memory.row(6).transpose(), value);
    }
    SECTION("a transposed matrix") {
        Eigen::MatrixXf const x = memory.matrix().leftCols(7);
        Eigen::MatrixXf y(7, 40);
        actfn::forward(actfn::gelu, x.transpose(), y);
        expect(x.transpose(), y, value);
    }
}

TEST_CASE("backward, backward_from_output and parameter_gradient of Eigen objects", "[eigen]") {
    RowMajor const x = 3 * RowMajor::Random(6, 7);
    ArrayXXf const gy = ArrayXXf::Random(6, 7);
    ArrayXXf gx(6, 7);
    actfn::backward(actfn::gelu, x, gy, gx);
    ArrayXXf const y = actfn::tanh(x);
    ArrayXXf gx_from_y(6, 7);
    actfn::backward_from_output(actfn::tanh, y, gy, gx_from_y);
    double sum = 0;
    for (Index r = 0; r < 6; ++r) {
        for (Index c = 0; c < 7; ++c) {
            CHECK(tests::same(gx(r, c), actfn::gelu.backward(x(r, c), gy(r, c))));
            CHECK(
                tests::same(gx_from_y(r, c), actfn::tanh.backward_from_output(y(r, c), gy(r, c))));
            sum += static_cast<double>(gy(r, c) * std::min(x(r, c), 0.0F));
        }
    }
    float const slope_gradient = actfn::parameter_gradient(actfn::leaky_relu, x, gy).slope;
    CHECK(std::abs(static_cast<double>(slope_gradient) - sum) < 1e-5);
}

TEST_CASE("shapes that differ and objects that overlap", "[eigen]") {
    ArrayXXf memory = ArrayXXf::Constant(20, 20, 7);
    ArrayXXf const x = ArrayXXf::Zero(4, 6);
    ArrayXXf y = ArrayXXf::Constant(6, 4, 7);
    std::string const shapes = message([&] { actfn::forward(actfn::gelu, x, y); });
    INFO(shapes);
    CHECK(contains(shapes, "actfn::forward(gelu)"));
    CHECK(contains(shapes, "4 x 6"));
    CHECK(contains(shapes, "6 x 4"));

    std::string const overlap = message(
        [&] { actfn::forward(actfn::gelu, memory.block(0, 0, 8, 8), memory.block(3, 3, 8, 8)); });
    INFO(overlap);
    CHECK(contains(overlap, "actfn::forward(gelu)"));
    CHECK(contains(overlap, "overlaps"));

    std::string const twice =
        message([&] { actfn::value_and_derivative(actfn::gelu, x.transpose(), y, y); });
    INFO(twice);
    CHECK(contains(twice, "dy"));
    CHECK((y == 7).all());
    CHECK((memory == 7).all());
}

TEST_CASE("the transpose of the same square matrix is no valid output", "[eigen]") {
    Eigen::MatrixXf m = Eigen::MatrixXf::Constant(5, 5, 7);
    CHECK_THROWS_AS(actfn::forward(actfn::gelu, m, m.transpose()), std::invalid_argument);
    CHECK((m.array() == 7).all());
}

TEST_CASE("sums over parameters take lazy expressions", "[eigen]") {
    ArrayXXf const x = ArrayXXf::Random(7, 5);
    ArrayXXf const g = ArrayXXf::Random(7, 5);
    ArrayXXf const twice = 2 * x;
    auto const training = actfn::rrelu.train(3);
    auto const scaled = actfn::softmax.with({.temperature = 0.7});
    using actfn::parameter_gradient;
    CHECK(parameter_gradient(actfn::leaky_relu, x + x, -(-g)).slope ==
          parameter_gradient(actfn::leaky_relu, twice, g).slope);
    CHECK(parameter_gradient(training, x + x, g).upper ==
          parameter_gradient(training, twice, g).upper);
    CHECK(parameter_gradient(scaled, (x + x).colwise(), g.colwise()).temperature ==
          parameter_gradient(scaled, twice.colwise(), g.colwise()).temperature);
    CHECK_THROWS_AS(parameter_gradient(actfn::leaky_relu, x + x, g.transpose()),
                    std::invalid_argument);
}
