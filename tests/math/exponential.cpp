// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/engine/member.hpp>
#include <actfn/math/exp.hpp>

#include <cmath>
#include <vector>

// exp, expm1 and the decaying exponential against the C library one type wider.

namespace {

using tests::infinity;

template <class T> using wide = std::conditional_t<std::is_same_v<T, float>, double, long double>;

/// One lane of the pack that kernels run on.
template <class T, class F> T lane(T x, F f) {
    using V = actfn::math::pack<T>;
    return actfn::math::first(f(V(x)));
}

template <class T> tests::precise split(wide<T> v) {
    auto const hi = static_cast<double>(v);
    if (std::isinf(hi)) return {hi, 0};
    int const unit = tests::ulp_exponent<double>(hi);
    return {hi, static_cast<double>(std::ldexp(v - static_cast<wide<T>>(hi), -unit))};
}

/// The largest error in ulp over [lo, hi] and where.
template <class T, class F, class G> void check(T lo, T hi, double bound, F f, G exact) {
    constexpr int n = 40000;
    double worst = 0;
    T at = 0;
    for (int i = 0; i <= n; ++i) {
        T const x = lo + (hi - lo) * (static_cast<T>(i) / static_cast<T>(n));
        double const error = tests::ulp_error(lane(x, f), split<T>(exact(static_cast<wide<T>>(x))));
        if (error > worst) {
            worst = error;
            at = x;
        }
    }
    INFO(tests::type_name<T> << ": " << worst << " ulp at " << tests::hex(static_cast<double>(at)));
    CHECK(worst <= bound);
}

auto const exponential = [](auto x) { return actfn::math::exp(x); };
auto const minus_one = [](auto x) { return actfn::math::expm1(x); };
auto const decay = [](auto x) { return actfn::math::exp_decay(x).value(); };

// Just inside.
template <class T> T const overflow = std::is_same_v<T, float> ? T(88.72283) : T(709.78271);
template <class T> T const underflow = std::is_same_v<T, float> ? T(-103.972) : T(-745.133);

} // namespace

TEMPLATE_TEST_CASE("exp over its whole range, subnormal results included", "[math]", float,
                   double) {
    using T = TestType;
    check<T>(underflow<T> - 1, overflow<T> + 1, 1.0, exponential,
             [](auto x) { return std::exp(x); });
    check<T>(T(-1), T(1), 1.0, exponential, [](auto x) { return std::exp(x); });
}

TEMPLATE_TEST_CASE("exp of special numbers", "[math]", float, double) {
    using T = TestType;
    T const max = std::numeric_limits<T>::max();
    CHECK(lane(T(0), exponential) == 1);
    CHECK(lane(T(-0.0), exponential) == 1);
    CHECK(lane(infinity<T>, exponential) == infinity<T>);
    CHECK(lane(max, exponential) == infinity<T>);
    CHECK(tests::same(lane(-infinity<T>, exponential), T(0)));
    CHECK(tests::same(lane(-max, exponential), T(0)));
    CHECK(std::isnan(lane(tests::nan<T>, exponential)));
    CHECK(lane(overflow<T>, exponential) <= max);
    CHECK(lane(overflow<T> + T(0.0001), exponential) == infinity<T>);
    CHECK(lane(underflow<T>, exponential) > 0);
    CHECK(tests::same(lane(underflow<T> - T(0.01), exponential), T(0)));
}

TEMPLATE_TEST_CASE("expm1 with relative accuracy near zero", "[math]", float, double) {
    using T = TestType;
    auto const exact = [](auto x) { return std::expm1(x); };
    check<T>(T(-40), overflow<T>, 2.0, minus_one, exact);
    for (T reach = 2; reach > T(1e-9); reach /= 3) check<T>(-reach, reach, 2.0, minus_one, exact);
}

TEMPLATE_TEST_CASE("expm1 of special numbers", "[math]", float, double) {
    using T = TestType;
    CHECK(tests::same(lane(T(0), minus_one), T(0)));
    CHECK(tests::same(lane(T(-0.0), minus_one), T(-0.0)));
    T const tiny = std::numeric_limits<T>::denorm_min();
    CHECK(std::abs(lane(tiny, minus_one) - tiny) <= tiny);
    CHECK(lane(8 * tiny, minus_one) == 8 * tiny);
    CHECK(lane(-8 * tiny, minus_one) == -8 * tiny);
    CHECK(lane(infinity<T>, minus_one) == infinity<T>);
    CHECK(lane(-infinity<T>, minus_one) == -1);
    CHECK(lane(-std::numeric_limits<T>::max(), minus_one) == -1);
    CHECK(std::isnan(lane(tests::nan<T>, minus_one)));
}

TEMPLATE_TEST_CASE("the decaying exponential", "[math]", float, double) {
    using T = TestType;
    check<T>(T(0), -underflow<T> + 1, 1.0, decay, [](auto x) { return std::exp(-x); });
    CHECK(lane(T(0), decay) == 1);
    CHECK(lane(infinity<T>, decay) == 0);
    CHECK(std::isnan(lane(tests::nan<T>, decay)));
}
