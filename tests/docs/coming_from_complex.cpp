// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "docs/scaled.hpp"
#include <actfn/complex.hpp>
#include <actfn/pointwise.hpp>

#include <cmath>
#include <complex>
#include <string>
#include <vector>

// docs/coming_from_complex.inc: every row computes what the other system documents.

namespace {

struct entry {
    std::string name;
    std::complex<double> (*here)(std::complex<double>) = nullptr;
    std::complex<double> (*there)(std::complex<double>) = nullptr;
};

/// The words of the right column, written naively.
namespace words {

using complex = std::complex<double>;
using tests::any;
using tests::scaled;

using std::acos;
using std::arg;
using std::asin;
using std::asinh;
using std::atan;
using std::atanh;
using std::cos;
using std::erf;
using std::exp;
using std::log;
using std::sin;
using std::sinh;
using std::tan;
using std::tanh;

double max(double a, double b) { return a > b ? a : b; }
double logistic(double x) { return 1 / (1 + exp(-x)); }
double Phi(double x) { return (1 + erf(x / std::sqrt(2.0))) / 2; }

void table(std::vector<entry>& rows) {
    std::string system;

#define DECLARE(...) __VA_OPT__(double __VA_ARGS__;)
#define SYSTEM(name, where) system = name;
#define COMPLEX(name_, parameters, expression, reference, remark)                                  \
    {                                                                                              \
        struct both {                                                                              \
            DECLARE parameters complex here(complex z) const { return expression; }                \
            complex there(complex z) const {                                                       \
                [[maybe_unused]] double const x = z.real();                                        \
                [[maybe_unused]] double const y = z.imag();                                        \
                [[maybe_unused]] double const r = std::abs(z);                                     \
                return reference;                                                                  \
            }                                                                                      \
        };                                                                                         \
        rows.push_back({system + ": " + name_, [](complex z) { return scaled<both>().here(z); },   \
                        [](complex z) { return scaled<both>().there(z); }});                       \
    }
#define PROSE(name, object, remark)
#include "../../docs/coming_from_complex.inc"
}

} // namespace words
} // namespace

TEST_CASE("what the table of complex systems names computes what they document", "[docs]") {
    std::vector<entry> rows;
    words::table(rows);
    for (entry const& e : rows) {
        for (double const f : {1.0, 0.8, 1.3}) {
            tests::factor = f;
            for (double const x : {-2.3, -0.4, 0.7, 1.9}) {
                for (double const y : {-1.6, -0.2, 0.5, 3.1}) {
                    INFO(e.name << " at " << x << " + " << y << "i, parameters times " << f);
                    auto const there = e.there({x, y});
                    CHECK(std::abs(e.here({x, y}) - there) <= 1e-12 * (1 + std::abs(there)));
                }
            }
        }
    }
    tests::factor = 1;
    CHECK(rows.size() > 20);
}
