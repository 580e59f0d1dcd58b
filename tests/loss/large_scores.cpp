// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>

TEST_CASE("tanh_binary_cross_entropy where twice the score overflows", "[loss]") {
    auto const& f = actfn::tanh_binary_cross_entropy;
    CHECK(tests::ulp_error(f(-1.29e308, 1e-6), {2.58e302, 0}) <= 2.5);
    double const rest = 1 - 0.999;
    CHECK(tests::ulp_error(f(1.29e308, 0.999), {2 * (1.29e308 * rest), 0}) <= 2.5);
    CHECK(f(1.29e308, 1.0) == 0);
    CHECK(f(tests::infinity<double>, 1.0) == 0);
    CHECK(f(tests::infinity<double>, 0.0) == tests::infinity<double>);
    CHECK(f.derivative(-1.29e308, 1e-6) == -2e-6);
}
