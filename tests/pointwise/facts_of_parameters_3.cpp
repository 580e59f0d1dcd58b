// SPDX-License-Identifier: MIT
// labels: deep long
#include "facts_of_parameters.hpp"
#include <actfn/pointwise/acon.hpp>
#include <actfn/pointwise/clipped_gelu.hpp>
#include <actfn/pointwise/derf.hpp>
#include <actfn/pointwise/dyt.hpp>
#include <actfn/pointwise/e_swish.hpp>
#include <actfn/pointwise/jump_relu.hpp>
#include <actfn/pointwise/laplace.hpp>
#include <actfn/pointwise/nlrelu.hpp>
#include <actfn/pointwise/poly_relu.hpp>
#include <actfn/pointwise/selu.hpp>
#include <actfn/pointwise/snake_beta.hpp>
#include <actfn/pointwise/softcap.hpp>
#include <actfn/pointwise/srelu.hpp>
#include <actfn/pointwise/star_relu.hpp>
#include <actfn/pointwise/tlu.hpp>

using tests::check_facts;

namespace {

struct triple {
    double a, b, c;
};
struct quadruple {
    double a, b, c, d;
};

} // namespace

TEST_CASE("facts of learned sigmoids follow the parameters", "[pointwise]") {
    for (double const cap : {30.0, 0.3, 1.25, 2.0, 1000.0}) {
        check_facts(actfn::softcap.with({.cap = cap}));
    }
    for (auto const p :
         {triple{0.5, 1, 0}, {0.3, -2, 0}, {-0.7, 1.25, 0.5}, {1, 0, 2}, {0, 1, 0.3}}) {
        tests::allowed may;
        may.cancelling_value = [=](double) { return p.c; };
        check_facts(actfn::dyt.with({.alpha = p.a, .gamma = p.b, .beta = p.c}), may);
    }
    for (auto const p : {quadruple{0.5, 0, 1, 0},
                         {0.3, 0.7, 1, 0},
                         {-0.7, -0.3, 1.25, 0.5},
                         {1, 0.5, -2, 0},
                         {1, 0.3, 0, 2},
                         {0, 0, 1, 0.3}}) {
        tests::allowed may;
        may.cancelling_value = [=](double) { return p.d; };
        check_facts(actfn::derf.with({.alpha = p.a, .shift = p.b, .gamma = p.c, .beta = p.d}), may);
    }
    for (auto const p : {triple{0, 1, 0}, {0.7, 0.3, 0}, {-3, 2, 0}}) {
        check_facts(actfn::laplace.with({.mu = p.a, .sigma = p.b}));
    }
}

TEST_CASE("facts of learned rectifiers follow the parameters", "[pointwise]") {
    for (auto const p : {triple{0.8944, -0.4472, 0}, {1.25, 0, 0}, {-0.3, 0.7, 0}, {0, 0.5, 0}}) {
        tests::allowed may;
        may.cancelling_value = [=](double) { return std::abs(p.b); };
        check_facts(actfn::star_relu.with({.scale = p.a, .bias = p.b}), may);
    }
    for (auto const p : {quadruple{0, 1, 0.5, 0.3},
                         {0.5, 0, 1, 0.3},
                         {-0.3, -1, -0.5, 0},
                         {0, 0, 0, 2},
                         {1, 0.7, 0, 0},
                         {0.7, 0, 0, 0},
                         {0, -1, 0.5, 0.3},
                         {0.3, 1, -0.7, 0.1},
                         {0, 1, -1.5, 1},
                         {0, 1, -0.5, 0}}) {
        check_facts(actfn::poly_relu.with({.w0 = p.a, .w1 = p.b, .w2 = p.c, .w3 = p.d}));
    }
    for (double const theta : {0.0, 0.3, 1.25, -0.7}) {
        check_facts(actfn::jump_relu.with({.theta = theta}));
        check_facts(actfn::tlu.with({.tau = theta}));
    }
    for (double const beta : {1.0, 0.3, 0.0, 40.0}) {
        tests::allowed may;
        may.range_is_a_bound = true; // logarithms of doubles end at 710
        check_facts(actfn::nlrelu.with({.beta = beta}), may);
    }
    for (auto const p : {quadruple{-1, 0.25, 1, 0.25},
                         {0, 0.3, 0.7, 1.5},
                         {-0.7, 0, 0.3, 0},
                         {-1, 1, 1, 0.5},
                         {-1, 1, 1, 1},
                         {-2, -0.5, 1.25, 0.3},
                         {0.5, 0.3, 0.7, -2},
                         {0, -1, 0, 1}}) {
        check_facts(actfn::srelu.with({.tl = p.a, .al = p.b, .tr = p.c, .ar = p.d}));
    }
    for (auto const p : {triple{-10, 10, 0}, {0, 6, 0}, {0.3, 0.7, 0}, {-0.1, 1.5, 0}, {2, 3, 0}}) {
        tests::allowed may;
        may.cancelling = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };
        check_facts(actfn::clipped_gelu.with({.lo = p.a, .hi = p.b}), may);
    }
}

TEST_CASE("facts of selu, e_swish, acon and snake_beta follow the parameters", "[pointwise]") {
    for (auto const p : {triple{1.25, 0.7, 0}, {1, 2, 0}, {-0.3, 1, 0}, {2, -0.7, 0}, {1, 0, 0}}) {
        check_facts(actfn::selu.with({.alpha = p.a, .gamma = p.b}));
    }
    for (double const beta : {1.5, 0.3, -0.7, 0.0}) {
        tests::allowed may;
        may.cancelling = [=](double x) { return std::abs(beta) / (1 + std::exp(-x)); };
        check_facts(actfn::e_swish.with({.beta = beta}), may);
    }
    for (auto const p : {triple{1, 0, 1},
                         {1.25, 0.3, 0.7},
                         {0.3, 1, 2},
                         {1, -0.5, 1},
                         {-1, 0.25, 1},
                         {-1, -0.3, 1},
                         {1, 0.3, -1},
                         {0.7, 0.7, 1},
                         {0, 0, 1},
                         {1, -1, 1}}) {
        auto const sigma = [=](double t) { return 1 / (1 + std::exp(-p.c * (p.a - p.b) * t)); };
        tests::allowed may;
        may.range_is_a_bound = p.a * p.b < 0;
        may.cancelling_value = [=](double x) {
            return p.a * p.b < 0 ? std::abs(p.a * x * sigma(x)) : 0.0;
        };
        may.cancelling = [=](double x) {
            return std::max(std::abs(p.a) * sigma(x), std::abs(p.b) * sigma(-x));
        };
        check_facts(actfn::acon.with({.p = p.a, .q = p.b, .beta = p.c}), may);
    }
    for (auto const p : {triple{1, 1, 0}, {0.3, 1.25, 0}, {2, 0.7, 0}, {1.5, -3, 0}, {0, 1, 0}}) {
        tests::allowed may;
        may.cancelling_value = [](double x) { return std::abs(x); };
        may.cancelling = [](double) { return 1.0; };
        check_facts(actfn::snake_beta.with({.alpha = p.a, .beta = p.b}), may);
    }
}
