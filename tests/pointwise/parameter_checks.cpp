// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/mpelu.hpp>
#include <actfn/pointwise/smelu.hpp>
#include <actfn/pointwise/softshrink.hpp>

#include <stdexcept>

TEST_CASE("parameters out of range", "[pointwise]") {
    CHECK_THROWS_AS(actfn::celu.with({.alpha = 0}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::mpelu.with({.alpha = 1, .beta = -1}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::smelu.with({.beta = 0}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::softshrink.with({.lambda = -1}), std::invalid_argument);
}
