// SPDX-License-Identifier: MIT
// labels: deep long
#include "facts_of_parameters.hpp"
#include <actfn/pointwise.hpp>

using tests::check_facts;

TEST_CASE("facts of lines and steps follow the parameters", "[pointwise]") {
    struct pair {
        double a, b;
    };
    for (auto const p : {pair{1, 0}, {0.3, 0}, {-2, 0}, {2, 1}, {0, 0}, {0, -3}}) {
        check_facts(actfn::affine.with({.alpha = p.a, .beta = p.b}));
    }
    for (double const limit : {6.0, 0.3, 1.0, 50.0, 0.0, tests::infinity<double>}) {
        check_facts(actfn::clipped_relu.with({.limit = limit}));
    }
    for (double const b : {0.0, 0.3, -0.3, 5.0, -40.0}) {
        tests::allowed may;
        may.cancelling_value = [=](double x) { return b < 0 ? std::max(x, 0.0) : 0; };
        check_facts(actfn::flexible_relu.with({.b = b}), may);
    }
    for (double const slope : {0.01, 0.3, 0.0, 1.0, 3.0, -0.5, -1.0}) {
        check_facts(actfn::leaky_relu.with({.slope = slope}));
    }
    double const none = tests::infinity<double>;
    for (auto const p : {pair{-1, 1},
                         {-0.3, 2},
                         {5, 7.1},
                         {-7, -6},
                         {2, 2},
                         {0, 0},
                         {-none, 1},
                         {0.5, none},
                         {-none, none}}) {
        check_facts(actfn::hard_tanh.with({.lo = p.a, .hi = p.b}));
    }
    for (double const lambda : {0.5, 0.3, 7.0, 0.0}) {
        check_facts(actfn::hardshrink.with({.lambda = lambda}));
    }
    for (auto const p : {pair{1.0 / 6, 0.5}, {0.2, 0.5}, {2, 0}, {0.25, 1}, {0.3, -4}, {4, 7}}) {
        check_facts(actfn::hard_sigmoid.with({.alpha = p.a, .beta = p.b}));
    }
    for (auto const p : {pair{1.0 / 6, 0.5},
                         {0.2, 0.5},
                         {2, 0},
                         {0.25, 1},
                         {0.3, -4},
                         {4, 7},
                         {0.5, 2},
                         {1, 1.5},
                         {0.04, 0.5}}) {
        check_facts(actfn::hardswish.with({.alpha = p.a, .beta = p.b}));
    }
    struct bounds {
        double slope, max, threshold;
    };
    for (auto const p : {bounds{0, none, 0},
                         {0.3, none, 0},
                         {-0.3, 6, 0},
                         {1, none, 0},
                         {-1, none, 0},
                         {0.1, 6, 1},
                         {0, 30, 25},
                         {0, 4.1, -2},
                         {0.2, -1, -3},
                         {0.5, 2, 2},
                         {0, 0, 0},
                         {0.5, 0, 0},
                         {1, 2, 1},
                         {-2, -1, -1}}) {
        check_facts(actfn::generalised_relu.with(
            {.negative_slope = p.slope, .max_value = p.max, .threshold = p.threshold}));
    }
}

TEST_CASE("facts of curves follow the parameters", "[pointwise]") {
    struct pair {
        double a, b;
    };
    for (double const k : {1.0, 0.3, 1.5, 2.0, 3.0, 6.0, 2.5}) {
        check_facts(actfn::algebraic.with({.k = k}));
    }
    for (double const alpha : {1.0, 0.1, 0.3, 1.25, 30.0}) {
        check_facts(actfn::celu.with({.alpha = alpha}));
    }
    for (double const alpha : {1.0, 0.3, 2.7, 0.0, -0.3, -4.0}) {
        check_facts(actfn::elu.with({.alpha = alpha}));
    }
    for (auto const p : {pair{1, 1}, {0.3, 3}, {0.5, 2}, {-0.7, 0.3}, {2, 0}, {0, 2}}) {
        check_facts(actfn::mpelu.with({.alpha = p.a, .beta = p.b}));
    }
    for (double const t : {-0.2, 0.0, 0.3, -3.0}) {
        tests::allowed may;
        may.cancelling_value = [](double x) { return std::max(x, 0.0) / (1 + std::exp(-x)); };
        check_facts(actfn::ftswish.with({.t = t}), may);
    }
    for (auto const p :
         {pair{0, 1}, {0, 0.3}, {1.1, 1}, {-3, 0.01}, {20, 77}, {0, 0.0001}, {0, 0.9}}) {
        check_facts(actfn::gaussian_rbf.with({.c = p.a, .w = p.b}));
    }
    for (double const a : {1.0, 0.3, 0.01, 1.25, 7.0, 1000.0}) {
        check_facts(actfn::generalised_logistic.with({.a = a}));
    }
    for (double const alpha : {1.0, 0.3, 1e-6, 0.0, 4.0, 777.0}) {
        check_facts(actfn::isru.with({.alpha = alpha}));
        check_facts(actfn::isrlu.with({.alpha = alpha}));
    }
    for (auto const p :
         {pair{1, 1},  {0.3, 0.7}, {2, 3},    {5, 0.3},   {0.5, 8},     {30, 20},     {0.1, 30},
          {0.05, 0.1}, {1, 1000},  {1000, 1}, {300, 700}, {0.01, 1000}, {0.01, 0.01}, {30, 0.1},
          {700, 0.05}, {4, 5},     {5, 5},    {1, 5},     {0.2, 5},     {5, 0.1}}) {
        tests::allowed may;
        may.slope_is_a_bound = true;
        check_facts(actfn::kumaraswamy.with({.a = p.a, .b = p.b}), may);
    }
}
