// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/visit.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace {

template <class T> bool is_minus_zero(T x) { return x == 0 && std::signbit(x); }

/// Whether f(0) = 0 and f rises there; the slope of a step is a surrogate, and its values are not
/// signed.
template <class T, class F> bool passes_zero_rising(F const& f) {
    return f(T(0)) == 0 && f.derivative(T(0)) > 0 && !f.facts().surrogate;
}

} // namespace

TEMPLATE_TEST_CASE("functions that rise through 0 keep its sign", "[pointwise]", float, double) {
    using T = TestType;
    int count = 0;
    actfn::visit_all([&](auto const& f) {
        if (!passes_zero_rising<T>(f)) return;
        ++count;
        INFO(f.facts().name);
        CHECK(is_minus_zero(f(-T(0))));
        CHECK(is_minus_zero(f.value_and_derivative(-T(0)).value));
        CHECK_FALSE(std::signbit(f(T(0))));
        std::array<T, 35> x{};
        x.fill(-T(0));
        std::array<T, 35> y{};
        actfn::forward(f, x, y);
        CHECK(std::all_of(y.begin(), y.end(), is_minus_zero<T>));
    });
    CHECK(count > 50);
}

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
