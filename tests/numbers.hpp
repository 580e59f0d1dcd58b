// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

/// Floating-point numbers as the tests compare, count and print them.
namespace tests {

/// Facts that outlive the object they are of.
inline actfn::facts const* keep(actfn::facts const& facts) {
    static std::deque<actfn::facts> all;
    return &all.emplace_back(facts);
}

template <class T> inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T> inline constexpr T nan = std::numeric_limits<T>::quiet_NaN();
template <class T> inline constexpr std::string_view type_name = "double";
template <> inline constexpr std::string_view type_name<float> = "float";

/// The same bits, or both NaN; of complex numbers in both parts.
template <class T> bool same(T a, T b) {
    if constexpr (requires { a.real(); }) {
        return same(a.real(), b.real()) && same(a.imag(), b.imag());
    } else {
        return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
    }
}

inline std::string hex(double x) {
    char text[64];
    std::snprintf(text, sizeof text, "%a (%.9g)", x, x);
    return text;
}

/// Exponent of the unit in the last place of a T at x, subnormals included.
template <class T> int ulp_exponent(double x) {
    using limits = std::numeric_limits<T>;
    int const e = x == 0 ? limits::min_exponent - 1 : std::ilogb(x);
    return std::min(std::max(e, limits::min_exponent - 1), limits::max_exponent - 1) -
           (limits::digits - 1);
}

/// A number between doubles: hi + rest·ulp(hi).
struct precise {
    double hi = 0;
    double rest = 0;
};

/// |got − expected| in units in the last place of T at the larger of expected and scale. An
/// infinity is right only where the expected number rounds to it.
template <class T> double ulp_error(T got, precise expected, double scale = 0) {
    // Half a unit above the largest T.
    constexpr double overflow =
        std::is_same_v<T, float> ? 0x1.ffffffp127 : std::numeric_limits<double>::infinity();
    double const g = static_cast<double>(got);
    if (std::isnan(g)) return infinity<double>;
    if (std::isinf(g)) {
        bool const right = std::abs(expected.hi) >= overflow && (g > 0) == (expected.hi > 0);
        return right ? 0 : infinity<double>;
    }
    if (std::isinf(expected.hi)) return infinity<double>;
    int const unit = ulp_exponent<T>(std::max(std::abs(expected.hi), scale));
    double const rest = std::ldexp(expected.rest, ulp_exponent<double>(expected.hi) - unit);
    return std::abs(std::ldexp(g - expected.hi, -unit) - rest);
}

/// The integer that counts Ts from 0 upwards and downwards.
template <class T> auto ordinal(T x) {
    using I = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    auto const i = std::bit_cast<I>(x);
    return i >= 0 ? i : static_cast<I>(std::numeric_limits<I>::min() - i);
}
template <class T, class I> T from_ordinal(I i) {
    return std::bit_cast<T>(i >= 0 ? i : static_cast<I>(std::numeric_limits<I>::min() - i));
}

/// Reproducible numbers in [lo, hi).
class random_numbers {
  public:
    double operator()(double lo, double hi) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return lo + (hi - lo) * std::ldexp(static_cast<double>(state_ >> 11), -53);
    }

  private:
    std::uint64_t state_ = 1;
};

} // namespace tests
