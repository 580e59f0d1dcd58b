// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

// Facts with other parameters than the defaults, against a sample of the function.

namespace {

/// Ascending: the interval, both sides of every kink and of 0, and far out.
std::vector<double> sample_of(actfn::facts const& facts) {
    std::vector<double> x{0};
    auto const [lo, hi] = facts.interval;
    for (int i = 0; i <= 4000; ++i) x.push_back(lo + (hi - lo) * i / 4000);
    for (double const kink : facts.kinks) x.push_back(kink);
    for (double const centre : {0.0, (lo + hi) / 2, facts.kinks.at[0], facts.kinks.at[1]}) {
        for (double d = 1e-12; d < 1e3; d *= 1.1) {
            x.push_back(centre - d);
            x.push_back(centre + d);
        }
    }
    for (double d = 1e3; d < 1e300; d *= 1e3) {
        x.push_back(-d);
        x.push_back(d);
    }
    std::ranges::sort(x);
    return x;
}

bool near(double a, double b, double tolerance) {
    return a == b || std::abs(a - b) <= tolerance * std::max(std::abs(b), 1e-300);
}

/// Where g jumps, by bisection between neighbours in the sample.
template <class G> std::vector<double> jumps_of(G g, std::vector<double> const& x) {
    double size = 0;
    for (double const at : x) {
        if (std::isfinite(g(at))) size = std::max(size, std::abs(g(at)));
    }
    std::vector<double> found;
    for (std::size_t i = 1; i < x.size(); ++i) {
        double a = x[i - 1];
        double b = x[i];
        double at_a = g(a);
        double at_b = g(b);
        // A NaN compares as no jump.
        while (std::abs(at_b - at_a) > 1e-5 * std::min(size, 1e3 + std::abs(a))) {
            double const middle = a / 2 + b / 2;
            if (middle <= a || middle >= b) {
                if (found.empty() || found.back() < a) found.push_back(b);
                break;
            }
            double const between = g(middle);
            if (std::abs(between - at_a) > std::abs(at_b - between)) {
                b = middle;
                at_b = between;
            } else {
                a = middle;
                at_a = between;
            }
        }
    }
    return found;
}

/// The facts of f, whose slope may be known by a bound only.
template <class F> void check(F const& f, bool bound = false) {
    actfn::facts const facts = f.facts();
    std::string parameters;
    std::apply([&](auto... p) { ((parameters += ' ' + std::to_string(p)), ...); },
               actfn::core::fields(f.kernel()));
    CAPTURE(std::string(facts.name), parameters);
    std::vector<double> const x = sample_of(facts);
    auto const value = [&](double at) { return f(at); };
    auto const derivative = [&](double at) { return f.derivative(at); };

    double least = tests::infinity<double>;
    double largest = -least;
    double slope = 0;
    double steepest = 0;
    bool monotone = true;
    bool odd = true;
    bool even = true;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const y = f(x[i]);
        least = std::min(least, y);
        largest = std::max(largest, y);
        if (std::abs(f.derivative(x[i])) > slope) {
            slope = std::abs(f.derivative(x[i]));
            steepest = x[i];
        }
        monotone = monotone && (i == 0 || y >= f(x[i - 1]) - 1e-14 * std::abs(y));
        odd = odd && near(f(-x[i]), -y, 1e-14);
        even = even && near(f(-x[i]), y, 1e-14);
    }
    auto const reaches = [](double extreme, double stated) {
        return std::isinf(stated)
                   ? extreme / stated >= 0 && std::abs(extreme) > 1e100
                   : std::abs(extreme - stated) <= 1e-5 * std::max(1.0, std::abs(stated));
    };
    CHECK(least >= facts.lower - 1e-15 * std::abs(least));
    CHECK(largest <= facts.upper + 1e-15 * std::abs(largest));
    CHECK(reaches(least, facts.lower));
    CHECK(reaches(largest, facts.upper));
    CHECK(monotone == facts.monotone);
    CHECK(odd == facts.odd);
    CHECK(even == facts.even);

