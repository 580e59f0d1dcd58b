// SPDX-License-Identifier: MIT
#include "facts_of_parameters.hpp"
#include <actfn/pointwise/inverse_quadratic.hpp>
#include <actfn/pointwise/pade.hpp>
#include <actfn/pointwise/softsign.hpp>

#include <cmath>

// P/Q of every pair of degrees: far out powers of x must neither overflow nor vanish.

namespace {

constexpr auto of(double a0, double a1, double a2, double a3, double a4, double a5, double b1,
                  double b2, double b3, double b4) {
    return actfn::kernel::pade<>{a0, a1, a2, a3, a4, a5, b1, b2, b3, b4};
}
constexpr actfn::kernel::pade<> settings[] = {
    {},
    of(0.03, 0.6, 2.3, 3, 1.5, 0, 1.1, 4.4, 0.9, 0), // 4/3
    of(0, 1, 0, 0, 0, 0, 1, 0, 0, 0),                // softsign
    of(0, 1, 0, 0, 0, 0, 0, 1, 0, 0),                // vanishes like 1/x
    of(1, 0, 0, 0, 0, 0, 0, 1, 0, 0),                // even
    of(0, 1, 0, 0.25, 0, 0.1, 0, 0.5, 0, 0.2),       // odd
    of(0.5, 1, 0, 0, 0, 0, 0, 0, 0, 0),              // a line
    of(2, 0, 0, 0, 0, 0, 0, 0, 0, 0),                // a constant
    of(0, 0, 0, 0, 0, 0, 1, 2, 3, 4),                // 0
    of(0.5, -1, 0.25, 0.75, 0, 0, 0.5, 0, 0, 0),     // like x²
    of(0.5, -1, 0.25, 0.75, 0.5, -0.3, 0, 0, 0, 0),  // a polynomial
    of(0.5, 1, 0, 0, 0, 0, 0, 0, -2, 0),             // 1/3, a jump of the third derivative
    of(0.5, -0.3, 1, 0.2, -0.7, 0.1, -0.4, 0.3, -1.5, 0.6),
};

/// P and Q, and the sum of the magnitudes in P.
struct parts {
    long double up, down, size;
};
parts parts_of(actfn::kernel::pade<> const& k, long double x) {
    double const a[] = {k.a0, k.a1, k.a2, k.a3, k.a4, k.a5};
    double const b[] = {1, k.b1, k.b2, k.b3, k.b4};
    parts of{0, 0, 0};
    for (int j = 5; j >= 0; --j) {
        of.up = of.up * x + a[j];
        of.size = of.size * std::abs(x) + std::abs(a[j]);
    }
    for (int j = 4; j >= 0; --j) of.down = of.down * std::abs(x) + std::abs(b[j]);
    return of;
}

} // namespace

TEST_CASE("facts of pade follow the parameters", "[pointwise]") {
    for (auto const& k : settings) tests::check_facts(actfn::pade.with(k));
}

TEMPLATE_TEST_CASE("pade of every pair of degrees", "[pointwise]", float, double) {
    tests::random_numbers next;
    for (auto const& k : settings) {
        auto const f = actfn::pade.with(k);
        double worst = 0;
        for (int i = 0; i < 2000; ++i) {
            auto const x = static_cast<TestType>((i % 2 == 0 ? 1 : -1) *
                                                 std::pow(10, next(-8, i % 4 < 2 ? 1 : 30)));
            parts const p = parts_of(k, static_cast<long double>(x));
            auto const right = static_cast<double>(p.up / p.down);
            bool const is_certain = p.size < 100 * std::abs(p.up) || p.up == 0;
            if (!is_certain || !std::isfinite(static_cast<TestType>(right))) continue;
            worst = std::max(worst, tests::ulp_error(f(x), {right}));
        }
        CAPTURE(k.a0, k.a1, k.b1);
        CHECK(worst <= f.facts().max_ulp.value);
    }
}

TEMPLATE_TEST_CASE("pade can be other functions", "[pointwise]", float, double) {
    auto const softsign = actfn::pade.with(settings[2]);
    auto const bell = actfn::pade.with(settings[4]);
    TestType const far = tests::infinity<TestType>;
    for (TestType const x : {TestType(0.3), TestType(-0.7), TestType(1.25), TestType(-90), far}) {
        CHECK(softsign(x) == Approx(actfn::softsign(x)));
        CHECK(softsign.derivative(x) == Approx(actfn::softsign.derivative(x)));
        CHECK(softsign.second_derivative(x) == Approx(actfn::softsign.second_derivative(x)));
        CHECK(bell(x) == Approx(actfn::inverse_quadratic(x)));
        CHECK(bell.derivative(x) == Approx(actfn::inverse_quadratic.derivative(x)));
        CHECK(bell.second_derivative(x) == Approx(actfn::inverse_quadratic.second_derivative(x)));
    }
}
