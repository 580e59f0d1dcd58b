// SPDX-License-Identifier: MIT
// labels: deep long
#include "facts_of_parameters.hpp"
#include <actfn/pointwise/noisy_relu_mean.hpp>
#include <actfn/pointwise/power.hpp>
#include <actfn/pointwise/prelu.hpp>
#include <actfn/pointwise/repu.hpp>
#include <actfn/pointwise/scaled_sigmoid.hpp>
#include <actfn/pointwise/scaled_tanh.hpp>
#include <actfn/pointwise/shrink.hpp>
#include <actfn/pointwise/sign_logistic.hpp>
#include <actfn/pointwise/sine.hpp>
#include <actfn/pointwise/smelu.hpp>
#include <actfn/pointwise/snake.hpp>
#include <actfn/pointwise/softplus.hpp>
#include <actfn/pointwise/softshrink.hpp>
#include <actfn/pointwise/squareplus.hpp>
#include <actfn/pointwise/step.hpp>
#include <actfn/pointwise/step_logistic.hpp>
#include <actfn/pointwise/swish.hpp>
#include <actfn/pointwise/threshold.hpp>
#include <actfn/pointwise/thresholded_relu.hpp>
#include <actfn/pointwise/xielu.hpp>

using tests::check_facts;

namespace {

struct pair {
    double a, b;
};
struct triple {
    double a, b, c;
};

} // namespace

TEST_CASE("facts of rectifiers follow the parameters", "[pointwise]") {
    for (double const sd : {1.0, 0.01, 0.3, 1.25, 100.0}) {
        check_facts(actfn::noisy_relu_mean.with({.sd = sd}));
    }
    for (double const slope : {0.25, 0.3, 0.0, 1.0, 3.0, -0.5, -1.0}) {
        check_facts(actfn::prelu.with({.slope = slope}));
    }
    for (double const p : {2.0, 1.0, 1.5, 2.5, 3.0, 7.0}) check_facts(actfn::repu.with({.p = p}));
    for (double const b : {1.0, 0.25, 0.3, 1.25, 50.0}) check_facts(actfn::smelu.with({.beta = b}));
    for (double const beta : {1.0, 0.3, 1.25, 40.0, -1.0, -0.7}) {
        check_facts(actfn::softplus.with({.beta = beta}));
    }
    for (double const b : {4.0, 0.3, 5.0, 1e-6, 777.0, 0.0}) {
        check_facts(actfn::squareplus.with({.b = b}));
    }
}

TEST_CASE("facts of steps and shrinkage follow the parameters", "[pointwise]") {
    for (auto const p :
         {pair{0.5, 0}, {0.5, 0.5}, {0.3, 0.1}, {7, 9}, {0, 0}, {0, 1}, {0, -2}, {1, -0.7}}) {
        check_facts(actfn::shrink.with({.lambda = p.a, .bias = p.b}));
    }
    for (double const lambda : {0.5, 0.3, 7.0, 0.0}) {
        check_facts(actfn::softshrink.with({.lambda = lambda}));
    }
    for (double const k : {1.0, 0.3, 1.25, 20.0}) {
        check_facts(actfn::sign_logistic.with({.k = k}));
        check_facts(actfn::step_logistic.with({.k = k}));
    }
    for (double const at_zero : {0.0, 0.5, 1.0, 0.3, -2.0, 3.1}) {
        check_facts(actfn::step.with({.at_zero = at_zero}));
    }
    for (auto const p : {pair{0, 0}, {0.1, 20}, {1, -1}, {-30, 0}, {2.5, 2.5}, {-3, -5}}) {
        check_facts(actfn::threshold.with({.threshold = p.a, .value = p.b}));
    }
    for (double const theta : {1.0, 0.3, 0.0, -2.0, 50.0}) {
        check_facts(actfn::thresholded_relu.with({.theta = theta}));
    }
}

TEST_CASE("facts of scaled curves follow the parameters", "[pointwise]") {
    for (auto const p : {triple{1, 1, 0},
                         {0.3, 2.7, 1.1},
                         {-4, 0.1, -3},
                         {2, -1, 5},
                         {-1, -0.3, 0},
                         {3, 0, 1},
                         {0, 1, 0}}) {
        check_facts(actfn::scaled_sigmoid.with({.l = p.a, .k = p.b, .x0 = p.c}));
    }
    for (auto const p : {pair{1.7159, 2.0 / 3}, {1, 1}, {-0.3, 7}, {0.7, -0.1}, {3, 0}, {0, 2}}) {
        check_facts(actfn::scaled_tanh.with({.a = p.a, .b = p.b}));
    }
    for (double const w0 : {1.0, 30.0, 0.3, -0.7, 0.0}) {
        check_facts(actfn::sine.with({.w0 = w0}));
    }
    tests::allowed snake;
    snake.cancelling = [](double) { return 1.0; };
    for (double const a : {1.0, 0.3, 1.25, 0.01, 30.0}) {
        check_facts(actfn::snake.with({.a = a}), snake);
    }
    for (double const beta : {1.0, 0.3, 1.25, 40.0, 0.0, -1.0, -0.7}) {
        tests::allowed may;
        may.cancelling = [=](double x) { return 1 / (1 + std::exp(-beta * x)); };
        check_facts(actfn::swish.with({.beta = beta}), may);
    }
}

TEST_CASE("facts of powers follow the parameters", "[pointwise]") {
    for (auto const p : {pair{1, 1.5}, {0.3, 0.5}, {-2, 2.7}, {-1, -0.5}, {3, -1.5}}) {
        tests::allowed may;
        may.range_is_a_bound = true;
        check_facts(actfn::power.with({.alpha = p.a, .beta = p.b}), may);
    }
    for (auto const p : {pair{1, 2},
                         {-0.3, 2},
                         {1, 3},
                         {-2, 3},
                         {1, 1},
                         {-0.7, 1},
                         {1, 8},
                         {3, 0},
                         {1, -1},
                         {-2, -1},
                         {0.3, -2},
                         {-1, -4}}) {
        tests::allowed may;
        may.range_is_a_bound = p.b < 0; // approached at the pole
        check_facts(actfn::power.with({.alpha = p.a, .beta = p.b}), may);
    }
}

TEST_CASE("facts of xielu follow the parameters", "[pointwise]") {
    for (auto const p : {triple{0.8, 0.8, 0.5},
                         {1.6, 1.6, 1},
                         {0.3, 0.6, 0.1},
                         {0.7, 2, 1.9},
                         {1, 0.3, 0.5},
                         {0.2, 0.7, 0},
                         {0.8, 0.5, 0.5},
                         {1, 1, -0.3},
                         {1, -1, -0.3},
                         {-1, -0.4, 0.3},
                         {-1, -2, -1.5},
                         {0, 1, 0.3},
                         {0, 0.3, 0.3},
                         {0, 0, -2},
                         {0, 0, 0}}) {
        tests::allowed may;
        may.cancelling = [=](double) { return p.c; };
        may.cancelling_value = [=](double x) {
            double const left = std::min(x, 0.0);
            return std::max(-p.b * std::expm1(left), (p.c - p.b) * left);
        };
        check_facts(actfn::xielu.with({.alpha_p = p.a, .alpha_n = p.b, .beta = p.c}), may);
    }
}
