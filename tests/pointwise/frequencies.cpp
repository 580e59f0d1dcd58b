// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "close.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/sine.hpp>
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

// In double the product of the two is reduced without error.
TEST_CASE("a frequency that is no float keeps all its digits beside the roots and far away",
          "[pointwise]") {
    constexpr double pi = 3.14159265358979323846;
    for (double const w0 : {0.3, 30.1, 1000.7, -0.7}) {
        auto const wave = actfn::sine.with({.w0 = w0});
        int failures = 0;
        for (int k = 1; k < 20000; ++k) {
            failures += tests::close(wave, static_cast<float>(k * pi / w0)) ? 0 : 1;
        }
        for (float x = 1e4F; x < 1e38F; x *= 1.7F) failures += tests::close(wave, x) ? 0 : 1;
        INFO(w0);
        CHECK(failures == 0);
    }
    CHECK(actfn::sine.with({.w0 = 0.3})(-5.4003503e17F) == Approx(-1.04033741241e-4));
}
