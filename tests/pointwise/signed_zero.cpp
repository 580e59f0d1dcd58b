// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/pointwise.hpp>

#include <cmath>

namespace {

template <class T> bool is_minus_zero(T x) { return x == 0 && std::signbit(x); }

} // namespace

TEMPLATE_TEST_CASE("the sign of 0 with other parameters", "[pointwise]", float, double) {
    using T = TestType;
    CHECK(is_minus_zero(actfn::celu.with({.alpha = 0.3})(-T(0))));
    CHECK(is_minus_zero(actfn::elu.with({.alpha = 0.3})(-T(0))));
    CHECK(is_minus_zero(actfn::mpelu.with({.alpha = 0.3, .beta = 0.7})(-T(0))));
    CHECK(is_minus_zero(actfn::snake.with({.a = 0.3})(-T(0))));
    CHECK(is_minus_zero(actfn::snake.with({.a = -0.3})(-T(0))));
    CHECK(is_minus_zero(actfn::snake_beta.with({.alpha = 2, .beta = 0.3})(-T(0))));
    CHECK(is_minus_zero(actfn::xielu.with({.beta = 0.1})(-T(0))));
    auto const falling = actfn::xielu.with({.beta = -0.1});
    CHECK_FALSE(std::signbit(falling(-T(0))));
    CHECK(is_minus_zero(falling(T(0))));
}
