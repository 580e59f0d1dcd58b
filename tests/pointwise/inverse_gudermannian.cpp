// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/agd.hpp>
#include <actfn/pointwise/erfc.hpp>
#include <actfn/pointwise/gudermannian.hpp>
#include <actfn/pointwise/normal_cdf.hpp>

#include <cmath>

TEST_CASE("agd inverts gudermannian up to the ends", "[pointwise]") {
    for (double const x : {1e-300, 1e-9, 0.3, 0.8, 1.2, 1.5}) {
        CHECK(std::abs(actfn::gudermannian(actfn::agd(x)) / x - 1) < 1e-15);
        CHECK(actfn::agd(-x) == -actfn::agd(x));
    }
    // log(tan(π/4 + x/2)) has few digits left here.
    CHECK(actfn::agd(1e-9F) == 1e-9F);
    CHECK(std::signbit(actfn::agd(-0.0)));
    double const last = 1.57079632679489661923; // below π/2
    CHECK(std::abs(actfn::agd(last) - 38.025003373828866) < 1e-12);
    CHECK(std::isnan(actfn::agd(std::nextafter(last, 2.0))));
    CHECK(std::isnan(actfn::agd.derivative(1.57079637F))); // above
    CHECK(std::isnan(actfn::agd(tests::infinity<float>)));
}

TEST_CASE("erfc keeps the tail that 1 - erf loses", "[pointwise]") {
    CHECK(actfn::erfc(5.0F) > 1e-12F);
    CHECK(actfn::erfc(10.0F) > 0.0F); // subnormal
    CHECK(actfn::erfc(26.5) > 0);
    CHECK(std::abs(actfn::erfc(3.0) / (2 * actfn::normal_cdf(-3 * std::sqrt(2.0))) - 1) < 1e-14);
    CHECK(actfn::erfc(-tests::infinity<double>) == 2);
}
