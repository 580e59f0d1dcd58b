// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/engine/function.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

/// Facts with other parameters than the defaults, against a sample of the function.
namespace tests {

/// Which facts of a function are bounds, and the terms that cancel.
struct allowed {
    bool range_is_a_bound = false;
    bool slope_is_a_bound = false;
    std::function<double(double)> cancelling_value = [](double) { return 0.0; };
    std::function<double(double)> cancelling = [](double) { return 0.0; };
};

/// Ascending: the interval, both sides of every kink and of 0, and far out, within the domain.
inline std::vector<double> sample_of(actfn::facts const& facts) {
    std::vector<double> x{0};
    auto const [lo, hi] = facts.interval;
    for (int i = 0; i <= 4000; ++i) x.push_back(lo + (hi - lo) * i / 4000);
    for (double const kink : facts.kinks) x.push_back(kink);
    for (double const centre : {0.0, (lo + hi) / 2, facts.kinks.at[0], facts.kinks.at[1]}) {
        for (double d = 1e-12; d < 1e3; d *= 1.01) {
            x.push_back(centre - d);
            x.push_back(centre + d);
        }
    }
    bool const oscillates = facts.right.derivative != facts.right.derivative;
    for (double d = 1e3; d < 1e300 && !oscillates; d *= 1e3) {
        x.push_back(-d);
        x.push_back(d);
    }
    std::erase_if(x, [&](double at) { return at < facts.domain.lo || at > facts.domain.hi; });
    std::ranges::sort(x);
    return x;
}

inline bool near(double a, double b, double tolerance) {
    if (std::isnan(b)) return std::isnan(a);
    if (std::isinf(a) || std::isinf(b)) return a == b;
    return std::abs(a - b) <= tolerance * std::max(std::abs(b), 1e-290);
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
        auto const jumps = [&] { // a NaN compares as no jump, nor is an overflow one
            double const unit = std::min(size, 1e3 + std::abs(a) + std::abs(at_a));
            bool const overflows = std::abs(a) > 1e3 && !std::isfinite(at_b - at_a);
            return !overflows && std::abs(at_b - at_a) > 1e-5 * (std::isfinite(unit) ? unit : 1e3);
        };
        while (jumps()) {
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

/// Largest errors in float against double. Of two floats beside a kink the branch may be either.
template <class F> void check_max_ulp(F const& f, actfn::facts const& facts, allowed const& may) {
    tests::random_numbers next;
    auto const [lo, hi] = facts.interval;
    actfn::facts::ulp worst{0, 0};
    double at_worst[2] = {0, 0};
    for (int i = 0; i < 6000; ++i) {
        double const size = i % 2 == 0 ? next(lo, hi) : std::pow(10, next(-5, 3));
        auto const at = static_cast<float>(i % 4 == 3 ? -size : size);
        auto const there = static_cast<double>(at);
        bool const beside =
            std::ranges::any_of(facts.kinks, [&](double kink) { return near(there, kink, 1e-6); });
        if (there < facts.domain.lo || beside) continue;
        auto const got = f.value_and_derivative(at);
        auto const wanted = f.value_and_derivative(there);
        double const value = ulp_error(got.value, {wanted.value}, may.cancelling_value(there));
        double const slope = ulp_error(got.derivative, {wanted.derivative}, may.cancelling(there));
        if (value > worst.value) at_worst[0] = there;
        if (slope > worst.derivative) at_worst[1] = there;
        worst.value = std::max(worst.value, value);
        worst.derivative = std::max(worst.derivative, slope);
    }
    CAPTURE(at_worst[0], at_worst[1]);
    CHECK(worst.value <= facts.max_ulp.value);
    CHECK(worst.derivative <= facts.max_ulp.derivative);
}

template <class F> void check_facts(F const& f, allowed const& may = {}) {
    actfn::facts const facts = f.facts();
    std::string parameters;
    std::apply([&](auto... p) { ((parameters += ' ' + std::to_string(p)), ...); },
               actfn::core::fields(f.kernel()));
    CAPTURE(std::string(facts.name), parameters);
    std::vector<double> x = sample_of(facts);
    auto const value = [&](double at) { return f(at); };
    auto const derivative = [&](double at) { return f.derivative(at); };

    double least = infinity<double>;
    double largest = -least;
    double slope = 0;
    double steepest = 0;
    double at_least = 0;
    double at_largest = 0;
    bool monotone = true;
    bool odd = true;
    bool even = true;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const y = f(x[i]);
        if (y < least) at_least = x[i];
        if (y > largest) at_largest = x[i];
        least = std::min(least, y);
        largest = std::max(largest, y);
        if (std::abs(f.derivative(x[i])) > slope) {
            slope = std::abs(f.derivative(x[i]));
            steepest = x[i];
        }
        monotone = monotone && (i == 0 || y >= f(x[i - 1]) || near(f(x[i - 1]), y, 1e-14));
        bool const pole = x[i] == 0 && std::isinf(y);
        odd = odd && (pole || near(f(-x[i]), -y, 1e-14));
        even = even && near(f(-x[i]), y, 1e-14);
    }
    for (int i = -1000; i <= 1000; ++i) { // between the neighbours of the extremes
        double const d = i * 1e-5 * (facts.interval.hi - facts.interval.lo) / 20;
        least = std::min(least, f(at_least + d));
        largest = std::max(largest, f(at_largest + d));
    }
    auto const reaches = [](double extreme, double stated) {
        return std::isinf(stated)
                   ? extreme == stated || (extreme / stated >= 0 && std::abs(extreme) > 1e100)
                   : std::abs(extreme - stated) <= 1e-6 * std::max(1.0, std::abs(stated));
    };
    bool const oscillates = std::isnan(facts.right.derivative);
    CHECK(least >= facts.lower - 1e-15 * std::abs(least));
    CHECK(largest <= facts.upper + 1e-15 * std::abs(largest));
    if (!may.range_is_a_bound) {
        CHECK((reaches(least, facts.lower) || (oscillates && std::isinf(facts.lower))));
        CHECK((reaches(largest, facts.upper) || (oscillates && std::isinf(facts.upper))));
    }
    CHECK(monotone == facts.monotone);
    CHECK(odd == facts.odd);
    CHECK(even == facts.even);

    double const far = infinity<double>;
    CHECK(near(f(-far), facts.left.value, 1e-15));
    CHECK(near(f(far), facts.right.value, 1e-15));
    auto const tends = [&](double sign, double limit) {
        return near(f.derivative(sign * far), limit, 1e-15) ||
               near(f.derivative(sign * 1e300), limit, 1e-15);
    };
    CHECK(tends(-1, facts.left.derivative));
    CHECK(tends(1, facts.right.derivative));

    std::size_t const n = facts.kinks.count;
    auto const [lo, hi] = facts.interval;
    for (double const kink : facts.kinks) CHECK((lo < kink && kink < hi));
    std::erase(x, facts.domain.lo);
    std::vector<double> const jumps = jumps_of(value, x);
    if (n == 1 && std::isinf(f(facts.kinks.at[0]))) { // a pole
        CHECK(facts.smoothness == -1);
        CHECK(std::isinf(facts.lipschitz));
    } else {
        std::vector<double> kinks;
        if (!facts.surrogate) kinks = jumps_of(derivative, x);
        CHECK(!jumps.empty() == (facts.smoothness == -1));
        for (double const jump : jumps) { // with the same derivative on both sides, perhaps
            if (std::ranges::find(kinks, jump) == kinks.end()) kinks.push_back(jump);
        }
        std::ranges::sort(kinks);
        CAPTURE(kinks);
        REQUIRE(kinks.size() == n);
        for (std::size_t i = 0; i < n; ++i) CHECK(near(kinks[i], facts.kinks.at[i], 1e-9));
        CHECK((facts.smoothness <= 0) == (n > 0));
    }
    if (facts.smoothness > 0) {
        auto const curvature = [&](double at) { return f.second_derivative(at); };
        CHECK(jumps_of(curvature, x).empty() == (facts.smoothness > 1));
    }
    if (!jumps.empty()) {
        CHECK(std::isinf(facts.lipschitz));
    } else {
        CHECK(slope <= facts.lipschitz * (1 + 1e-14));
        CHECK((may.slope_is_a_bound || slope > 1e100 || facts.lipschitz <= 1.01 * slope));
    }

    double const top = lo < steepest && steepest < hi ? steepest : (lo + hi) / 2;
    double const first = n == 0 ? top : facts.kinks.at[0];
    double const last = n == 0 ? top : facts.kinks.at[n - 1];
    // A soft end passes through derivatives of any size.
    auto const way = [&](bool left, double limit) {
        if (limit != 0) return actfn::saturation::none;
        auto const passed = std::ranges::count_if(x, [&](double at) {
            double const d = std::abs(f.derivative(at));
            return (left ? at < first : at > last) && d > 0 && d < 1e-15 * slope;
        });
        return passed > 3 ? actfn::saturation::soft : actfn::saturation::hard;
    };
    CHECK(way(true, facts.left.derivative) == facts.saturates.left);
    CHECK(way(false, facts.right.derivative) == facts.saturates.right);

    if (facts.max_ulp.stated()) check_max_ulp(f, facts, may);
}

} // namespace tests
