// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/gaussian_rbf.hpp>
#include <actfn/pointwise/hard_sigmoid.hpp>
#include <actfn/pointwise/hardswish.hpp>
#include <actfn/pointwise/isru.hpp>
#include <actfn/pointwise/kumaraswamy.hpp>
#include <actfn/pointwise/mpelu.hpp>
#include <actfn/pointwise/power.hpp>
#include <actfn/pointwise/scaled_tanh.hpp>
#include <actfn/pointwise/smelu.hpp>
#include <actfn/pointwise/snake.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/square_root.hpp>
#include <actfn/pointwise/squareplus.hpp>
#include <actfn/pointwise/swish.hpp>
#include <actfn/pointwise/xielu.hpp>

#include <cmath>
#include <limits>

// Parameters of unusual size, and derivatives in parameters where terms cancel.

namespace {

template <class T> bool close(T got, double right, double ulps = 4) {
    return tests::ulp_error(got, {right}) < ulps;
}

} // namespace

TEST_CASE("factors enter before a tail is subnormal", "[pointwise]") {
    CHECK(close(actfn::celu.with({.alpha = 1e3})(-2.2078e-38F), -2.2077999607943187e-38, 1));
    CHECK(actfn::mpelu.with({.alpha = 1e3, .beta = 1e-3})(-1e-40F) == -1e-40F);
    CHECK(actfn::scaled_tanh.with({.a = 1e3, .b = 1e-3})(1e-40F) == 1e-40F);
    CHECK(
        close(actfn::elu.with({.alpha = 1e3}).derivative(-103.972F), 7.0070315754867604e-43, 1.5));
    // As a float, α is infinite; where e^x is none the derivative is 0, not NaN.
    CHECK(actfn::elu.with({.alpha = 1e300}).derivative(-1e4F) == 0);
    CHECK(actfn::elu.with({.alpha = 1e300}).second_derivative(-1e4F) == 0);
    auto const narrow = actfn::gaussian_rbf.with({.w = 1e-3});
    CHECK(close(narrow.derivative(0.0144F), -1.3511767009246483e-41, 2));
}

TEST_CASE("a power is formed with its factor", "[pointwise]") {
    auto const hyperbola = actfn::power.with({.alpha = -0.3, .beta = -1});
    CHECK(close(hyperbola(-2.78e-39F), 1.0791368499506217e38));
    auto const flat = actfn::power.with({.alpha = 3, .beta = 0.001});
    CHECK(close(flat.derivative(2.57e-39F), 1.0680661024942902e36));
    CHECK(close(flat.derivative(1e298), 3 * 0.001 * std::pow(1e298, 0.001) / 1e298, 8));
    CHECK(actfn::power.with({.alpha = 10, .beta = 20})(1e6F) == tests::infinity<float>);
}

TEST_CASE("isru of a small alpha", "[pointwise]") {
    auto const f = actfn::isru.with({.alpha = 1e-3});
    CHECK(close(f(-522.62F), -31.565045822895165, 3));
    CHECK(close(f.derivative(2024.72F), 3.8084320547671169e-6, 5));
}

TEST_CASE("squareplus of b = 0 is relu", "[pointwise]") {
    auto const f = actfn::squareplus.with({.b = 0});
    auto const check = [&](auto x) {
        CHECK(f(x) == x);
        CHECK(f.derivative(x) == 1);
        CHECK(f.second_derivative(x) == 0);
        CHECK(f(-x) == 0);
        CHECK(f.derivative(-x) == 0);
    };
    for (float const x : {1e-45F, 3e-45F, 1e-40F, 2.7e-23F, 1e-24F, 1.0F, 3e38F}) check(x);
    for (double const x : {5e-324, 1.5e-323, 1.7e-162, 3.28e-288, 1.0, 1.7e308}) check(x);
    CHECK(f(0.0F) == 0);
    CHECK(f.derivative(0.0F) == 0);
}

TEST_CASE("kinks are where they are, not where they are rounded to", "[pointwise]") {
    // 0.002F is above 2/1000.
    CHECK(actfn::hard_sigmoid.with({.alpha = 1000, .beta = -2}).derivative(0.002F) == 1000);
    CHECK(close(actfn::hard_sigmoid.with({.alpha = 1000, .beta = -2})(0.002F),
                1000 * static_cast<double>(0.002F) - 2, 2));
    CHECK(close(actfn::hardswish.with({.alpha = 1000, .beta = -2}).derivative(0.002F),
                2000 * static_cast<double>(0.002F) - 2, 2));
}

TEST_CASE("derivatives in parameters where terms cancel", "[pointwise]") {
    CHECK(close(actfn::celu.parameter_derivatives(-4.207e-8).alpha, -8.8494242518031443e-16));
    CHECK(close(actfn::celu.parameter_derivatives(-1.00004e-8F).alpha, -5.0003995941616136e-17));
    auto const steep = actfn::celu.with({.alpha = 0.3});
    CHECK(close(steep.parameter_derivatives(-1e-3).alpha, -5.5432252949340754e-6));
    CHECK(close(actfn::xielu.parameter_derivatives(-1e-3).alpha_n, 4.9983337499166808e-7));
    CHECK(close(actfn::xielu.parameter_derivatives(-1.18e-38).alpha_n, 6.962e-77));
    auto const soft = actfn::softplus.with({.beta = 0.3});
    CHECK(close(soft.parameter_derivatives(295.7).beta, -2.9671182690541191e-36, 6));
    auto const corner = actfn::smelu.with({.beta = 0.3});
    CHECK(close(corner.parameter_derivatives(0.29999999999999993).beta, 9.2518585385429707e-17));
}

TEST_CASE("derivatives in parameters far out", "[pointwise]") {
    CHECK(close(actfn::snake.parameter_derivatives(1e308).a, -8.0823268860010802e307));
    auto const slow = actfn::swish.with({.beta = 1e-3});
    CHECK(close(slow.parameter_derivatives(1e5F).beta, 3.7200759760208282e-34, 6));
    CHECK(actfn::kumaraswamy.parameter_derivatives(-8.3e32F).a == 0);
    auto const wide = actfn::kumaraswamy.with({.a = 1e-3, .b = 1e3});
    CHECK(wide.parameter_derivatives(-tests::infinity<float>).a == 0);
    // −x³/2 is a number where x³ is none.
    auto const line = actfn::isru.with({.alpha = 0});
    CHECK(close(line.parameter_derivatives(7.5e12F).alpha,
                -0.5 * std::pow(static_cast<double>(7.5e12F), 3)));
}

TEST_CASE("ends of the domain", "[pointwise]") {
    CHECK(actfn::square_root.derivative(-0.0) == tests::infinity<double>);
    CHECK(actfn::square_root.derivative(0.0) == tests::infinity<double>);
    auto const falling = actfn::xielu.with({.alpha_p = -0.3, .alpha_n = 0.3, .beta = 0.1});
    CHECK(falling(tests::infinity<double>) == -tests::infinity<double>);
}
