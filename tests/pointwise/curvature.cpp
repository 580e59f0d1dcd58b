// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise.hpp>

#include <cmath>

// Second derivatives where terms of them cancel, vanish or are 0·∞.

namespace {

template <class F, class T> double error(F const& f, T x, double right) {
    return tests::ulp_error(f.second_derivative(x), {right});
}

template <class F> bool vanishes_at_both_ends(F const& f) {
    constexpr float endless = tests::infinity<float>;
    constexpr double end = tests::infinity<double>;
    return f.second_derivative(endless) == 0 && f.second_derivative(-endless) == 0 &&
           f.second_derivative(end) == 0 && f.second_derivative(-end) == 0;
}

} // namespace

TEST_CASE("second derivatives of odd sigmoids near 0", "[pointwise]") {
    auto const both = [](auto const& f, double in_float, double in_double) {
        CHECK(error(f, 1e-4F, in_float) < 5);
        CHECK(error(f, 1e-4, in_double) < 5);
        CHECK(error(f, -1e-4, -in_double) < 5);
        CHECK(f.second_derivative(1e-30F) != 0);
    };
    both(actfn::sigmoid, -0.000012499999642556776, -0.000012499999958333334);
    both(actfn::scaled_sigmoid, -0.000012499999642556776, -0.000012499999958333334);
    both(actfn::generalised_logistic, -0.000012499999642556776, -0.000012499999958333334);
    both(actfn::kumaraswamy, -0.000012499999642556776, -0.000012499999958333334);
    both(actfn::bipolar_sigmoid, -0.000024999999285113552, -0.000024999999916666668);
    both(actfn::scaled_tanh, -0.00010168295979166958, -0.00010168296236039725);
    both(actfn::gudermannian, -0.000099999996640454251, -0.000099999999166666677);
    both(actfn::normalised_gudermannian, -0.00024674009872066480, -0.00024674010495384390);
    both(actfn::smoothstep2, -0.00074999997355340694, -0.00074999999250000004);
    both(actfn::smoothstep3, -0.0013124999405934633, -0.0013124999737500002);
    CHECK(error(actfn::tanh, 1e-8F, -1.9999999878450578e-8) < 4);
    CHECK(error(actfn::smoothstep, 1e-30, -3e-30) < 2);
}

TEST_CASE("second derivatives in the tails", "[pointwise]") {
    CHECK(error(actfn::multiquadric, -6011.26F, 4.6036626870017028e-12) < 4);
    CHECK(error(actfn::multiquadric, 1e5, 9.9999999985e-16) < 4);
    CHECK(error(actfn::mish, 41.7975, -1.6176193129915340e-34) < 5);
    CHECK(error(actfn::mish, 20.0F, -6.4574984070979006e-16) < 5);
    CHECK(error(actfn::mish, -20.0, -3.7100765042456580e-8) < 5);
    CHECK(error(actfn::tanhexp, 3.0, -3.3227634869118594e-14) < 8); // magnified by 2eˣ
    CHECK(error(actfn::tanhexp, 5.0, -1.0787467668095145e-123) < 8);
    CHECK(error(actfn::tanhexp, -20.0, -3.7100765203894040e-8) < 6);
    CHECK(error(actfn::gish, 4.699242115020752F, -5.4170137107778076e-44) < 2);
    CHECK(error(actfn::gelu_tanh, -10.902799606323242F, -1.5040350760992366e-44) < 2);
    CHECK(error(actfn::squareplus, 1e8, 2e-24) < 6);
    CHECK(error(actfn::squareplus, 9.5e14, 2.3327015599941682e-45) < 6);
    CHECK(error(actfn::noisy_relu_mean.with({.sd = 0.5}), 3.0, 1.2151765699646571e-8) < 3);
    CHECK(error(actfn::algebraic.with({.k = 4}), 1e-91, -5e-273) < 5);
}

