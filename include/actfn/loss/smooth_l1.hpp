// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (x−t)²/(2β) where |x−t| ≤ β, else |x−t| − β/2; derivative (x−t)/β within ±1. PyTorch's
/// SmoothL1Loss; huber over δ.
template <class P = double> struct smooth_l1 {
    static constexpr names inputs{"x", "t"};
    static constexpr std::string_view name = "smooth_l1";

    P beta{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "(x - t)**2 / (2 * beta) if abs(x - t) <= beta else "
                           "abs(x - t) - beta / 2",
                .derivative = "min(max((x - t) / beta, -1), 1)",
                .source = "Girshick 2015, arXiv:1504.08083",
                .lower = 0,
                .monotone = false,
                .smoothness = 1,
                .max_ulp = {.value = 4, .derivative = 2}};
    }
    constexpr void check() const { core::require(beta > 0, name, "beta", beta, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x, V t) const {
        V const d = x - t;
        V const limit = math::as<V>(beta);
        V const inner = math::at_least(math::at_most(d, limit), -limit);
        V const slope = inner / limit;
        V const magnitude = math::abs(inner);
        return {.value = math::abs(slope) * math::fma(magnitude, math::as<V>(-0.5), math::abs(d)),
                .derivative = slope};
    }
    /// ∂/∂β = −min(1, (x−t)²/β²)/2.
    template <real V> ACTFN_INLINE smooth_l1<V> parameter_derivatives(V x, V t) const {
        V const slope = math::at_most(math::abs(x - t) / math::as<V>(beta), V(1));
        return {(slope * math::as<V>(-0.5)) * slope};
    }
};

} // namespace kernel

inline constexpr function<kernel::smooth_l1<>> smooth_l1{};

} // namespace actfn
