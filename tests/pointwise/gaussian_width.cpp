// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/pointwise/gaussian.hpp>
#include <actfn/pointwise/gaussian_rbf.hpp>

#include <numbers>

TEST_CASE("the width of a Gaussian is in its name or parameter", "[pointwise]") {
    CHECK(std::abs(actfn::gaussian(1.0) - std::exp(-1.0)) <= 1e-16);
    CHECK(std::abs(actfn::gaussian_rbf(1.0) - std::exp(-0.5)) <= 1e-16);
    auto const narrow = actfn::gaussian_rbf.with({.c = 0, .w = std::numbers::sqrt2 / 2});
    CHECK(std::abs(narrow(1.5) - actfn::gaussian(1.5)) <= 1e-16);
    CHECK_THROWS_AS(actfn::gaussian_rbf.with({.w = 0}), std::invalid_argument);
}
