// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/complex/complex_abs2.hpp>
#include <actfn/complex/complex_crelu.hpp>
#include <actfn/complex/complex_exp.hpp>
#include <actfn/complex/complex_sigmoid.hpp>

// Where systems differ.

namespace {

template <class T> using C = std::complex<T>;

template <class T> bool close(C<T> a, C<T> b, T units = 8) {
    return std::abs(a - b) <= units * std::numeric_limits<T>::epsilon() * std::abs(b);
}

} // namespace

TEMPLATE_TEST_CASE("the complex sigmoid is 1/(1 + exp(-z))", "[complex]", float, double) {
    using T = TestType;
    C<T> const z(T(0.75), T(-1.25));
    CHECK(close(actfn::complex_sigmoid(z), T(1) / (T(1) + std::exp(-z))));
    CHECK(!close(actfn::complex_sigmoid(z), T(1) / (T(1) + std::exp(z)), T(1e3)));
}

TEMPLATE_TEST_CASE("a complex gradient is dL/dRe + i dL/dIm", "[complex]", float, double) {
    using T = TestType;
    // L = Re f has G = 1: the gradient is conj(f'), not f'.
    C<T> const z(T(0.5), T(0.25));
    C<T> const gradient = actfn::complex_exp.backward(z, C<T>(1));
    CHECK(gradient == std::conj(actfn::complex_exp.wirtinger(z).dz));
    CHECK(gradient.imag() < 0);
    // L = |z|² has 2z.
    CHECK(actfn::complex_abs2.backward(z, T(1)) == T(2) * z);
}

TEST_CASE("crelu of complex numbers is that of the parts", "[complex]") {
    CHECK(actfn::complex_crelu(C<float>(-1, 2)) == C<float>(0, 2));
    CHECK(actfn::complex_crelu.facts().name == "complex_crelu");
}
