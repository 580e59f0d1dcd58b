// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

// Where systems disagree: what is chosen here, and how to get the other.

namespace {

template <class F> double slope_at_zero(F const& f) { return f.derivative(0.0); }

bool near(double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b)); }

template <class F> bool keeps_nan(F const& f) {
    return std::isnan(f(tests::nan<float>)) && std::isnan(f.derivative(tests::nan<float>)) &&
           std::isnan(f(tests::nan<double>)) && std::isnan(f.derivative(tests::nan<double>));
}

template <class F> bool limit_is_zero(F const& f) {
    return f(-tests::infinity<float>) == 0 && f(-tests::infinity<double>) == 0 &&
           f.derivative(-tests::infinity<float>) == 0;
}

} // namespace

TEST_CASE("gelu is the exact one, the others have names", "[docs]") {
    CHECK(near(actfn::gelu(1.5), 0.75 * std::erfc(-1.5 / std::sqrt(2.0))));
    CHECK(std::abs(actfn::gelu_tanh(2.7) - actfn::gelu(2.7)) > 4e-4);
}

TEST_CASE("gelu by the logistic is quick_gelu with 1.702", "[docs]") {
    CHECK(near(actfn::quick_gelu(1.5), 1.5 / (1 + std::exp(-1.702 * 1.5))));
    CHECK(near(actfn::quick_gelu(1.5), actfn::swish.with({.beta = 1.702})(1.5)));
}

TEST_CASE("the slope of hard_sigmoid is a sixth", "[docs]") {
    CHECK(near(slope_at_zero(actfn::hard_sigmoid), 1.0 / 6));
    CHECK(actfn::hard_sigmoid.with({.alpha = 0.2}).derivative(0.0) == 0.2);
    CHECK(actfn::sparse_sigmoid.derivative(0.0) == 0.5);
}

TEST_CASE("the slope of leaky_relu is 0.01", "[docs]") { CHECK(actfn::leaky_relu(-1.0) == -0.01); }

TEST_CASE("prelu starts at 0.25, and who shares a slope is the caller's to say", "[docs]") {
    CHECK(actfn::prelu(-1.0) == -0.25);
    std::vector<double> const x{-1, -2, 3};
    std::vector<double> const gy{1, 10, 100};
    CHECK(actfn::parameter_gradient(actfn::prelu, x, gy).slope == -21);
    CHECK(actfn::prelu.parameter_derivatives(-2.0).slope == -2);
}

TEST_CASE("the slope at a bound is 0", "[docs]") {
    CHECK(slope_at_zero(actfn::relu) == 0);
    CHECK(slope_at_zero(actfn::relu6) == 0);
    CHECK(actfn::relu6.derivative(6.0) == 0);
    CHECK(actfn::clipped_relu.derivative(6.0) == 0);
    for (double const x : {-1.0, 1.0}) CHECK(actfn::hard_tanh.derivative(x) == 0);
    for (double const x : {-3.0, 3.0}) CHECK(actfn::hard_sigmoid.derivative(x) == 0);
}

TEST_CASE("the slopes of hardswish at -3 and 3 are 0 and 1", "[docs]") {
    CHECK(actfn::hardswish.derivative(-3.0F) == 0);
    CHECK(actfn::hardswish.derivative(3.0F) == 1);
}

TEST_CASE("the slope of elu at 0 is alpha", "[docs]") {
    CHECK(slope_at_zero(actfn::elu.with({.alpha = 0.3})) == 0.3);
}

TEST_CASE("the slope of leaky_relu at 0 is that below", "[docs]") {
    CHECK(slope_at_zero(actfn::leaky_relu) == 0.01);
    CHECK(slope_at_zero(actfn::prelu) == 0.25);
}

TEST_CASE("thresholded_relu is 0 at the threshold", "[docs]") {
    CHECK(actfn::thresholded_relu(1.0) == 0);
    CHECK(actfn::thresholded_relu.derivative(1.0) == 0);
}

TEST_CASE("softplus is exact beyond 20 and below -17", "[docs]") {
    CHECK(actfn::softplus(21.0) > 21);
    CHECK(actfn::softplus(-40.0F) > 0);
    CHECK(near(actfn::softplus(-40.0) / std::exp(-40.0), 1));
    CHECK(actfn::softplus(100.0F) == 100);
}

TEST_CASE("a NaN comes through clamps and shrinks", "[docs]") {
    CHECK(keeps_nan(actfn::relu));
    CHECK(keeps_nan(actfn::relu6));
    CHECK(keeps_nan(actfn::clipped_relu));
    CHECK(keeps_nan(actfn::hard_tanh));
    CHECK(keeps_nan(actfn::hard_sigmoid));
    CHECK(keeps_nan(actfn::hardswish));
    CHECK(keeps_nan(actfn::hardshrink));
    CHECK(keeps_nan(actfn::softshrink));
    CHECK(keeps_nan(actfn::threshold));
    CHECK(keeps_nan(actfn::step));
    CHECK(keeps_nan(actfn::sign));
}

