// SPDX-License-Identifier: MIT
// labels: deep long
#include "facts_of_parameters.hpp"
#include <actfn/pointwise/erf_act.hpp>
#include <actfn/pointwise/finer.hpp>
#include <actfn/pointwise/sinlu.hpp>
#include <actfn/pointwise/srs.hpp>

using tests::check_facts;

namespace {

struct two {
    double a, b;
};

} // namespace

TEST_CASE("facts of srs, sinlu, erf_act and finer follow the parameters", "[pointwise]") {
    for (auto const p : {two{5, 3}, {13.5, 1.2}, {1, 1}, {0.5, 1.1}, {1e4, 0.3}}) {
        check_facts(actfn::srs.with({.alpha = p.a, .beta = p.b}));
    }
    for (auto const p : {two{1, 1}, {0.3, 1.7}, {-0.7, 1.3}, {2, 0.4}, {0, 1}, {1, 0}}) {
        tests::allowed may;
        may.range_is_a_bound = may.slope_is_a_bound = p.a != 1 || p.b != 1;
        may.cancelling_value = [=](double x) {
            bool const cancels = p.a * p.b < 0 || p.a * p.b > 1;
            return cancels ? std::abs(x) * std::max(1.0, std::abs(p.a * p.b)) / (1 + std::exp(-x))
                           : 0.0;
        };
        may.cancelling = [=](double x) {
            double const y = 1 / (1 + std::exp(-x));
            return y * (1 + std::abs(p.a * p.b) + std::abs(p.a) * (1 - y));
        };
        check_facts(actfn::sinlu.with({.a = p.a, .b = p.b}), may);
    }
    for (auto const p : {two{0.75, 0.75},
                         {2, 0.3},
                         {0.2, 1.25},
                         {-0.5, 1},
                         {1, -0.7},
                         {-3, -2},
                         {0.5, 0},
                         {-0.5, 0},
                         {0, 1}}) {
        tests::allowed may;
        may.cancelling = [=](double x) { return std::abs(std::erf(p.a * std::exp(p.b * x))); };
        check_facts(actfn::erf_act.with({.alpha = p.a, .beta = p.b}), may);
    }
    for (double const w0 : {30.0, 0.3, -2.0, 0.0}) {
        tests::allowed may;
        may.slope_is_a_bound = w0 != 0; // infinite: what is sampled of it is not
        check_facts(actfn::finer.with({.w0 = w0}), may);
    }
}
