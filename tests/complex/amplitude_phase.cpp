// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/complex/amplitude_phase.hpp>
#include <actfn/pointwise/identity.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <algorithm>

namespace {

using namespace tests;
using Z = std::complex<double>;

/// In ULP of |expected|.
double error(Z got, std::complex<long double> expected) {
    double const scale = static_cast<double>(std::abs(expected));
    auto const part = [&](double g, long double e) {
        double const hi = static_cast<double>(e);
        int const unit = ulp_exponent<double>(hi);
        return ulp_error<double>(
            g, {hi, static_cast<double>(std::ldexp(e - static_cast<long double>(hi), -unit))},
            scale);
    };
    return std::max(part(got.real(), expected.real()), part(got.imag(), expected.imag()));
}

} // namespace

TEST_CASE("amplitude_phase(tanh) in double against long double", "[complex]") {
    constexpr auto f = actfn::amplitude_phase(actfn::tanh);
    random_numbers draw;
    double of_value = 0;
    double of_slope = 0;
    for (int i = 0; i < 100000; ++i) {
        double const size = std::exp2(draw(-1000, 5));
        double const angle = draw(-3.2, 3.2);
        Z const z((i % 2 ? size : draw(0, 20)) * std::cos(angle),
                  (i % 2 ? size : draw(0, 20)) * std::sin(angle));
        std::complex<long double> const exact(z.real(), z.imag());
        long double const r = std::hypot(exact.real(), exact.imag());
        long double const g = std::tanh(r);
        of_value = std::max(of_value, error(f(z), g / r * exact));
        long double const slope = 1 / (std::cosh(r) * std::cosh(r));
        of_slope = std::max(of_slope, error(f.wirtinger(z).dz, (slope + g / r) / 2));
    }
    CAPTURE(of_value, of_slope);
    CHECK(of_value <= f.facts().max_ulp.value);
    CHECK(of_slope <= f.facts().max_ulp.derivative);
}

TEMPLATE_TEST_CASE("on the positive half axis amplitude_phase is the real function", "[complex]",
                   float, double) {
    using T = TestType;
    for (T x = T(1e-30); x < T(1e30); x *= T(1.1)) {
        std::complex<T> const w = actfn::amplitude_phase(actfn::sigmoid)(std::complex<T>(x, 0));
        REQUIRE(w == std::complex<T>(actfn::sigmoid(x), 0));
        std::complex<T> const up = actfn::amplitude_phase(actfn::tanh)(std::complex<T>(0, -x));
        REQUIRE(up == std::complex<T>(0, -actfn::tanh(x)));
    }
}

TEMPLATE_TEST_CASE("amplitude_phase at 0, infinity and the end of the range", "[complex]", float,
                   double) {
    using T = TestType;
    using C = std::complex<T>;
    constexpr auto f = actfn::amplitude_phase(actfn::tanh);
    T const most = std::numeric_limits<T>::max();
    T const least = std::numeric_limits<T>::denorm_min();
    T const diagonal = std::sqrt(T(0.5));

    auto const origin = f.wirtinger(C(0, 0));
    CHECK(origin.value == C(0));
    CHECK(origin.dz == C(1));
    CHECK(origin.dzbar == C(0));
    CHECK(std::signbit(f(C(0, T(-0.0))).imag()));

    CHECK(f(C(least, -least)) == C(least, -least));
    CHECK(f.wirtinger(C(least, -least)).dz == C(1));
    CHECK(f(C(most, 0)) == C(1, 0));
    CHECK(std::abs(f(C(most, -most)) - C(diagonal, -diagonal)) < T(1e-6));
    CHECK(f(C(infinity<T>, 5)) == C(1, 0));
    CHECK(f(C(-3, -infinity<T>)) == C(0, -1));
    CHECK(f(C(infinity<T>, infinity<T>)) == C(diagonal, diagonal));

    // |z| overflows, z does not.
    constexpr auto same = actfn::amplitude_phase(actfn::identity);
    C const corner = same(C(most, -most)) / most;
    CHECK(std::abs(corner - C(1, -1)) < T(1e-6));
    CHECK(same(C(infinity<T>, 5)) == C(infinity<T>, 5));
    CHECK(actfn::amplitude_phase(actfn::sigmoid)(C(0, 0)) == C(0));
}