TEST_CASE("x times its gate is 0 at -inf", "[docs]") {
    CHECK(limit_is_zero(actfn::silu));
    CHECK(limit_is_zero(actfn::swish));
    CHECK(limit_is_zero(actfn::gelu));
    CHECK(limit_is_zero(actfn::gelu_tanh));
    CHECK(limit_is_zero(actfn::quick_gelu));
    CHECK(limit_is_zero(actfn::mish));
    CHECK(limit_is_zero(actfn::hardswish));
    CHECK(limit_is_zero(actfn::tanhexp));
    CHECK(limit_is_zero(actfn::elish));
}

TEST_CASE("which half of a tensor is the gate is said", "[docs]") {
    std::vector<double> const x{3, 0};
    std::vector<double> y(1);
    actfn::forward(actfn::glu, x, y, actfn::gate::second);
    CHECK(y[0] == 1.5);
    actfn::forward(actfn::glu, x, y, actfn::gate::first);
    CHECK(y[0] == 0);
}

TEST_CASE("rrelu multiplies by its slope", "[docs]") {
    CHECK(near(actfn::rrelu(-1.0), -11.0 / 48));
    std::vector<double> const x(100, -1.0);
    std::vector<double> y(x.size());
    actfn::forward(actfn::rrelu.train(1, 0), x, y);
    auto const [least, most] = std::ranges::minmax(y);
    CHECK(least >= -1.0 / 3);
    CHECK(most <= -1.0 / 8);
    CHECK(most - least > 0.15);
}

TEST_CASE("CReLU is the concatenated relu, that of complex numbers is complex_crelu", "[docs]") {
    std::vector<double> const x{-1, 2};
    std::vector<double> y(4);
    actfn::forward(actfn::crelu, x, y);
    CHECK(y == std::vector<double>{0, 2, 1, 0});
    std::complex<double> const z(-1, 2);
    CHECK(actfn::complex_crelu(z) == std::complex<double>(0, 2));
}

TEST_CASE("Elliot's function is softsign, between 0 and 1 it is half of it and a half", "[docs]") {
    CHECK(near(actfn::elliot(2.0), 2.0 / 3));
    CHECK(&actfn::elliot == &actfn::softsign);
    CHECK(near(actfn::elliot01(2.0), 0.5 + 0.5 * 2.0 / 3));
}

TEST_CASE("the width of a Gaussian is explicit", "[docs]") {
    CHECK(near(actfn::gaussian(1.5), std::exp(-2.25)));
    CHECK(near(actfn::gaussian_rbf(1.5), std::exp(-1.125)));
    CHECK(near(actfn::gaussian_rbf.with({.w = 3})(1.5), std::exp(-0.125)));
}

TEST_CASE("softmax is along the rows of memory or as told", "[docs]") {
    Eigen::MatrixXd const x = Eigen::MatrixXd::Random(3, 4);
    Eigen::MatrixXd const y = actfn::softmax(x.rowwise());
    CHECK((y.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
    Eigen::MatrixXd const z = actfn::softmax(x.colwise());
    CHECK((z.colwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
}

TEST_CASE("the constants of selu have all digits", "[docs]") {
    CHECK(actfn::selu(1.0) == 1.0507009873554804934193349852946);
    CHECK(actfn::selu(1.0F) == 1.0507009873554804934193349852946F);
    CHECK(actfn::selu(-tests::infinity<double>) == -1.7580993408473768599402175208123);
}

TEST_CASE("mse has no factor one half", "[docs]") {
    std::vector<double> const y{3, 5};
    std::vector<double> const t{1, 1};
    CHECK(actfn::mse(y, t) == 10);
    CHECK(actfn::mse.sum(y, t) == 20);
}

TEST_CASE("the complex sigmoid is 1/(1 + exp(-z))", "[docs]") {
    std::complex<double> const z(0.6, -1.1);
    CHECK(std::abs(actfn::complex_sigmoid(z) - 1.0 / (1.0 + std::exp(-z))) < 1e-14);
    CHECK(std::abs(actfn::complex_sigmoid(-z) - 1.0 / (1.0 + std::exp(z))) < 1e-14);
}

TEST_CASE("the gradient of a complex number is dL/dx + i dL/dy", "[docs]") {
    // L = Re f + 2 Im f.
    std::complex<double> const g(1, 2);
    auto const loss = [](std::complex<double> z) {
        auto const y = actfn::cardioid(z);
        return y.real() + 2 * y.imag();
    };
    std::complex<double> const z(0.6, -1.1);
    double const h = 1e-6;
    std::complex<double> const i(0, 1);
    std::complex<double> const slope((loss(z + h) - loss(z - h)) / (2 * h),
                                     (loss(z + h * i) - loss(z - h * i)) / (2 * h));
    CHECK(std::abs(actfn::cardioid.backward(z, g) - slope) < 1e-8);
}
