// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/complex/complex_acos.hpp>
#include <actfn/complex/complex_asin.hpp>
#include <actfn/complex/complex_asinh.hpp>
#include <actfn/complex/complex_atan.hpp>
#include <actfn/complex/complex_atanh.hpp>

namespace {

template <class T> using C = std::complex<T>;

template <class T> bool close(C<T> a, C<T> b, T units = 8) {
    return std::abs(a - b) <= units * std::numeric_limits<T>::epsilon() * std::abs(b);
}

} // namespace

TEMPLATE_TEST_CASE("on cuts the sign of zero tells the side", "[complex]", float, double) {
    using T = TestType;
    T const minus = T(-0.0);
    // As in the C library.
    for (T const x : {T(2), T(-2), T(1e10)}) {
        for (T const zero : {T(0), minus}) {
            C<T> const z(x, zero);
            C<T> const turned(zero, x);
            CAPTURE(z);
            CHECK(close(actfn::complex_asin(z), std::asin(z)));
            CHECK(close(actfn::complex_acos(z), std::acos(z)));
            CHECK(close(actfn::complex_atanh(z), std::atanh(z)));
            CHECK(close(actfn::complex_asinh(turned), std::asinh(turned)));
            CHECK(close(actfn::complex_atan(turned), std::atan(turned)));
        }
    }
    CHECK(std::signbit(actfn::complex_asin(C<T>(T(0.5), minus)).imag()));
}
