// SPDX-License-Identifier: MIT
// labels: deep long
#include "catch.hpp"
#include "docs/scaled.hpp"
#include "docs/words.hpp"
#include <actfn/actfn.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <fstream>
#include <functional>
#include <limits>
#include <numeric>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// docs/coming_from.inc: every row computes what the other system documents, and every name of these
// systems has a row.

namespace {

/// A double for which a kernel is compiled once, not inlined in every row.
struct number {
    double value;
};

} // namespace

template <> struct actfn::front_end<number> {
    template <class Member, class Arch, class F>
    [[gnu::noinline]] static double call(F const& f, number x) {
        return engine::call<Member, Arch>(f, x.value);
    }
};

namespace {

struct entry {
    using values = std::vector<double>;
    char const* system;
    char const* name;
    double tolerance = 0;
    double (*here)(double) = nullptr;
    double (*there)(double) = nullptr;
    double (*here_gated)(double, double) = nullptr;
    double (*there_gated)(double, double) = nullptr;
    bool is_loss = false;
    values (*here_row)(values const&, std::size_t) = nullptr;
    values (*there_row)(values const&) = nullptr;
};

/// The words of the right column, written naively.
namespace words {

using row = std::vector<double>;
using tests::any;
using tests::scaled;
using tests::words::abs;
using tests::words::asinh;
using tests::words::atan;
using tests::words::atanh;
using tests::words::cos;
using tests::words::cosh;
using tests::words::erf;
using tests::words::exp;
using tests::words::infinity;
using tests::words::log;
using tests::words::logistic;
using tests::words::max;
using tests::words::min;
using tests::words::nearbyint;
using tests::words::Phi;
using tests::words::pi;
using tests::words::pow;
using tests::words::sin;
using tests::words::sinh;
using tests::words::sqrt;
using tests::words::tan;
using tests::words::tanh;

row map(row x, auto f) {
    std::ranges::transform(x, x.begin(), f);
    return x;
}
row operator-(row const& x) { return map(x, std::negate<>()); }
row operator-(row const& x, double a) {
    return map(x, [a](double v) { return v - a; });
}
row max(row const& x, double a) {
    return map(x, [a](double v) { return max(v, a); });
}
row exp(row const& x) {
    return map(x, [](double v) { return exp(v); });
}
row log(row const& x) {
    return map(x, [](double v) { return log(v); });
}
double sum(row const& x) { return std::accumulate(x.begin(), x.end(), 0.0); }
double mean(row const& x) { return sum(x) / static_cast<double>(x.size()); }
row softmax(row const& x) {
    row y = exp(x);
    double const total = sum(y);
    for (double& v : y) v /= total;
    return y;
}
/// Powers of what is above a threshold, such that the sum is 1.
row entmax(row const& x, double alpha) {
    auto const above = [&](double threshold) {
        return map(
            x, [=](double v) { return pow(max((alpha - 1) * v - threshold, 0), 1 / (alpha - 1)); });
    };
    double lo = -100;
    double hi = 100;
    for (int i = 0; i < 200; ++i) {
        double const middle = lo + (hi - lo) / 2;
        (sum(above(middle)) > 1 ? lo : hi) = middle;
    }
    return above(lo);
}
row one_at_first_max(row const& x) {
    row y(x.size());
    y[static_cast<std::size_t>(std::ranges::max_element(x) - x.begin())] = 1;
    return y;
}
double sparse_threshold(row const& x) {
    double lo = -100;
    double hi = 100;
    for (int i = 0; i < 200; ++i) {
        double const middle = lo + (hi - lo) / 2;
        (sum(max(x - middle, 0)) > 1 ? lo : hi) = middle;
    }
    return lo;
}

row both(row x, row const& y) {
    x.insert(x.end(), y.begin(), y.end());
    return x;
}

row values(row const& x) { return x; }
row values(double x) { return {x}; }

template <class F> row rowwise(F const& f, row const& x, std::size_t length) {
    if constexpr (requires {
                      { f(x) } -> std::convertible_to<double>;
                  }) {
        return {f(x)};
    } else {
        row y(length);
        actfn::forward(f, x, y);
        return y;
    }
}

void table(std::vector<entry>& rows) {
    char const* system = "";

#define DECLARE(...) __VA_OPT__(double __VA_ARGS__;)
#define SYSTEM(name, where) system = name;
#define NEARLY(tolerance_, name_, parameters, expression, reference, remark)                       \
    {                                                                                              \
        struct both {                                                                              \
            DECLARE parameters double here(number x) const { return expression; }                  \
            double there(double x) const { return reference; }                                     \
        };                                                                                         \
        rows.push_back({.system = system,                                                          \
                        .name = name_,                                                             \
                        .tolerance = tolerance_,                                                   \
                        .here = [](double x) { return scaled<both>().here({x}); },                 \
                        .there = [](double x) { return scaled<both>().there(x); }});               \
    }
#define POINTWISE(...) NEARLY(1e-10, __VA_ARGS__)
#define GATED(...) OF_TWO(false, a, b, __VA_ARGS__)
#define LOSS(...) OF_TWO(true, x, t, __VA_ARGS__)
#define OF_TWO(loss, a, b, name_, parameters, expression, reference, remark)                       \
    {                                                                                              \
        struct both {                                                                              \
            DECLARE parameters double here(double a, double b) const { return expression; }        \
            double there(double a, double b) const { return reference; }                           \
        };                                                                                         \
        rows.push_back(                                                                            \
            {.system = system,                                                                     \
             .name = name_,                                                                        \
             .tolerance = 1e-10,                                                                   \
             .here_gated = [](double a, double b) { return scaled<both>().here(a, b); },           \
             .there_gated = [](double a, double b) { return scaled<both>().there(a, b); },         \
             .is_loss = loss});                                                                    \
    }
#define ROW(name_, object, reference, remark)                                                      \
    rows.push_back({.system = system,                                                              \
                    .name = name_,                                                                 \
                    .tolerance = 1e-10,                                                            \
                    .here_row = [](row const& x, std::size_t n) { return rowwise(object, x, n); }, \
                    .there_row = [](row const& x) -> row { return values(reference); }});
#define PROSE(name_, object, remark) rows.push_back({.system = system, .name = name_});
#define NOT_ONE(name_, remark) PROSE(name_, "", remark)
#include "../../docs/coming_from.inc"
}

} // namespace words

std::vector<entry> table() {
    std::vector<entry> rows;
    words::table(rows);
    return rows;
}

bool close(double here, double there, double tolerance) {
    return (std::isnan(here) && std::isnan(there)) || here == there ||
           std::abs(here - there) <= tolerance * std::max(1.0, std::abs(there));
}

/// GELU of GELU(approximate='tanh').
std::string_view bare(std::string_view name) { return name.substr(0, name.find('(')); }

} // namespace

