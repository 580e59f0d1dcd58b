// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>
#include <limits>
#include <numbers>

/// The words in which the tables of other systems write their formulas.
namespace tests::words {

constexpr double pi = std::numbers::pi;
constexpr double infinity = std::numeric_limits<double>::infinity();

using std::abs;
using std::asinh;
using std::atan;
using std::atanh;
using std::cos;
using std::cosh;
using std::erf;
using std::exp;
using std::log;
using std::nearbyint;
using std::pow;
using std::sin;
using std::sinh;
using std::sqrt;
using std::tan;
using std::tanh;

inline double max(double a, double b) { return a > b ? a : b; }
inline double min(double a, double b) { return a < b ? a : b; }
inline double logistic(double x) { return 1 / (1 + exp(-x)); }
inline double Phi(double x) { return (1 + erf(x / sqrt(2.0))) / 2; }

} // namespace tests::words
