// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

// Widened to float, evaluated there, rounded once: the narrow result is that of the float call.

TEMPLATE_TEST_CASE("half precision is float precision rounded once", "[eigen][half]", Eigen::half,
                   Eigen::bfloat16) {
    using T = TestType;
    auto const check = [](auto const& f) {
        Eigen::Array<T, 37, 1> x;
        for (int i = 0; i < 37; ++i) x[i] = T(float(i - 18) / 3.0F);
        Eigen::Array<T, 37, 1> const y = f(x);
        Eigen::Array<T, 37, 1> const dy = f.derivative(x);
        Eigen::Array<T, 37, 1> const gx = f.backward(x, y);
        for (int i = 0; i < 37; ++i) {
            float const wide = static_cast<float>(x[i]);
            CHECK(y[i] == T(f(wide)));
            CHECK(y[i] == f(x[i]));
            CHECK(dy[i] == f.derivative(x[i]));
            CHECK(f.value_and_derivative(x[i]).derivative == dy[i]);
            CHECK(gx[i] == T(f.backward(wide, static_cast<float>(y[i]))));
        }
    };
    check(actfn::gelu);
    check(actfn::tanh);
    check(actfn::elu.with({.alpha = 0.3}));
}

TEMPLATE_TEST_CASE("half precision at any length, and nothing beyond it", "[eigen][half]",
                   Eigen::half, Eigen::bfloat16) {
    using T = TestType;
    using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
    for (int const n : {0, 1, 7, 8, 255, 256, 257, 300, 512, 700}) {
        INFO(n << " elements");
        vector x(n);
        for (int i = 0; i < n; ++i) x[i] = T(float(i % 41 - 20) / 3.0F);
        vector y = vector::Constant(n + 300, T(7));
        actfn::forward(actfn::gelu, x, y.head(n));
        for (int i = 0; i < n; ++i) CHECK(y[i] == actfn::gelu(x[i]));
        CHECK((y.tail(300).array() == T(7)).all());
    }
}
