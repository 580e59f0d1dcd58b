// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/config.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

/// What facts need to know of parameters.
namespace actfn::inline ACTFN_ABI::core {

/// p is a float too, so that no element type rounds it.
constexpr bool is_float(double p) noexcept {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double most = static_cast<double>((std::numeric_limits<float>::max)());
    if (p == infinity || p == -infinity) return true;
    return -most <= p && p <= most && static_cast<double>(static_cast<float>(p)) == p;
}

/// √p for p ≥ 0, in constant expressions too, by Newton's iteration from above.
constexpr double square_root(double p) noexcept {
    if (!ACTFN_CONSTANT_EVALUATED()) return std::sqrt(p);
    if (p == 0 || p == std::numeric_limits<double>::infinity()) return p;
    double root = p < 1 ? 1 : p;
    for (double next = (root + p / root) / 2; next < root; next = (root + p / root) / 2)
        root = next;
    return root;
}

/// eˣ, in constant expressions too, there to some 1e-14.
constexpr double exponential(double x) noexcept {
    if (!ACTFN_CONSTANT_EVALUATED()) return std::exp(x);
    if (x > 709) return std::numeric_limits<double>::infinity();
    if (x < -745) return 0;
    int doublings = 0;
    for (; x > 0.5 || x < -0.5; x /= 2) ++doublings;
    double sum = 1;
    for (int n = 16; n > 0; --n) sum = 1 + sum * x / n;
    for (; doublings > 0; --doublings) sum *= sum;
    return sum;
}

/// log(x), in constant expressions too, there to some 1e-15; NaN unless 0 < x < ∞.
constexpr double logarithm(double x) noexcept {
    if (!(x > 0 && x < std::numeric_limits<double>::infinity()))
        return std::numeric_limits<double>::quiet_NaN();
    if (!ACTFN_CONSTANT_EVALUATED()) return std::log(x);
    int doublings = 0;
    for (; x > 1.5; x /= 2) ++doublings;
    for (; x < 0.75; x *= 2) --doublings;
    double const z = (x - 1) / (x + 1);
    double sum = 0;
    for (int n = 31; n > 0; n -= 2) sum = sum * z * z + 1.0 / n;
    return 0.69314718055994530942 * doublings + 2 * z * sum;
}

/// erf(x), in constant expressions too, there to some 1e-14.
constexpr double error_function(double x) noexcept {
    if (!ACTFN_CONSTANT_EVALUATED()) return std::erf(x);
    if (x > 6) return 1;
    if (x < -6) return -1;
    // The series without cancellation: 2/√π·e^−x²·Σ x·(2x²)ⁿ/(1·3·...·(2n + 1)).
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; ++n) {
        term *= 2 * x * x / (2 * n + 1);
        sum += term;
    }
    return 1.12837916709551257390 * exponential(-x * x) * sum;
}

/// A root of f between a and b, where it has different signs.
template <class F> constexpr double root_between(double a, double b, F const& f) noexcept {
    bool const rises = f(b) > 0;
    for (int i = 0; i < 100; ++i) {
        double const middle = a / 2 + b / 2;
        ((f(middle) > 0) == rises ? b : a) = middle;
    }
    return a / 2 + b / 2;
}

} // namespace actfn::core
