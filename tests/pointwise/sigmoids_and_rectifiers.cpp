// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise.hpp>

// What is chosen where systems differ, and where the textbook forms fail.

TEST_CASE("thresholds and bounds belong to the flat side", "[pointwise]") {
    auto const low = actfn::thresholded_relu.with({.theta = -1});
    CHECK(actfn::thresholded_relu(1.0F) == 0.0F);
    CHECK(actfn::thresholded_relu.derivative(1.0F) == 0.0F);
    CHECK(low(-0.5F) == -0.5F);
    CHECK(actfn::threshold.with({.threshold = 0.5, .value = 20})(0.5F) == 20.0F);
    CHECK(actfn::clipped_relu.derivative(0.0) == 0.0);
    CHECK(actfn::clipped_relu.derivative(6.0) == 0.0);
    CHECK(actfn::squared_relu.derivative(0.0) == 0.0);
}

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

TEST_CASE("the derivative of log_sigmoid at 0 is a half", "[pointwise]") {
    CHECK(actfn::log_sigmoid.derivative(0.0) == 0.5);
    CHECK(actfn::log_sigmoid.derivative(-0.0F) == 0.5F);
}

TEST_CASE("log_sigmoid does not lose either tail", "[pointwise]") {
    CHECK(actfn::log_sigmoid(17.5F) < 0.0F);
    CHECK(actfn::log_sigmoid(-89.0F) == -89.0F);
}

TEST_CASE("normal_cdf keeps the tail that 1 + erf loses", "[pointwise]") {
    CHECK(actfn::normal_cdf(-6.0F) > 9e-10F);
    CHECK(actfn::normal_cdf(-14.0F) > 0.0F);
}

TEST_CASE("gudermannian does not cancel near 0", "[pointwise]") {
    CHECK(actfn::gudermannian(1e-5F) == 1e-5F);
}