TEST_CASE("second derivatives beside their roots", "[pointwise]") {
    // In ULP of the derivative 1/64 of x away.
    auto const at = [](auto const& f, double x, double right, double nearby) {
        CHECK(tests::ulp_error(f.second_derivative(x), {right}, nearby) < 8);
    };
    at(actfn::silu, 2.4, -0.000058796937777474277, 0.003);
    at(actfn::lisht, 1.2, -0.00023518775110989711, 0.013);
    at(actfn::gaussian, 0.7071, -0.000023266739233704799, 0.03);
    at(actfn::gaussian_rbf, 1.0046, 0.0055671890245831128, 0.02);
    at(actfn::inverse_multiquadric, 0.7071, -6.9602909913653176e-6, 0.01);
    at(actfn::inverse_quadratic, 0.57735, -7.8679742517909535e-7, 0.02);
    at(actfn::snake, 0.785, 0.0015926534214665266, 0.02);
}

TEST_CASE("second derivatives have their limits", "[pointwise]") {
    CHECK(vanishes_at_both_ends(actfn::bipolar_sigmoid));
    CHECK(vanishes_at_both_ends(actfn::generalised_logistic));
    CHECK(vanishes_at_both_ends(actfn::gudermannian));
    CHECK(vanishes_at_both_ends(actfn::normalised_gudermannian));
    CHECK(vanishes_at_both_ends(actfn::kumaraswamy));
    CHECK(vanishes_at_both_ends(actfn::normalised_arctan));
    CHECK(vanishes_at_both_ends(actfn::quick_gelu));
    CHECK(vanishes_at_both_ends(actfn::scaled_sigmoid));
    CHECK(vanishes_at_both_ends(actfn::scaled_tanh));
    CHECK(vanishes_at_both_ends(actfn::softplus.with({.beta = 2})));
    CHECK(vanishes_at_both_ends(actfn::swish.with({.beta = 2})));
    CHECK(vanishes_at_both_ends(actfn::gaussian));
    CHECK(vanishes_at_both_ends(actfn::gaussian_rbf.with({.w = 0.001})));
    CHECK(vanishes_at_both_ends(actfn::lisht));
    CHECK(vanishes_at_both_ends(actfn::mish));
    CHECK(vanishes_at_both_ends(actfn::tanhexp));
    CHECK(vanishes_at_both_ends(actfn::celu.with({.alpha = 0.3})));
    CHECK(vanishes_at_both_ends(actfn::elu.with({.alpha = 300})));
    CHECK(vanishes_at_both_ends(actfn::mpelu.with({.alpha = 1, .beta = 3})));
    CHECK(vanishes_at_both_ends(actfn::isru.with({.alpha = 0})));
    CHECK(vanishes_at_both_ends(actfn::isrlu.with({.alpha = 0})));
    CHECK(vanishes_at_both_ends(actfn::noisy_relu_mean.with({.sd = 0.3})));
    CHECK(vanishes_at_both_ends(actfn::squareplus.with({.b = 0})));
    CHECK(actfn::power.second_derivative(tests::infinity<double>) == 0);
    CHECK(actfn::repu.second_derivative(tests::infinity<float>) == 2);
    CHECK(actfn::square_root.second_derivative(0.0F) == -tests::infinity<float>);
    CHECK(actfn::square_root.second_derivative(-0.0) == -tests::infinity<double>);
    CHECK(actfn::square_root.second_derivative(tests::infinity<double>) == 0);
    CHECK(std::isinf(actfn::spline.second_derivative(tests::infinity<float>)));
}

TEST_CASE("second derivatives that are numbers", "[pointwise]") {
    constexpr float most = std::numeric_limits<float>::max();
    CHECK(error(actfn::power.with({.beta = 3}), 1e30F, 6.0 * static_cast<double>(1e30F)) < 2);
    CHECK(error(actfn::repu.with({.p = 10}), 33244.0F, 1.3426063551011758e38) < 2);
    CHECK(actfn::celu.with({.alpha = 0.3}).second_derivative(-most) == 0);
    CHECK(actfn::mpelu.with({.alpha = 1, .beta = 3}).second_derivative(-most) == 0);
    CHECK(actfn::noisy_relu_mean.with({.sd = 0.5}).second_derivative(most) == 0);
    CHECK(actfn::isru.with({.alpha = 0}).second_derivative(0.0F) == 0);
    CHECK(actfn::isrlu.with({.alpha = 0}).second_derivative(-1.0F) == 0);
    CHECK(error(actfn::algebraic.with({.k = 0.001}), 1e-30, -1.2849052599223189e-257) < 800);
}
