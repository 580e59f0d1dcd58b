// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/actfn.hpp>
#include <actfn/init.hpp>

#include <cmath>
#include <limits>

// The table of analytic moments, computed independently with mpmath, to the digits it prints.

namespace {

template <class F>
void gains(F const& f, double square, double forward, double slope, double backward) {
    auto const m = actfn::moments(f);
    INFO(F::facts.name << ": " << m.mean << " " << m.square << " " << m.derivative_square);
    auto const printed = [](double got, double expected) {
        // Five digits.
        return std::abs(got - expected) <= 0.51e-4 * std::pow(10, std::floor(std::log10(expected)));
    };
    CHECK(printed(m.square, square));
    CHECK(printed(actfn::gain(f), forward));
    if (slope == 0) {
        CHECK(m.derivative_square == 0);
        CHECK(actfn::gain_backward(f) == std::numeric_limits<double>::infinity());
    } else {
        CHECK(printed(m.derivative_square, slope));
        CHECK(printed(actfn::gain_backward(f), backward));
    }
}

} // namespace

TEST_CASE("gains of activations", "[init]") {
    gains(actfn::identity, 1, 1, 1, 1);
    gains(actfn::step, .5, 1.4142, 0, 0);
    gains(actfn::sigmoid, .29338, 1.8462, .044836, 4.7226);
    gains(actfn::tanh, .39429, 1.5925, .46440, 1.4674);
    gains(actfn::softsign, .18301, 2.3375, .22767, 2.0958);
    gains(actfn::hard_sigmoid, .27764, 1.8978, .027703, 6.0081);
    gains(actfn::hard_tanh, .51606, 1.3920, .68269, 1.2103);
    gains(actfn::relu, .5, 1.4142, .5, 1.4142);
    gains(actfn::relu6, .5, 1.4142, .5, 1.4142);
    gains(actfn::elu, .64495, 1.2452, .66810, 1.2234);
    gains(actfn::selu, 1, 1, 1.07160, .96603);
    gains(actfn::softplus, .92125, 1.0419, .29338, 1.8462);
    gains(actfn::silu, .35578, 1.6765, .37948, 1.6233);
    gains(actfn::gelu, .42522, 1.5335, .45585, 1.4811);
    gains(actfn::gelu_tanh, .42519, 1.5336, .45582, 1.4812);
    gains(actfn::quick_gelu, .42195, 1.5395, .44955, 1.4915);
    gains(actfn::mish, .45234, 1.4868, .47908, 1.4448);
    gains(actfn::hardswish, .33157, 1.7367, .35853, 1.6701);
}

TEST_CASE("gains have closed forms for piecewise linear functions", "[init]") {
    CHECK(std::abs(actfn::gain(actfn::relu) - std::sqrt(2.0)) < 1e-9);
    // The kink lies anywhere, the facts know only where it is by default.
    for (double slope : {0.01, 0.3}) {
        auto const f = actfn::leaky_relu.with({.slope = slope});
        double const expected = std::sqrt(2 / (1 + slope * slope));
        CHECK(std::abs(actfn::gain(f) - expected) < 1e-9);
        CHECK(std::abs(actfn::gain_backward(f) - expected) < 1e-9);
    }
    auto const normal_cdf = [](double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; };
    auto const clip = actfn::hard_tanh.with({.lo = -0.7177, .hi = 1.3333});
    CHECK(std::abs(actfn::moments(clip).derivative_square -
                   (normal_cdf(1.3333) - normal_cdf(-0.7177))) < 1e-9);
    CHECK(std::abs(actfn::gain(actfn::selu) - 1) < 1e-9);
    CHECK(std::abs(actfn::moments(actfn::selu).mean) < 1e-9);
}
