// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "pointwise/close.hpp"
#include <actfn/pointwise/elish.hpp>
#include <actfn/pointwise/hyper_sinh.hpp>
#include <actfn/pointwise/log_sigmoid.hpp>
#include <actfn/pointwise/normal_cdf.hpp>
#include <actfn/pointwise/swish.hpp>
#include <actfn/pointwise/tanhexp.hpp>

#include <cmath>

using tests::close;

TEST_CASE("the left tail of elish and tanhexp keeps its digits", "[pointwise]") {
    for (float const x : {-10.0F, -17.0F, -50.0F, -90.0F, -100.0F}) {
        CHECK(close(actfn::elish, x));
        CHECK(close(actfn::tanhexp, x));
        CHECK(actfn::elish.derivative(x) < 0);
    }
    CHECK(std::abs(actfn::elish.derivative(-17.0) / -std::exp(-17.0) - 1) < 1e-6);
}

TEST_CASE("log_sigmoid does not lose either tail", "[pointwise]") {
    CHECK(actfn::log_sigmoid(17.5F) < 0.0F);
    CHECK(actfn::log_sigmoid(-89.0F) == -89.0F);
}

TEST_CASE("normal_cdf keeps the tail that 1 + erf loses", "[pointwise]") {
    CHECK(actfn::normal_cdf(-6.0F) > 9e-10F);
    CHECK(actfn::normal_cdf(-14.0F) > 0.0F);
}

TEST_CASE("hyper_sinh is finite where the exponential is not", "[pointwise]") {
    CHECK(close(actfn::hyper_sinh, 90.0F));
    CHECK(std::isfinite(actfn::hyper_sinh(711.0)));
}

TEST_CASE("swish of a small beta is finite at every x", "[pointwise]") {
    auto const slow = actfn::swish.with({.beta = 1e-30});
    CHECK(slow(-1e30F) == Approx(-2.6894142e29));
    CHECK(slow(1e30F) == Approx(7.3105858e29));
    CHECK(actfn::swish.with({.beta = 1e-38})(3e38F) == Approx(2.857722e38));
    CHECK(actfn::swish.with({.beta = 1e-300})(-1e300) == Approx(-2.6894142e299));
}
