// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/complex/complex_abs.hpp>
#include <actfn/complex/complex_exp.hpp>
#include <actfn/complex/complex_sigmoid.hpp>
#include <actfn/complex/complex_tan.hpp>
#include <actfn/complex/complex_tanh.hpp>
#include <actfn/eigen.hpp>
#include <actfn/pointwise/abs.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <limits>
#include <vector>

namespace {

template <class T> using C = std::complex<T>;

/// The derivative as a function of w = f(z), and gradients through it, where |f'| is no less than
/// the terms it is a difference of.
template <class T, class F> void check_from_output(F const& f) {
    using std::abs;
    T const few = 20 * std::numeric_limits<T>::epsilon();
    for (T x : {T(-1.3), T(-0.4), T(0.2), T(0.9)}) {
        for (T y : {T(-1.1), T(-0.3), T(0), T(0.7)}) {
            C<T> const z(x, y);
            C<T> const g(T(0.5), T(-2));
            C<T> const w = f(z);
            C<T> const slope = f.derivative_from_output(w);
            INFO(f.facts().name << " at " << z);
            CHECK(abs(slope - f.derivative(z)) <= few * (1 + abs(w) * abs(w)));
            CHECK(abs(f.backward_from_output(w, g) - std::conj(slope) * g) <=
                  few * abs(slope) * abs(g));
            std::vector<C<T>> const ws(5, w);
            std::vector<C<T>> const gs(5, g);
            std::vector<C<T>> out(5);
            actfn::backward_from_output(f, ws, gs, out);
            CHECK(out[4] == f.backward_from_output(w, g));
            actfn::derivative_from_output(f, ws, out);
            CHECK(out[4] == slope);
            Eigen::ArrayX<C<T>> const lazy =
                f.derivative_from_output(Eigen::Map<Eigen::ArrayX<C<T>> const>(ws.data(), 5));
            CHECK(lazy[4] == slope);
        }
    }
}

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

TEMPLATE_TEST_CASE("derivatives of holomorphic functions from their value", "[complex]", float,
                   double) {
    check_from_output<TestType>(actfn::complex_exp);
    check_from_output<TestType>(actfn::complex_sigmoid);
    check_from_output<TestType>(actfn::complex_tan);
    check_from_output<TestType>(actfn::complex_tanh);
    std::complex<TestType> const w(TestType(0.5), TestType(-0.75));
    CHECK(actfn::tanh.derivative_from_output(w) == actfn::complex_tanh.derivative_from_output(w));
}
