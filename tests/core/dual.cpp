// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/math/arithmetic.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/tanh.hpp>

// The arithmetic of dual numbers, and activations on them.

namespace {

using dual = actfn::dual<double>;

void expect(dual got, double value, double tangent) {
    CHECK(got.value == value);
    CHECK(got.tangent == tangent);
}

} // namespace

TEST_CASE("arithmetic of dual numbers", "[core]") {
    dual const a(3, 1);
    dual const b(4, 0.5);
    expect(a + b, 7, 1.5);
    expect(a - b, -1, 0.5);
    expect(a * b, 12, 5.5);
    expect(a / b, 0.75, 0.15625);
    expect(-a, -3, -1);
    expect(dual(5), 5, 0);
    CHECK(a < b);
    CHECK(b >= a);
    CHECK_FALSE(a == b);
}

TEST_CASE("the vocabulary on dual numbers", "[core]") {
    namespace math = actfn::math;
    dual const x(-4, 2);
    expect(math::abs(x), 4, -2);
    expect(math::sqrt(dual(16, 2)), 4, 0.25);
    expect(math::fma(dual(2, 1), dual(3, 1), dual(1, 1)), 7, 6);
    expect(math::select(x < dual(0), dual(1, 5), dual(2, 6)), 1, 5);
    expect(math::mulsign(dual(2, 1), x), -2, -1);
    expect(math::at_least(x, dual(-1)), -1, 0);
    expect(math::at_most(x, dual(-1)), -4, 2);
}

TEST_CASE("an activation of a dual number uses its own derivative", "[core]") {
    for (double const x : {-30.0, -1.0, 0.0, 0.3, 12.0}) {
        dual const y = actfn::gelu(dual(x, 3));
        CHECK(tests::same(y.value, actfn::gelu(x)));
        CHECK(tests::same(y.tangent, actfn::gelu.derivative(x) * 3));
        dual const slope = actfn::gelu.derivative(dual(x, 3));
        CHECK(tests::same(slope.value, actfn::gelu.derivative(x)));
        CHECK(tests::same(slope.tangent, actfn::gelu.second_derivative(x) * 3));
    }
}

TEST_CASE("the chain rule through two activations", "[core]") {
    double const x = 0.4;
    dual const y = actfn::tanh(actfn::gelu(dual(x, 1)));
    double const inner = actfn::gelu(x);
    CHECK(tests::same(y.tangent, actfn::tanh.derivative(inner) * actfn::gelu.derivative(x)));
}
