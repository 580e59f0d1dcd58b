// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/complex/split.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/prelu.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <vector>

TEMPLATE_TEST_CASE("split has the bits of the real functions", "[complex]", float, double) {
    using T = TestType;
    using C = std::complex<T>;
    constexpr auto f = actfn::split(actfn::tanh, actfn::elu.with({.alpha = 0.5}));
    tests::random_numbers draw;
    for (int i = 0; i < 2000; ++i) {
        C const z(static_cast<T>(draw(-9, 9)), static_cast<T>(draw(-9, 9)));
        C const g(static_cast<T>(draw(-2, 2)), static_cast<T>(draw(-2, 2)));
        REQUIRE(f(z) == C(actfn::tanh(z.real()), actfn::elu.with({.alpha = 0.5})(z.imag())));
        REQUIRE(f.backward(z, g) ==
                C(actfn::tanh.backward(z.real(), g.real()),
                  actfn::elu.with({.alpha = 0.5}).backward(z.imag(), g.imag())));
    }
}

TEST_CASE("split names what it is made of", "[complex]") {
    CHECK(actfn::split(actfn::tanh).facts().name == "split(tanh)");
    CHECK(actfn::split(actfn::tanh, actfn::relu).facts().name == "split(tanh, relu)");
    CHECK(actfn::split(actfn::tanh, actfn::relu).facts().formula == "tanh(x) + i * relu(y)");
}

TEST_CASE("split is holomorphic where both slopes agree", "[complex]") {
    using C = std::complex<double>;
    constexpr auto crelu = actfn::split(actfn::relu);
    CHECK(crelu.wirtinger(C(1, 2)).dz == C(1));
    CHECK(crelu.wirtinger(C(1, 2)).dzbar == C(0));
    CHECK(crelu.wirtinger(C(1, -2)).dz == C(0.5));
    CHECK(crelu.wirtinger(C(1, -2)).dzbar == C(0.5));
    CHECK(crelu.wirtinger(C(-1, 2)).dzbar == C(-0.5));
    CHECK(crelu.wirtinger(C(-1, -2)).dz == C(0));
}

TEST_CASE("both parts of a split share their parameters", "[complex]") {
    using C = std::complex<float>;
    constexpr auto f = actfn::split(actfn::prelu);
    CHECK(f.parameter_derivatives(C(-3, 2)).slope == C(-3, 0));
    CHECK(f.parameter_derivatives(C(-3, -2)).slope == C(-3, -2));
    std::vector<C> const z = {{-3, -2}, {1, -1}, {2, 2}};
    std::vector<C> const g = {{1, 10}, {5, 2}, {3, 3}};
    CHECK(actfn::parameter_gradient(f, z, g).slope == -25.0F);
}
