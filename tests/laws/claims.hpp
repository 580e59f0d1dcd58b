// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "laws/running.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

/// What functions of several inputs claim in their facts, against samples: neither too much nor too
/// little.
namespace tests {

using slice = std::function<double(double)>;

/// Ascending, dense about 0 and far out.
inline std::vector<double> along_an_input(double lo, double hi) {
    std::vector<double> x{0};
    for (int i = 0; i <= 2000; ++i) x.push_back(lo + (hi - lo) * i / 2000);
    for (double d = 1e-6; d < 1e6; d *= 1.3) {
        if (d < hi) x.push_back(d);
        if (-d > lo) x.push_back(-d);
    }
    std::ranges::sort(x);
    return x;
}

/// It only rises or only falls, down to rounding.
inline bool is_monotone(slice const& f, std::vector<double> const& x) {
    bool rises = true;
    bool falls = true;
    for (std::size_t i = 1; i < x.size(); ++i) {
        double const before = f(x[i - 1]);
        double const here = f(x[i]);
        double const slack = 1e-14 * std::abs(here);
        rises = rises && here >= before - slack;
        falls = falls && here <= before + slack;
    }
    return rises || falls;
}

/// Whether f jumps between neighbours of the sample, by bisection.
inline bool has_a_jump(slice const& f, std::vector<double> const& x) {
    for (std::size_t i = 1; i < x.size(); ++i) {
        double a = x[i - 1];
        double b = x[i];
        double at_a = f(a);
        double at_b = f(b);
        double const least = 1e-5 * (1 + std::abs(at_a));
        while (std::abs(at_b - at_a) > least) {
            double const middle = a / 2 + b / 2;
            if (middle <= a || middle >= b) return true;
            double const between = f(middle);
            bool const left = std::abs(between - at_a) > std::abs(at_b - between);
            (left ? b : a) = middle;
            (left ? at_b : at_a) = between;
        }
    }
    return false;
}

/// Finite bounds hold, infinite ones are approached by a sample that goes far out.
inline void check_range(extremes const& seen, actfn::facts const& facts, double far = 1e4) {
    CHECK(seen.least >= facts.lower * (facts.lower < 0 ? 1 + 1e-14 : 1 - 1e-14));
    CHECK(seen.largest <= facts.upper * (facts.upper > 0 ? 1 + 1e-14 : 1 - 1e-14));
    if (std::isinf(facts.lower)) CHECK(seen.least < -far);
    if (std::isinf(facts.upper)) CHECK(seen.largest > far);
}

/// What applies to functions of one real number alone is not stated.
inline void check_no_limits(actfn::facts const& facts) {
    CHECK(std::isnan(facts.left.value));
    CHECK(std::isnan(facts.left.derivative));
    CHECK(std::isnan(facts.right.value));
    CHECK(std::isnan(facts.right.derivative));
    CHECK(std::isnan(facts.lipschitz));
    CHECK(facts.kinks.count == 0);
    CHECK(!facts.odd);
    CHECK(!facts.even);
}

/// A number of one of four kinds: about 0, larger, and of any size below and above it.
inline float of_kind(random_numbers& next, int kind) {
    return static_cast<float>(kind == 0   ? next(-5, 5)
                              : kind == 1 ? next(-80, 80)
                              : kind == 2 ? -std::pow(10, next(-6, 6))
                                          : std::pow(10, next(-6, 6)));
}

} // namespace tests
