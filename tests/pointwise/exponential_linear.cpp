// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/elish.hpp>
#include <actfn/pointwise/ftswish.hpp>
#include <actfn/pointwise/hard_elish.hpp>
#include <actfn/pointwise/hardshrink.hpp>
#include <actfn/pointwise/hyper_sinh.hpp>
#include <actfn/pointwise/mpelu.hpp>
#include <actfn/pointwise/shifted_softplus.hpp>
#include <actfn/pointwise/shrink.hpp>
#include <actfn/pointwise/smelu.hpp>
#include <actfn/pointwise/softshrink.hpp>
#include <actfn/pointwise/tanhexp.hpp>
#include <actfn/pointwise/tanhshrink.hpp>
#include <actfn/pointwise/xielu.hpp>

#include <cmath>
#include <stdexcept>

// What the formula as printed gets wrong, and the choices where systems disagree.

using tests::infinity;

namespace {

/// Within four units in the last place of what double precision says.
template <class F> bool close(F const& f, float x) {
    auto const got = f.value_and_derivative(x);
    auto const expected = f.value_and_derivative(static_cast<double>(x));
    return tests::ulp_error(got.value, {expected.value, 0}) <= 4 &&
           tests::ulp_error(got.derivative, {expected.derivative, 0}) <= 4;
}

} // namespace

TEST_CASE("the left tail of elish and tanhexp keeps its digits", "[pointwise]") {
    for (float const x : {-10.0F, -17.0F, -50.0F, -90.0F, -100.0F}) {
        CHECK(close(actfn::elish, x));
        CHECK(close(actfn::tanhexp, x));
        CHECK(actfn::elish.derivative(x) < 0);
    }
    CHECK(std::abs(actfn::elish.derivative(-17.0) / -std::exp(-17.0) - 1) < 1e-6);
}

TEST_CASE("no cancellation near 0: tanhshrink, shifted_softplus, celu", "[pointwise]") {
    for (double const x : {1e-1, 1e-2, 1e-3, 1e-4, -1e-5, -1e-7}) {
        double const z = x * x;
        // The terms left out are below 1e-9 of the rest.
        double const series = x * z * (1.0 / 3 - z * (2.0 / 15 - z * (17.0 / 315)));
        CHECK(std::abs(actfn::tanhshrink(x) / series - 1) < 1e-6);
        CHECK(std::abs(actfn::shifted_softplus(x) / (x / 2 + z / 8) - 1) < 2e-5);
        CHECK(close(actfn::tanhshrink, static_cast<float>(x)));
        CHECK(close(actfn::shifted_softplus, static_cast<float>(x)));
        CHECK(close(actfn::celu.with({.alpha = 0.3}), static_cast<float>(x)));
    }
}

TEST_CASE("infinity times zero is the limit: tanhexp, elish, hard_elish", "[pointwise]") {
    CHECK(actfn::tanhexp(-infinity<float>) == 0);
    CHECK(actfn::elish(-infinity<float>) == 0);
    CHECK(actfn::hard_elish(-infinity<float>) == 0);
    for (float const x : {45.0F, 89.0F, 1e30F}) {
        CHECK(actfn::tanhexp(x) == x);
        CHECK(actfn::tanhexp.derivative(x) == 1);
        CHECK(actfn::celu(x) == x);
        CHECK(actfn::mpelu.derivative(x) == 1);
    }
}

TEST_CASE("a NaN comes through the bands and clamps", "[pointwise]") {
    auto const kept = [](auto const& f) {
        return std::isnan(f(tests::nan<float>)) && std::isnan(f.derivative(tests::nan<float>));
    };
    CHECK(kept(actfn::hardshrink));
    CHECK(kept(actfn::softshrink));
    CHECK(kept(actfn::shrink));
    CHECK(kept(actfn::smelu));
    CHECK(kept(actfn::hard_elish));
    CHECK(kept(actfn::ftswish));
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

TEST_CASE("xielu is continuous at 0", "[pointwise]") {
    CHECK(actfn::xielu(0.0F) == 0);
    CHECK(std::abs(actfn::xielu(-1e-7) / -0.5e-7 - 1) < 1e-6);
    CHECK(actfn::xielu.derivative(0.0F) == 0.5F);
}

TEST_CASE("hyper_sinh is finite where the exponential is not", "[pointwise]") {
    CHECK(close(actfn::hyper_sinh, 90.0F));
    CHECK(std::isfinite(actfn::hyper_sinh(711.0)));
}

TEST_CASE("parameters out of range", "[pointwise]") {
    CHECK_THROWS_AS(actfn::celu.with({.alpha = 0}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::mpelu.with({.alpha = 1, .beta = -1}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::smelu.with({.beta = 0}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::softshrink.with({.lambda = -1}), std::invalid_argument);
}
