// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "pointwise/close.hpp"
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/gudermannian.hpp>
#include <actfn/pointwise/shifted_softplus.hpp>
#include <actfn/pointwise/tanhshrink.hpp>
#include <actfn/pointwise/xielu.hpp>

#include <cmath>

using tests::close;

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

TEST_CASE("gudermannian does not cancel near 0", "[pointwise]") {
    CHECK(actfn::gudermannian(1e-5F) == 1e-5F);
}

TEST_CASE("xielu is continuous at 0", "[pointwise]") {
    CHECK(actfn::xielu(0.0F) == 0);
    CHECK(std::abs(actfn::xielu(-1e-7) / -0.5e-7 - 1) < 1e-6);
    CHECK(actfn::xielu.derivative(0.0F) == 0.5F);
}
