// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/gated/relu2glu.hpp>
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/clipped_relu.hpp>
#include <actfn/pointwise/ftswish.hpp>
#include <actfn/pointwise/hard_elish.hpp>
#include <actfn/pointwise/hardshrink.hpp>
#include <actfn/pointwise/hyper_sinh.hpp>
#include <actfn/pointwise/log_sigmoid.hpp>
#include <actfn/pointwise/mpelu.hpp>
#include <actfn/pointwise/repu.hpp>
#include <actfn/pointwise/shrink.hpp>
#include <actfn/pointwise/softshrink.hpp>
#include <actfn/pointwise/squared_relu.hpp>
#include <actfn/pointwise/star_relu.hpp>
#include <actfn/pointwise/threshold.hpp>
#include <actfn/pointwise/thresholded_relu.hpp>

#include <cmath>

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

TEST_CASE("the band of the shrinks is closed", "[pointwise]") {
    for (float const x : {-0.5F, 0.5F}) {
        CHECK(actfn::hardshrink(x) == 0);
        CHECK(actfn::hardshrink.derivative(x) == 0);
        CHECK(actfn::softshrink.derivative(x) == 0);
        float const beyond = std::nextafter(x, 2 * x);
        CHECK(actfn::hardshrink(beyond) == beyond);
        CHECK(actfn::softshrink(beyond) == beyond - x);
        CHECK(actfn::softshrink.derivative(beyond) == 1);
    }
    CHECK(std::signbit(actfn::softshrink(-0.25F)));
    for (float const x : {-3.0F, -0.75F, 0.1F, 0.75F, 3.0F}) {
        CHECK(actfn::shrink.with({.lambda = 0.5, .bias = 0})(x) == actfn::hardshrink(x));
        CHECK(actfn::shrink.with({.lambda = 0.5, .bias = 0.5})(x) == actfn::softshrink(x));
    }
}

TEST_CASE("slopes at the kinks", "[pointwise]") {
    CHECK(actfn::hard_elish.derivative(-1.0F) == 0);
    CHECK(actfn::hard_elish.derivative(1.0F) == 1);
    CHECK(actfn::ftswish.derivative(0.0F) == 0);
    CHECK(actfn::hyper_sinh.derivative(0.0F) == 0);
    CHECK(actfn::mpelu.with({.alpha = 0.5, .beta = 3}).derivative(0.0F) == 1.5F);
    CHECK(actfn::celu.with({.alpha = 0.5}).derivative(0.0F) == 1);
    // Others divide (y - T)/x here.
    CHECK(actfn::ftswish.backward(0.0F, 2.0F) == 0);
}

TEST_CASE("curvatures at kinks of the slope are those of the left", "[pointwise]") {
    for (double const zero : {0.0, -0.0}) {
        CHECK(actfn::squared_relu.second_derivative(zero) == 0);
        CHECK(actfn::star_relu.second_derivative(zero) == 0);
        CHECK(actfn::repu.second_derivative(zero) == 0);
        auto const second = actfn::relu2glu.second_derivative(3.0, zero);
        CHECK(second.gate == 0);
        CHECK(second.mixed == 0);
    }
    CHECK(actfn::squared_relu.second_derivative(1e-300) == 2);
    CHECK(actfn::relu2glu.second_derivative(3.0, 1e-300).gate == 6);
}

TEST_CASE("the derivative of log_sigmoid at 0 is a half", "[pointwise]") {
    CHECK(actfn::log_sigmoid.derivative(0.0) == 0.5);
    CHECK(actfn::log_sigmoid.derivative(-0.0F) == 0.5F);
}
