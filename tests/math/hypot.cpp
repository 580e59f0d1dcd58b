// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/math/hypot.hpp>

#include <algorithm>

namespace {

using tests::infinity;
using tests::random_numbers;
using tests::ulp_error;
using tests::ulp_exponent;

template <class T> T scalar(T x, T y) {
    using V = actfn::math::pack<T>;
    return actfn::math::first(actfn::math::hypot(V(x), V(y)));
}

template <class T> double error(T x, T y) {
    long double const exact = std::hypot(static_cast<long double>(x), static_cast<long double>(y));
    double const hi = static_cast<double>(exact);
    T const got = scalar(x, y);
    if (static_cast<T>(exact) == got) return 0; // infinite where it rounds to that
    int const unit = ulp_exponent<double>(hi);
    double const rest =
        static_cast<double>(std::ldexp(exact - static_cast<long double>(hi), -unit));
    return ulp_error<T>(got, {hi, rest});
}

} // namespace

TEMPLATE_TEST_CASE("hypot is within 0.51 ULP where the result is normal", "[math]", float, double) {
    using limits = std::numeric_limits<TestType>;
    random_numbers draw;
    double worst = 0;
    for (int i = 0; i < 200000; ++i) {
        double const size = draw(limits::min_exponent - 1, limits::max_exponent - 2);
        double const x = std::exp2(size) * draw(1, 2);
        double const y = x * std::exp2(draw(-20, 0));
        worst = std::max(worst, error(static_cast<TestType>(x), static_cast<TestType>(y)));
        worst = std::max(worst, error(static_cast<TestType>(y), static_cast<TestType>(-x)));
    }
    CAPTURE(worst);
    CHECK(worst < 0.51);
}

TEMPLATE_TEST_CASE("hypot of subnormal numbers is within 1 ULP", "[math]", float, double) {
    using T = TestType;
    double worst = 0;
    for (int i = 0; i < 200; ++i) {
        for (int j = 0; j < 200; ++j) {
            T const least = std::numeric_limits<T>::denorm_min();
            worst = std::max(worst, error(static_cast<T>(i) * least, static_cast<T>(j) * least));
        }
    }
    CAPTURE(worst);
    CHECK(worst < 1);
}

TEMPLATE_TEST_CASE("hypot at special values", "[math]", float, double) {
    using T = TestType;
    T const most = std::numeric_limits<T>::max();
    CHECK(scalar(T(3), T(-4)) == 5);
    CHECK(scalar(T(0), T(-0.0)) == 0);
    CHECK(scalar(T(-7), T(0)) == 7);
    CHECK(scalar(most, T(1)) == most);
    CHECK(scalar(most, most) == infinity<T>);
    CHECK(scalar(-infinity<T>, T(1)) == infinity<T>);
    CHECK(scalar(T(1), infinity<T>) == infinity<T>);
    CHECK(scalar(infinity<T>, tests::nan<T>) == infinity<T>);
    CHECK(scalar(tests::nan<T>, infinity<T>) == infinity<T>);
    CHECK(std::isnan(scalar(tests::nan<T>, T(1))));
    CHECK(std::isnan(scalar(T(0), tests::nan<T>)));
}
