// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/math/trig.hpp>
#include <actfn/pointwise/sine.hpp>

#include <numbers>

namespace {

using tests::infinity;
using tests::ulp_error;

/// The largest error of sin and cos around x, against the C library in long double.
template <class T> double worst_around(T x) {
    double worst = 0;
    for (int i = -3; i <= 3; ++i) {
        T const at = tests::from_ordinal<T>(tests::ordinal(x) + i);
        auto const t = actfn::math::trig(at);
        for (auto const& [got, expected] :
             {std::pair(t.sine(), std::sin(static_cast<long double>(at))),
              std::pair(t.cosine(), std::cos(static_cast<long double>(at)))}) {
            double const hi = static_cast<double>(expected);
            double const rest = static_cast<double>(std::ldexp(
                expected - static_cast<long double>(hi), -tests::ulp_exponent<double>(hi)));
            worst = std::max(worst, ulp_error(got, {hi, rest}));
        }
    }
    return worst;
}

} // namespace

TEMPLATE_TEST_CASE("sine and cosine near multiples of pi/2", "[math]", float, double) {
    double worst = 0;
    for (long k = 1; k < 3000000; k += k < 2000 ? 1 : 1009) {
        worst = std::max(worst, worst_around(static_cast<TestType>(static_cast<double>(k) *
                                                                   (std::numbers::pi / 2))));
    }
    CHECK(worst <= 1);
}

TEMPLATE_TEST_CASE("sine and cosine of large numbers", "[math]", float, double) {
    double worst = 0;
    for (TestType x = 1; x < std::numeric_limits<TestType>::max() / 2; x *= TestType(1.7)) {
        worst = std::max(worst, worst_around(x));
    }
    CHECK(worst <= 1);
    TestType const most = std::numeric_limits<TestType>::max();
    CHECK(worst_around(tests::from_ordinal<TestType>(tests::ordinal(most) - 3)) <= 1);
    CHECK(std::isnan(actfn::math::sin(infinity<TestType>)));
    CHECK(std::isnan(actfn::math::cos(-infinity<TestType>)));
}

TEST_CASE("sine and cosine of the double that is nearest to a multiple of pi/2", "[math]") {
    CHECK(worst_around(0x1.6ac5b262ca1ffp+849) <= 1);
}

TEMPLATE_TEST_CASE("a factor is not rounded into the angle", "[math]", float, double) {
    // Near a root, where the rounding of 30·x would be all that is left; and where 30·x overflows.
    auto const siren = actfn::sine.with({.w0 = 30});
    TestType const x = static_cast<TestType>(133563.24087104326);
    auto const expected = std::sin(30 * static_cast<long double>(x));
    CHECK(ulp_error(siren(x), {static_cast<double>(expected), 0}) <= 1.5);
    TestType const huge = std::numeric_limits<TestType>::max();
    auto const quarter = actfn::sine.with({.w0 = 0.25});
    auto const four_times = actfn::sine.with({.w0 = 4});
    CHECK(std::abs(four_times(huge)) <= 1);
    CHECK(quarter(huge) == actfn::sine(huge / 4));
    CHECK(four_times(huge / 4) == actfn::sine(huge));
}
