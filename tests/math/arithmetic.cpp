// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/engine/member.hpp>
#include <actfn/math/arithmetic.hpp>

#include <cmath>

// The arithmetic under the kernels: NaN survives every bound, error-free transformations are exact.

namespace {

namespace math = actfn::math;
using tests::infinity;

template <class T> using V = actfn::math::pack<T>;
template <class T> T lane(V<T> const& v) { return actfn::math::first(v); }

} // namespace

TEMPLATE_TEST_CASE("bounds keep NaN", "[math]", float, double) {
    using T = TestType;
    V<T> const bound(T(1));
    CHECK(lane<T>(math::at_least(V<T>(T(0)), bound)) == 1);
    CHECK(lane<T>(math::at_least(V<T>(T(2)), bound)) == 2);
    CHECK(lane<T>(math::at_most(V<T>(T(0)), bound)) == 0);
    CHECK(lane<T>(math::at_most(V<T>(T(2)), bound)) == 1);
    CHECK(std::isnan(lane<T>(math::at_least(V<T>(tests::nan<T>), bound))));
    CHECK(std::isnan(lane<T>(math::at_most(V<T>(tests::nan<T>), bound))));
}

TEMPLATE_TEST_CASE("sign, magnitude and square root", "[math]", float, double) {
    using T = TestType;
    CHECK(tests::same(lane<T>(math::abs(V<T>(T(-0.0)))), T(0)));
    CHECK(lane<T>(math::abs(V<T>(-infinity<T>))) == infinity<T>);
    CHECK(lane<T>(math::mulsign(V<T>(T(2)), V<T>(T(-0.0)))) == -2);
    CHECK(lane<T>(math::mulsign(V<T>(T(-2)), V<T>(T(-3)))) == 2);
    CHECK(tests::same(lane<T>(math::mulsign(V<T>(T(0)), V<T>(T(-1)))), T(-0.0)));
    CHECK(lane<T>(math::sqrt(V<T>(infinity<T>))) == infinity<T>);
    CHECK(lane<T>(math::sqrt(V<T>(T(2)))) == std::sqrt(T(2)));
    CHECK(std::isnan(lane<T>(math::sqrt(V<T>(T(-1))))));
}

TEMPLATE_TEST_CASE("product and sum without error", "[math]", float, double) {
    using T = TestType;
    tests::random_numbers random;
    for (int i = 0; i < 2000; ++i) {
        T const a = static_cast<T>(random(-2, 2));
        T const b = static_cast<T>(random(-2, 2));
        auto const p = math::two_product(V<T>(a), V<T>(b));
        T const hi = a * b;
        CHECK(lane<T>(p.hi) == hi);
        CHECK(lane<T>(p.lo) == std::fma(a, b, -hi));

        auto const s = math::two_sum(V<T>(a), V<T>(b));
        auto const exact = static_cast<long double>(a) + static_cast<long double>(b);
        CHECK(lane<T>(s.hi) == a + b);
        if constexpr (std::is_same_v<T, float>) {
            CHECK(static_cast<long double>(lane<T>(s.hi)) +
                      static_cast<long double>(lane<T>(s.lo)) ==
                  exact);
        }
    }
}

TEMPLATE_TEST_CASE("Horner's scheme takes ascending powers", "[math]", float, double) {
    using T = TestType;
    CHECK(lane<T>(math::polynomial(V<T>(T(2)), V<T>(T(1)), V<T>(T(3)), V<T>(T(5)))) == 27);
}
