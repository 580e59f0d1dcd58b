// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "laws/rows.hpp"
#include "rowwise/softmax_reference.hpp"

#include <algorithm>
#include <vector>

/// Functions of rows by name, and how far they are from the truth.
namespace tests {

template <class T> std::vector<T> of(std::string_view name, std::vector<T> x) {
    auto const& s = rows_of<T>(name);
    s.forward(x, x);
    return x;
}

template <class T> T number(std::string_view name, std::vector<T> const& x) {
    auto const& s = rows_of<T>(name);
    T y;
    s.forward(x, std::span(&y, 1));
    return y;
}

template <class T>
std::vector<T> back(std::string_view name, std::vector<T> const& x, std::vector<T> g) {
    auto const& s = rows_of<T>(name);
    s.backward(x, g, g);
    return g;
}

template <class T> actfn::facts::ulp bound(std::string_view name) {
    return rows_of<T>(name).facts->max_ulp;
}

template <class T> bool all_nan(std::vector<T> const& v) {
    return std::all_of(v.begin(), v.end(), [](T t) { return std::isnan(t); });
}

template <class T> std::vector<T> random_row(int i, random_numbers& next) {
    auto const n = i % 100 == 99 ? std::size_t(3000) : static_cast<std::size_t>(1 + i % 67);
    double const scale = std::exp(next(-5, sizeof(T) == 4 ? 5 : 7));
    double const middle = i % 2 == 0 ? 0 : scale * next(-4, 4);
    std::vector<T> x(n);
    for (T& v : x) v = static_cast<T>(middle + scale * next(-1, 1));
    return x;
}
template <class T> std::vector<T> random_gradient(std::size_t n, random_numbers& next) {
    std::vector<T> g(n);
    for (T& v : g) v = static_cast<T>(next(-1, 1));
    return g;
}

using long_row = std::vector<long double>;
template <class T> long_row widened(std::vector<T> const& x) { return {x.begin(), x.end()}; }

struct worst {
    double ulp = 0;
    std::size_t entries = 0;
    void see(double error, std::size_t n) {
        if (error > ulp) entries = n;
        ulp = std::max(ulp, error);
    }
    /// An entry, in ULP at the larger of the right one and the scale.
    template <class T> void see(T got, long double expected, long double scale, std::size_t n) {
        see(ulp_error(got, to_precise(expected), static_cast<double>(std::abs(scale))), n);
    }
    void within(double bound, char const* what) const {
        INFO(what << ": " << ulp << " ULP in a row of " << entries);
        CHECK(ulp <= bound);
    }
};

/// Values and gradients of a function within what its facts state.
template <class T>
void check_bounds(std::string_view name, worst const& value, worst const& gradient) {
    value.within(bound<T>(name).value + reference_slack<T>, "value");
    gradient.within(bound<T>(name).derivative + reference_slack<T>, "gradient");
}

} // namespace tests
