// SPDX-License-Identifier: MIT
// labels: deep
#include "pointwise/facts_of_parameters.hpp"
#include "settings.hpp"
#include <actfn/stochastic.hpp>

#include <memory>
#include <vector>

// In inference a stochastic function is a pointwise one, whose facts follow the parameters.

namespace {

using tests::formula;

/// The formula as a function of x.
template <class F> auto stated(std::string_view text, F const& f) {
    auto const evaluated = std::make_shared<formula<double>>(text.empty() ? "0" : text);
    tests::set_parameters(*evaluated, f.kernel());
    return [evaluated](double x) {
        evaluated->set("x", x);
        return std::abs((*evaluated)());
    };
}

template <class F> void check(F const& f) {
    actfn::facts const facts = f.facts();
    tests::allowed may;
    may.cancelling = stated(facts.cancelling, f);
    may.cancelling_value = stated(facts.cancelling_value, f);
    tests::check_facts(f, may);

    auto const value = stated(facts.formula, f);
    auto const derivative = stated(facts.derivative, f);
    for (double x = -60; x < 60; x += 0.371) {
        CAPTURE(x);
        CHECK(tests::near(std::abs(f(x)), value(x), 1e-10));
        CHECK(tests::near(std::abs(f.derivative(x)), derivative(x), 1e-10));
    }
}

template <class F> void check_settings(F const& f) {
    tests::at_settings(f, [](auto const& g) { check(g); });
}

} // namespace

TEST_CASE("facts of stochastic functions follow the parameters", "[stochastic]") {
    check_settings(actfn::noisy_relu_constant);
    check_settings(actfn::nani_hard_tanh);
    check_settings(actfn::nani_hard_sigmoid);
    check_settings(actfn::learned_nani_hard_tanh);
    check_settings(actfn::learned_nani_hard_sigmoid);
    struct ends {
        double lower, upper;
    };
    for (auto const e : {ends{1.0 / 8, 1.0 / 3}, {0, 0}, {1, 1}, {-0.5, 0.25}, {-1, -1}, {2, 5}}) {
        check(actfn::rrelu.with({.lower = e.lower, .upper = e.upper}));
    }
}

TEST_CASE("facts of units that are 0 or 1 follow the parameters", "[stochastic]") {
    check(actfn::bernoulli_straight_through);
    check_settings(actfn::binary_concrete);
    struct bounds {
        double gamma, zeta;
    };
    for (auto const b : {bounds{-0.1, 1.1}, {-0.1, 1.5}, {-2, 1.25}, {-0.01, 3}, {-5, 8}}) {
        auto const f = actfn::hard_concrete.with({.gamma = b.gamma, .zeta = b.zeta});
        check(f);
        CHECK(f.with({.temperature = 9, .gamma = b.gamma, .zeta = b.zeta})(0.75) == f(0.75));
    }
    CHECK_THROWS_WITH(actfn::hard_concrete.with({.gamma = 0}),
                      "actfn::hard_concrete: gamma = 0 must be less than 0");
    CHECK_THROWS_WITH(actfn::hard_concrete.with({.zeta = 1}),
                      "actfn::hard_concrete: zeta = 1 must be greater than 1");
    CHECK_THROWS_WITH(actfn::hard_concrete.with({.temperature = 0}),
                      "actfn::hard_concrete: temperature = 0 must be greater than 0");
}

TEST_CASE("facts of noisy hard functions follow the parameters", "[stochastic]") {
    check_settings(actfn::noisy_hard_tanh);
    check_settings(actfn::noisy_hard_tanh_fixed);
    check_settings(actfn::noisy_hard_sigmoid);
    check_settings(actfn::noisy_hard_sigmoid_fixed);
    for (double const half_normal : {0.0, 1.0}) {
        for (double const alpha : {0.0, 0.25, 0.9, 1.0, 1.15, -1.5, 4.0}) {
            for (double const c : {0.5, 2.0, 0.0, -0.75}) {
                check(actfn::noisy_hard_tanh_fixed.with(
                    {.alpha = alpha, .c = c, .half_normal = half_normal}));
                check(actfn::noisy_hard_sigmoid_fixed.with(
                    {.alpha = alpha, .c = c, .half_normal = half_normal}));
                for (double const p : {1.0, -2.5}) {
                    check(actfn::noisy_hard_tanh.with(
                        {.alpha = alpha, .c = c, .p = p, .half_normal = half_normal}));
                    check(actfn::noisy_hard_sigmoid.with(
                        {.alpha = alpha, .c = c, .p = p, .half_normal = half_normal}));
                }
            }
        }
    }
}