    double const far = tests::infinity<double>;
    CHECK(near(f(-far), facts.left.value, 1e-15));
    CHECK(near(f(far), facts.right.value, 1e-15));
    CHECK(near(f.derivative(-1e300), facts.left.derivative, 1e-15));
    CHECK(near(f.derivative(1e300), facts.right.derivative, 1e-15));

    std::vector<double> const jumps = jumps_of(value, x);
    std::vector<double> kinks = jumps_of(derivative, x);
    CHECK(!jumps.empty() == (facts.smoothness == -1));
    for (double const jump : jumps) { // with the same derivative on both sides, perhaps
        if (std::ranges::find(kinks, jump) == kinks.end()) kinks.push_back(jump);
    }
    std::ranges::sort(kinks);
    REQUIRE(kinks.size() == facts.kinks.count);
    for (std::size_t i = 0; i < kinks.size(); ++i) CHECK(near(kinks[i], facts.kinks.at[i], 1e-9));
    CHECK((facts.smoothness <= 0) == (facts.kinks.count > 0));
    if (facts.smoothness > 0) {
        auto const curvature = [&](double at) { return f.second_derivative(at); };
        CHECK(jumps_of(curvature, x).empty() == (facts.smoothness > 1));
    }
    if (!jumps.empty()) {
        CHECK(std::isinf(facts.lipschitz));
    } else {
        CHECK(slope <= facts.lipschitz * (1 + 1e-14));
        CHECK((bound || facts.lipschitz <= 1.01 * slope));
    }

    auto const [lo, hi] = facts.interval;
    for (double const kink : facts.kinks) CHECK((lo < kink && kink < hi));
    std::size_t const n = facts.kinks.count;
    double const first = n == 0 ? steepest : facts.kinks.at[0];
    double const last = n == 0 ? steepest : facts.kinks.at[n - 1];
    // A soft end passes through derivatives of any size.
    auto const way = [&](bool left, double limit) {
        if (limit != 0) return actfn::saturation::none;
        bool const soft = std::ranges::any_of(x, [&](double at) {
            double const d = std::abs(f.derivative(at));
            return (left ? at < first : at > last) && d > 0 && d < 1e-20 * slope;
        });
        return soft ? actfn::saturation::soft : actfn::saturation::hard;
    };
    CHECK(way(true, facts.left.derivative) == facts.saturates.left);
    CHECK(way(false, facts.right.derivative) == facts.saturates.right);

    // Float against double.
    if (!facts.max_ulp.stated()) return;
    tests::random_numbers next;
    for (int i = 0; i < 6000; ++i) {
        double const size = i % 2 == 0 ? next(lo, hi) : std::pow(10, next(-5, 3));
        auto const at = static_cast<float>(i % 4 == 3 ? -size : size);
        auto const there = static_cast<double>(at);
        bool beside = false;
        for (double const kink : facts.kinks) beside = beside || near(there, kink, 1e-6);
        if (beside) continue;
        auto const got = f.value_and_derivative(at);
        auto const wanted = f.value_and_derivative(there);
        double const scale =
            facts.cancelling_value.empty() ? 0 : std::abs(wanted.value - facts.left.value);
        double const error = tests::ulp_error(got.value, {wanted.value}, scale);
        double const slope_error = tests::ulp_error(got.derivative, {wanted.derivative});
        if (error > facts.max_ulp.value || slope_error > facts.max_ulp.derivative) {
            CAPTURE(at, error, slope_error);
            CHECK(error <= facts.max_ulp.value);
            CHECK(slope_error <= facts.max_ulp.derivative);
            break;
        }
    }
}

} // namespace

