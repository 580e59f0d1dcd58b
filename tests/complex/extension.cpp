// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/complex/complex_abs.hpp>
#include <actfn/complex/complex_tanh.hpp>
#include <actfn/eigen.hpp>
#include <actfn/pointwise/abs.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <vector>

namespace {

template <class T> using C = std::complex<T>;

} // namespace

TEMPLATE_TEST_CASE("real objects extended to complex numbers", "[complex]", float, double) {
    using T = TestType;
    C<T> const z(T(0.5), T(-0.75));
    C<T> const g(T(2), T(1));
    CHECK(actfn::tanh(z) == actfn::complex_tanh(z));
    CHECK(actfn::abs(z) == actfn::complex_abs(z));
    CHECK(actfn::tanh.wirtinger(z).dz == actfn::complex_tanh.wirtinger(z).dz);
    CHECK(actfn::tanh.backward(z, g) == actfn::complex_tanh.backward(z, g));

    std::vector<C<T>> const many(11, z);
    std::vector<C<T>> out(11);
    actfn::forward(actfn::tanh, many, out);
    CHECK(out.back() == actfn::complex_tanh(z));
    actfn::backward(actfn::tanh, many, std::vector<C<T>>(11, g), out);
    CHECK(out.back() == actfn::complex_tanh.backward(z, g));
    std::vector<T> moduli(11);
    actfn::forward(actfn::abs, many, moduli);
    CHECK(moduli.back() == actfn::complex_abs(z));
    Eigen::ArrayX<C<T>> const lazy = actfn::tanh(Eigen::ArrayX<C<T>>::Constant(3, z));
    CHECK(lazy(2) == actfn::complex_tanh(z));
}
