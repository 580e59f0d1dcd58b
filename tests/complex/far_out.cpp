// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/complex/cardioid.hpp>
#include <actfn/complex/complex_abs.hpp>
#include <actfn/complex/complex_asin.hpp>
#include <actfn/complex/complex_atanh.hpp>
#include <actfn/complex/complex_exp.hpp>
#include <actfn/complex/complex_sigmoid.hpp>
#include <actfn/complex/complex_silu.hpp>
#include <actfn/complex/complex_tanh.hpp>

namespace {

using tests::infinity;
template <class T> using C = std::complex<T>;

} // namespace

TEMPLATE_TEST_CASE("complex functions at branch points, infinity and far out", "[complex]", float,
                   double) {
    using T = TestType;
    T const inf = infinity<T>;
    CHECK(actfn::complex_atanh(C<T>(1, 0)) == C<T>(inf, 0));
    CHECK(actfn::complex_tanh(C<T>(inf, 1)) == C<T>(1, 0));
    CHECK(actfn::complex_tanh(C<T>(T(1e4), 1)) == C<T>(1, 0));
    CHECK(actfn::complex_sigmoid(C<T>(-inf, 1)) == C<T>(0, 0));
    CHECK(actfn::complex_silu(C<T>(-inf, 1)) == C<T>(0, 0));
    CHECK(actfn::complex_exp(C<T>(inf, 0)) == C<T>(inf, 0));
    CHECK(actfn::complex_asin(C<T>(0, inf)).imag() == inf);
    CHECK(actfn::complex_abs(C<T>(-inf, 3)) == inf);
    CHECK(actfn::cardioid(C<T>(-inf, 3)).real() == 0);
    // eˣ overflows, eˣ·sin y does not.
    T const x = std::is_same_v<T, float> ? T(95) : T(720);
    T const small = std::is_same_v<T, float> ? T(0x1p-20) : T(0x1p-40);
    C<T> const w = actfn::complex_exp(C<T>(x, small));
    CHECK(w.real() == inf);
    CHECK(std::isfinite(w.imag()));
}
