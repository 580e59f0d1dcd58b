// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>

#include <cmath>

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
