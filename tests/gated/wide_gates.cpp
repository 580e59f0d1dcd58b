// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

// Gates that are subnormal or too small for a number, times a large value.

TEST_CASE("a float gate below its range keeps its digits in the product", "[gated]") {
    for (float const a : {41424.0F, -3e10F, 2e27F, 3e38F}) {
        for (float const b : {-60.5F, -88.0F, -100.9F, -107.62F, -130.25F, -180.0F, -196.5F}) {
            INFO(a << ", " << b);
            double const x = a;
            double const e = std::exp(static_cast<double>(b));
            auto const within = [&](float got, double right, double bound) {
                CHECK(tests::ulp_error(got, {right, 0}) <= bound);
            };
            within(actfn::glu(a, b), x * e, 3);
            within(actfn::glu.derivative_by_gate(a, b), x * e, 3.5);
            within(actfn::swiglu(a, b), x * b * e, 3);
            within(actfn::swiglu.derivative_by_gate(a, b), x * e * (1 + b), 4.5);
            double const t = 1.702 * b;
            within(actfn::geglu_quick(a, b), x * b * std::exp(t), 3);
            within(actfn::geglu_quick.derivative_by_gate(a, b), x * std::exp(t) * (1 + t), 4.5);
        }
    }
}

TEST_CASE("the gate itself and its limits", "[gated]") {
    float const inf = tests::infinity<float>;
    CHECK(actfn::swiglu.derivative_by_value(1.0F, -inf) == 0.0F);
    CHECK(actfn::swiglu(2.0F, -inf) == 0.0F);
    CHECK(actfn::swiglu(2.0F, inf) == inf);
    CHECK(actfn::swiglu.derivative_by_gate(2.0F, inf) == 2.0F);
    CHECK(actfn::swiglu.derivative_by_gate(2.0F, -inf) == 0.0F);
    CHECK(tests::ulp_error(actfn::glu.derivative_by_value(1.0F, -100.0F), {std::exp(-100.0), 0}) <=
          1.5);
}

namespace {

/// Whether `got` is within `bound` ULP of what long double has, infinities included.
template <class T> bool within(T got, long double right, double bound) {
    T const nearest = static_cast<T>(right);
    if (std::isinf(nearest)) return got == nearest;
    T const unit =
        (std::max)(std::numeric_limits<T>::denorm_min(),
                   std::nextafter(std::abs(nearest), tests::infinity<T>) - std::abs(nearest));
    return std::abs(static_cast<long double>(got) - right) <=
           bound * static_cast<long double>(unit);
}

} // namespace

TEMPLATE_TEST_CASE("relu2glu is a number wherever a times b squared is one", "[gated]", float,
                   double) {
    using T = TestType;
    auto const& f = actfn::relu2glu;
    constexpr int most = std::numeric_limits<T>::max_exponent - 2;
    for (int p = -most; p <= most; p += 7) {
        for (int q = -most; q <= most; q += 5) {
            for (T const sign : {T(1), T(-1)}) {
                T const a = std::ldexp(sign * T(1.2345678), p);
                T const b = std::ldexp(T(1.7654321), q);
                INFO(a << ", " << b);
                long double const x = a;
                long double const r = b;
                CHECK(within(f(a, b), x * r * r, 1.5));
                CHECK(within(f.derivative_by_gate(a, b), 2 * x * r, 1));
                CHECK(within(f.derivative_by_value(a, b), r * r, 0.5));
                auto const j = f.value_and_derivative(a, b);
                CHECK(j.value == f(a, b));
                CHECK(j.by_gate == f.derivative_by_gate(a, b));
                T const g = T(0.75);
                auto const back = f.backward(a, b, g);
                CHECK(back.gate == g * j.by_gate);
                CHECK(back.value == g * j.by_value);
                auto const second = f.second_derivative(a, b);
                CHECK(second.value == 0);
                CHECK(within(second.mixed, 2 * r, 0.5));
                CHECK(second.gate == 2 * a);
            }
        }
    }
}
