// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/actfn.hpp>
#include <actfn/init.hpp>

#include <cmath>
#include <limits>

// The table of analytic moments, computed independently with mpmath, to the digits it prints.

namespace {

template <class F>
void gains(F const& f, double mean, double square, double forward, double slope, double backward) {
    auto const m = actfn::moments(f);
    INFO(F{}.facts().name << ": " << m.mean << " " << m.square << " " << m.derivative_square);
    auto const printed = [](double got, double expected) {
        // Five digits.
        double const size = std::abs(expected);
        return std::abs(got - expected) <= 0.51e-4 * std::pow(10, std::floor(std::log10(size)));
    };
    CHECK((mean == 0 ? std::abs(m.mean) < 1e-9 : printed(m.mean, mean)));
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

TEST_CASE("gains of sigmoids", "[init]") {
    gains(actfn::identity, 0, 1, 1, 1, 1);
    gains(actfn::step, .5, .5, 1.4142, 0, 0);
    gains(actfn::sigmoid, .5, .29338, 1.8462, .044836, 4.7226);
    gains(actfn::tanh, 0, .39429, 1.5925, .46440, 1.4674);
    gains(actfn::scaled_tanh, 0, .75043, 1.1544, .80399, 1.1153);
    gains(actfn::bipolar_sigmoid, 0, .17352, 2.4007, .17934, 2.3613);
    gains(actfn::arctan, 0, .44970, 1.4912, .5, 1.4142);
    gains(actfn::normalised_arctan, 0, .28541, 1.8718, .35500, 1.6784);
    gains(actfn::gudermannian, 0, .56664, 1.3285, .60571, 1.2849);
    gains(actfn::erf, 0, .46456, 1.4672, .56941, 1.3252);
    gains(actfn::normal_cdf, .5, .33333, 1.7321, .091888, 3.2989);
    gains(actfn::arsinh, 0, .63316, 1.2567, .65568, 1.2350);
    gains(actfn::softsign, 0, .18301, 2.3375, .22767, 2.0958);
    gains(actfn::isru, 0, .34432, 1.7042, .41392, 1.5543);
    gains(actfn::smoothstep, 0, .61543, 1.2747, .89437, 1.0574);
    gains(actfn::sqnl, 0, .39458, 1.5920, .44923, 1.4920);
    gains(actfn::hard_sigmoid, .5, .27764, 1.8978, .027703, 6.0081);
    gains(actfn::hard_sigmoid.with({.alpha = 0.2}), .5, .28910, 1.8598, .039503, 5.0313);
    gains(actfn::sparse_sigmoid, .5, .37901, 1.6243, .17067, 2.4206);
    gains(actfn::hard_tanh, 0, .51606, 1.3920, .68269, 1.2103);
    gains(actfn::log_sigmoid, -.80606, .92125, 1.0419, .29338, 1.8462);
}

TEST_CASE("gains of rectifiers", "[init]") {
    gains(actfn::relu, .39894, .5, 1.4142, .5, 1.4142);
    gains(actfn::relu6, .39894, .5, 1.4142, .5, 1.4142);
    gains(actfn::squared_relu, .5, 1.5, .81650, 2, .70711);
    gains(actfn::rrelu, .30752, .52626, 1.3785, .52626, 1.3785);
    gains(actfn::elu, .16052, .64495, 1.2452, .66810, 1.2234);
    gains(actfn::selu, 0, 1, 1, 1.07160, .96603);
    gains(actfn::isrlu, .13736, .67216, 1.2197, .70696, 1.1893);
    gains(actfn::softplus, .80606, .92125, 1.0419, .29338, 1.8462);
    gains(actfn::shifted_softplus, .11291, .28426, 1.8756, .29338, 1.8462);
    gains(actfn::squareplus, 1.1093, 1.5, .8165, .28932, 1.8591);
    gains(actfn::smelu, .46233, .52484, 1.3803, .37901, 1.6243);
}

TEST_CASE("gains of smooth gated functions", "[init]") {
    gains(actfn::elish, .23922, .34307, 1.7073, .36653, 1.6518);
    gains(actfn::silu, .20662, .35578, 1.6765, .37948, 1.6233);
    gains(actfn::gelu, .28209, .42522, 1.5335, .45585, 1.4811);
    gains(actfn::gelu_tanh, .28204, .42519, 1.5336, .45582, 1.4812);
    gains(actfn::quick_gelu, .28233, .42195, 1.5395, .44955, 1.4915);
    gains(actfn::mish, .24040, .45234, 1.4868, .47908, 1.4448);
    gains(actfn::hardswish, .16622, .33157, 1.7367, .35853, 1.6701);
    gains(actfn::lisht, .60571, .75789, 1.1487, .86570, 1.0748);
    gains(actfn::tanhexp, .26213, .52909, 1.3748, .56117, 1.3349);
}

TEST_CASE("gains of shrinking, even and periodic functions", "[init]") {
    gains(actfn::tanhshrink, 0, .18288, 2.3384, .25299, 1.9881);
    gains(actfn::hardshrink, 0, .96914, 1.0158, .61708, 1.2730);
    gains(actfn::softshrink, 0, .41928, 1.5444, .61708, 1.2730);
    gains(actfn::snake, .43233, 1.30737, .87458, 1.49983, .81654);
    gains(actfn::gcu, 0, .29700, 1.8349, 1.0, 1.0);
    gains(actfn::gaussian, .57735, .44721, 1.4953, .35777, 1.6719);
    gains(actfn::logcosh, .37457, .33007, 1.7406, .39429, 1.5925);
    gains(actfn::abs, .79788, 1, 1, 1, 1);
    gains(actfn::sine, 0, .43233, 1.5209, .56767, 1.3273);
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
