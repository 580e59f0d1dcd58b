// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/pointwise/snake.hpp>

TEST_CASE("snake needs a frequency above 0 and tends to the identity", "[pointwise]") {
    CHECK_THROWS_AS(actfn::snake.with({.a = 0}), std::invalid_argument);
    auto const slow = actfn::snake.with({.a = 1e-30});
    CHECK(slow(3.0F) == 3.0F);
    CHECK(slow.parameter_derivatives(3.0F).a == 9.0F);
}
