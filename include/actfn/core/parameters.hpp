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
    if (!std::is_constant_evaluated()) return std::sqrt(p);
    if (p == 0 || p == std::numeric_limits<double>::infinity()) return p;
    double root = p < 1 ? 1 : p;
    for (double next = (root + p / root) / 2; next < root; next = (root + p / root) / 2)
        root = next;
    return root;
}

} // namespace actfn::core
