// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/algebraic.hpp>
#include <actfn/pointwise/isru.hpp>
#include <actfn/pointwise/kumaraswamy.hpp>
#include <actfn/pointwise/power.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/repu.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/pointwise/softsign.hpp>
#include <actfn/pointwise/squared_relu.hpp>

#include <cmath>

// Functions with an exponent, at exponents where they are others.

TEST_CASE("power is std::pow", "[pointwise]") {
    auto const cube = actfn::power.with({.alpha = 2, .beta = 3});
    CHECK(cube(-2.0) == -16.0);
    CHECK(cube.derivative(-2.0) == 24.0);
    auto const square = actfn::power.with({.beta = 2});
    CHECK(square(-3.0F) == 9.0F);
    CHECK(square.derivative(-3.0F) == -6.0F);
    auto const reciprocal = actfn::power.with({.beta = -1});
    CHECK(reciprocal(-4.0) == -0.25);
    CHECK(reciprocal.derivative(-4.0) == -0.0625);
    auto const constant = actfn::power.with({.alpha = 3, .beta = 0});
    CHECK(constant(-7.0) == 3.0);
    CHECK(constant.derivative(-7.0) == 0.0);
    CHECK(constant.derivative(0.0) == 0.0);
    CHECK(std::isnan(actfn::power(-1.0)));
    CHECK(actfn::power(0.0) == 0.0);
}

TEST_CASE("algebraic contains softsign and isru, repu contains relu", "[pointwise]") {
    for (double const x : {-300.0, -2.0, -0.4, 0.0, 1e-9, 0.9, 5.0, 1e100}) {
        INFO(x);
        CHECK(std::abs(actfn::algebraic(x) - actfn::softsign(x)) < 1e-15);
        CHECK(std::abs(actfn::algebraic.with({.k = 2})(x) - actfn::isru(x)) < 1e-15);
        CHECK(actfn::repu.with({.p = 1})(x) == actfn::relu(x));
        CHECK(tests::ulp_error(actfn::repu(x), {actfn::squared_relu(x), 0}) <= 1);
    }
    CHECK(actfn::algebraic(tests::infinity<float>) == 1.0F);
    CHECK(actfn::repu.with({.p = 1}).derivative(0.0) == 0.0);
}

TEST_CASE("kumaraswamy keeps both tails", "[pointwise]") {
    auto const f = actfn::kumaraswamy.with({.a = 2, .b = 0.125});
    CHECK(std::abs(f(-300.0) / (0.125 * std::exp(-600.0)) - 1) < 1e-13);
    // 1 - f = (a e^-x)^b, although e^-x has underflowed.
    CHECK(std::abs(f.derivative(1000.0) / (0.125 * std::pow(2.0, 0.125) * std::exp(-125.0)) - 1) <
          1e-13);
    CHECK(actfn::kumaraswamy(3.0F) == actfn::sigmoid(3.0F));
}
