// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/math/dual.hpp>
#include <actfn/pointwise/jump_relu.hpp>

#include <cmath>
#include <limits>

TEST_CASE("jump_relu learns its threshold by a rectangle", "[pointwise]") {
    auto const f = actfn::jump_relu.with({.theta = 0.5, .width = 0.25});
    for (double const inside : {0.5, 0.4375, 0.5625}) {
        CHECK(f.parameter_derivatives(inside).theta == -2);
        CHECK(f.parameter_derivatives(static_cast<float>(inside)).theta == -2);
    }
    for (double const outside : {0.375, 0.625, -0.5, 3.0}) {
        CHECK(f.parameter_derivatives(outside).theta == 0);
    }
    CHECK(std::isnan(f.parameter_derivatives(std::numeric_limits<double>::quiet_NaN()).theta));
    CHECK(f(0.5) == 0);
    CHECK(f(0.5625) == 0.5625);
    CHECK(f.derivative(0.5625) == 1);

    // A threshold that is a dual number has the same derivative, and the value is untouched.
    using dual = actfn::dual<double>;
    auto const y =
        actfn::kernel::jump_relu<dual>{dual(0.5, 1.0), dual(0.25)}.at(dual(0.5625)).value;
    CHECK(y.value == 0.5625);
    CHECK(y.tangent == -2);
}