TEST_CASE("facts of lines and steps follow the parameters", "[pointwise]") {
    struct pair {
        double a, b;
    };
    for (auto const p : {pair{1, 0}, {0.3, 0}, {-2, 0}, {2, 1}, {0, 0}, {0, -3}}) {
        check(actfn::affine.with({.alpha = p.a, .beta = p.b}));
    }
    for (double const limit : {6.0, 0.3, 1.0, 50.0, 0.0, tests::infinity<double>}) {
        check(actfn::clipped_relu.with({.limit = limit}));
    }
    for (double const b : {0.0, 0.3, -0.3, 5.0, -40.0}) {
        check(actfn::flexible_relu.with({.b = b}));
    }
    for (double const slope : {0.01, 0.3, 0.0, 1.0, 3.0, -0.5, -1.0}) {
        check(actfn::leaky_relu.with({.slope = slope}));
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
        check(actfn::hard_tanh.with({.lo = p.a, .hi = p.b}));
    }
    for (double const lambda : {0.5, 0.3, 7.0, 0.0}) {
        check(actfn::hardshrink.with({.lambda = lambda}));
    }
    for (auto const p : {pair{1.0 / 6, 0.5}, {0.2, 0.5}, {2, 0}, {0.25, 1}, {0.3, -4}, {4, 7}}) {
        check(actfn::hard_sigmoid.with({.alpha = p.a, .beta = p.b}));
    }
    for (auto const p : {pair{1.0 / 6, 0.5},
                         {0.2, 0.5},
                         {2, 0},
                         {0.25, 1},
                         {0.3, -4},
                         {4, 7},
                         {0.5, 2},
                         {1, 1.5}}) {
        check(actfn::hardswish.with({.alpha = p.a, .beta = p.b}));
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
        check(actfn::generalised_relu.with(
            {.negative_slope = p.slope, .max_value = p.max, .threshold = p.threshold}));
    }
}

TEST_CASE("facts of curves follow the parameters", "[pointwise]") {
    struct pair {
        double a, b;
    };
    for (double const k : {1.0, 0.3, 1.5, 2.0, 3.0, 6.0, 2.5}) {
        check(actfn::algebraic.with({.k = k}));
    }
    for (double const alpha : {1.0, 0.1, 0.3, 1.25, 30.0}) {
        check(actfn::celu.with({.alpha = alpha}));
    }
    for (double const alpha : {1.0, 0.3, 2.7, 0.0, -0.3, -4.0}) {
        check(actfn::elu.with({.alpha = alpha}));
    }
    for (auto const p : {pair{1, 1}, {0.3, 3}, {0.5, 2}, {-0.7, 0.3}, {2, 0}, {0, 2}}) {
        check(actfn::mpelu.with({.alpha = p.a, .beta = p.b}));
    }
    for (double const t : {-0.2, 0.0, 0.3, -3.0}) {
        check(actfn::ftswish.with({.t = t}));
    }
    for (auto const p :
         {pair{0, 1}, {0, 0.3}, {1.1, 1}, {-3, 0.01}, {20, 77}, {0, 0.0001}, {0, 0.9}}) {
        check(actfn::gaussian_rbf.with({.c = p.a, .w = p.b}));
    }
    for (double const a : {1.0, 0.3, 0.01, 1.25, 7.0, 1000.0}) {
        check(actfn::generalised_logistic.with({.a = a}));
    }
    for (double const alpha : {1.0, 0.3, 1e-6, 0.0, 4.0, 777.0}) {
        check(actfn::isru.with({.alpha = alpha}));
        check(actfn::isrlu.with({.alpha = alpha}));
    }
    for (auto const p :
         {pair{1, 1},  {0.3, 0.7}, {2, 3},    {5, 0.3},   {0.5, 8},     {30, 20},     {0.1, 30},
          {0.05, 0.1}, {1, 1000},  {1000, 1}, {300, 700}, {0.01, 1000}, {0.01, 0.01}, {30, 0.1},
          {700, 0.05}, {4, 5},     {5, 5},    {1, 5},     {0.2, 5},     {5, 0.1}}) {
        check(actfn::kumaraswamy.with({.a = p.a, .b = p.b}), true);
    }
}
