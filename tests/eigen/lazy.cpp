// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <Eigen/Core>

#include <type_traits>

// f(expression) is an expression that Eigen fuses with what is around it.

namespace {

template <class X>
concept lazy =
    std::is_base_of_v<Eigen::EigenBase<X>, X> && !std::is_base_of_v<Eigen::PlainObjectBase<X>, X>;

using Eigen::ArrayXf;
using Eigen::MatrixXd;
using Eigen::VectorXf;

ArrayXf const a = ArrayXf::LinSpaced(5, -2, 2);
VectorXf const v = VectorXf::LinSpaced(5, -2, 2);
MatrixXd const m = MatrixXd::Random(3, 4);

static_assert(lazy<decltype(actfn::gelu(a))>);
static_assert(lazy<decltype(actfn::gelu(v))>);
static_assert(lazy<decltype(actfn::gelu(m))>);
static_assert(lazy<decltype(actfn::gelu(m * m + m))>);
static_assert(lazy<decltype(actfn::gelu.derivative(a))>);
static_assert(lazy<decltype(actfn::gelu.second_derivative(a))>);
static_assert(lazy<decltype(actfn::gelu.backward(a, a))>);
static_assert(lazy<decltype(actfn::tanh.derivative_from_output(a))>);
static_assert(lazy<decltype(actfn::tanh.backward_from_output(a, a))>);
static_assert(lazy<decltype(actfn::elu.parameter_derivatives(a).alpha)>);
static_assert(lazy<decltype(actfn::gelu.value_and_derivative(a).value)>);
static_assert(lazy<decltype(actfn::gelu.value_and_derivative(a).derivative)>);

// Arrays stay arrays and matrices stay matrices, of the same size at compile time.
template <class X> using plain = typename X::PlainObject;
static_assert(std::is_same_v<plain<decltype(actfn::gelu(a))>, ArrayXf>);
static_assert(std::is_same_v<plain<decltype(actfn::gelu(v))>, VectorXf>);
static_assert(std::is_same_v<plain<decltype(actfn::gelu(Eigen::Matrix3d()))>, Eigen::Matrix3d>);
static_assert(std::is_same_v<plain<decltype(actfn::gelu.backward(v, v))>, VectorXf>);

} // namespace

TEST_CASE("a layer in one expression", "[eigen]") {
    Eigen::MatrixXf const w = Eigen::MatrixXf::Random(7, 5);
    VectorXf const b = VectorXf::Random(7);
    VectorXf const h = actfn::gelu(w * v + b);
    VectorXf const z = w * v + b;
    for (Eigen::Index i = 0; i < z.size(); ++i) CHECK(tests::same(h[i], actfn::gelu(z[i])));

    Eigen::MatrixXf const x = Eigen::MatrixXf::Random(5, 11);
    Eigen::MatrixXf const batch = actfn::gelu((w * x).colwise() + b);
    Eigen::MatrixXf const sums = (w * x).colwise() + b;
    CHECK(batch.rows() == 7);
    CHECK(batch.cols() == 11);
    for (Eigen::Index i = 0; i < sums.size(); ++i) {
        CHECK(tests::same(batch.data()[i], actfn::gelu(sums.data()[i])));
    }
}

TEST_CASE("mixed with Eigen's own operations", "[eigen]") {
    ArrayXf const y = (2 * actfn::gelu(a + 1) - actfn::tanh(a)).abs() * a.exp();
    ArrayXf const z = a + 1;
    for (Eigen::Index i = 0; i < a.size(); ++i) {
        float const expected = std::abs(2 * actfn::gelu(z[i]) - actfn::tanh(a[i])) * std::exp(a[i]);
        CHECK(std::abs(y[i] - expected) <= 1e-6F * std::abs(expected));
    }
    CHECK(std::abs(actfn::tanh(a).sum()) < 1e-6F);
    CHECK(actfn::tanh(a).maxCoeff() == actfn::tanh(2.0F));
    CHECK(actfn::gelu(actfn::tanh(a)).eval().isApprox(a.unaryExpr([](float t) {
        return actfn::gelu(actfn::tanh(t));
    })));
}

TEST_CASE("backward of a layer", "[eigen]") {
    MatrixXd const z = MatrixXd::Random(6, 3);
    MatrixXd const w = MatrixXd::Random(2, 6);
    MatrixXd const gy = MatrixXd::Random(2, 3);
    MatrixXd const gz = actfn::gelu.backward(z, w.transpose() * gy);
    MatrixXd const arriving = w.transpose() * gy;
    for (Eigen::Index i = 0; i < z.size(); ++i) {
        CHECK(tests::same(gz.data()[i], actfn::gelu.backward(z.data()[i], arriving.data()[i])));
    }
}

TEST_CASE("an expression is evaluated when it is assigned", "[eigen]") {
    ArrayXf x = ArrayXf::Zero(4);
    auto const later = actfn::gelu(x);
    x.setConstant(2);
    ArrayXf const y = later;
    CHECK(y[3] == actfn::gelu(2.0F));
}

TEST_CASE("assigned to its own argument", "[eigen]") {
    ArrayXf x = a;
    x = actfn::gelu(x);
    for (Eigen::Index i = 0; i < x.size(); ++i) CHECK(tests::same(x[i], actfn::gelu(a[i])));
}

TEST_CASE("an empty expression", "[eigen]") {
    ArrayXf const none = actfn::gelu(ArrayXf());
    CHECK(none.size() == 0);
    MatrixXd const flat = actfn::gelu(MatrixXd(0, 3));
    CHECK(flat.rows() == 0);
    CHECK(flat.cols() == 3);
}

TEST_CASE("shapes that differ", "[eigen]") {
    MatrixXd const x = MatrixXd::Zero(2, 3);
    MatrixXd const gy = MatrixXd::Zero(3, 2);
    CHECK_THROWS_AS(actfn::gelu.backward(x, gy), std::invalid_argument);
}