TEST_CASE("what the table of other systems names computes what they document", "[docs]") {
    std::vector<double> const points{-4.5, -3.1, -2.2, -1.6, -0.7, -0.3,
                                     0.1,  0.6,  1.7,  2.4,  3.7,  8.1};
    for (entry const& e : table()) {
        INFO(e.system << ": " << e.name);
        for (double const f : {1.0, 0.8, 1.3}) {
            tests::factor = f;
            for (double const x : points) {
                INFO("x = " << x << ", parameters times " << f);
                if (e.here) CHECK(close(e.here(x), e.there(x), e.tolerance));
                if (e.here_gated) {
                    double const positive = x < 1 ? 1 : 0.25;
                    double const second = e.is_loss ? positive : 0.9 - x / 2;
                    CHECK(close(e.here_gated(x, second), e.there_gated(x, second), e.tolerance));
                }
            }
            if (!e.here_row) continue;
            auto const there = e.there_row(points);
            auto const here = e.here_row(points, there.size());
            REQUIRE(here.size() == there.size());
            for (std::size_t i = 0; i < here.size(); ++i) {
                CHECK(close(here[i], there[i], e.tolerance));
            }
        }
    }
    tests::factor = 1;
}

TEST_CASE("every name of other systems is in their table", "[docs]") {
    std::vector<entry> const rows = table();
    std::ifstream file(ACTFN_TEST_DATA_DIR "/other_systems.txt");
    std::string line;
    std::size_t names = 0;
    while (std::getline(file, line)) {
        std::istringstream blanks(line);
        std::string system, name;
        blanks >> system;
        while (blanks >> name) {
            ++names;
            bool const found = std::ranges::any_of(
                rows, [&](entry const& e) { return e.system == system && bare(e.name) == name; });
            INFO(system << ": " << name);
            CHECK(found);
        }
    }
    CHECK(names > 290);
}
