// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/generalised_relu.hpp>

#include <stdexcept>

TEST_CASE("generalised_relu is Keras's relu", "[pointwise]") {
    auto const f =
        actfn::generalised_relu.with({.negative_slope = 0.5, .max_value = 4, .threshold = 1});
    CHECK(f(5.0F) == 4.0F);
    CHECK(f(2.0F) == 2.0F);
    CHECK(f(1.0F) == 0.0F);
    CHECK(f(-1.0F) == -1.0F);
    CHECK(f.derivative(4.0F) == 0.0F);
    CHECK(f.derivative(2.0F) == 1.0F);
    CHECK(f.derivative(1.0F) == 0.5F);
    CHECK(actfn::generalised_relu.derivative(tests::infinity<float>) == 1.0F);
    CHECK_THROWS_AS(actfn::generalised_relu.with({.max_value = 1, .threshold = 2}),
                    std::invalid_argument);
}
