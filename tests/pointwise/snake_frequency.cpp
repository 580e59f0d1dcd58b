// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/snake.hpp>

#include <cmath>

TEST_CASE("a snake of frequency 0 is the identity", "[pointwise]") {
    auto const line = actfn::snake.with({.a = 0});
    for (float const x : {-3.0F, 1e-40F, 0.5F, 3e38F, tests::infinity<float>}) {
        CHECK(line(x) == x);
        CHECK(line.derivative(x) == 1);
        CHECK(line.second_derivative(x) == 0);
        CHECK(line.parameter_derivatives(x).a == x * x);
    }
    CHECK(line.facts().odd);
    CHECK(line.facts().right.derivative == 1);
    CHECK(std::isnan(line.derivative(tests::nan<double>)));
    auto const slow = actfn::snake.with({.a = 1e-30});
    CHECK(slow(3.0F) == 3.0F);
    CHECK(slow.parameter_derivatives(3.0F).a == 9.0F);
}

TEST_CASE("a snake of negative frequency bends downwards", "[pointwise]") {
    auto const down = actfn::snake.with({.a = -0.5});
    CHECK(down(1.0) == Approx(1 - 2 * std::sin(0.5) * std::sin(0.5)));
    CHECK(down.derivative(1.0) == Approx(1 - std::sin(1.0)));
    CHECK(down(-1.0) == Approx(-actfn::snake.with({.a = 0.5})(1.0)));
}
