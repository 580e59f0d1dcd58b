// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (x−t)²/2 where |x−t| ≤ δ, else δ·(|x−t| − δ/2); derivative x−t within ±δ. PyTorch's HuberLoss;
/// smooth_l1 is this over δ.
template <class P = double> struct huber {
    static constexpr names inputs{"x", "t"};
    static constexpr std::string_view name = "huber";

    P delta{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "(x - t)**2 / 2 if abs(x - t) <= delta else "
                           "delta * (abs(x - t) - delta / 2)",
                .derivative = "min(max(x - t, -delta), delta)",
                .source = "Huber 1964, doi:10.1214/aoms/1177703732",
                .lower = 0,
                .monotone = false,
                .smoothness = 1,
                .max_ulp = {.value = 3, .derivative = 1}};
    }
    constexpr void check() const {
        core::require(delta > 0, name, "delta", delta, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x, V t) const {
        V const d = x - t;
        V const limit = math::as<V>(delta);
        V const inner = math::at_least(math::at_most(d, limit), -limit);
        V const size = math::abs(d);
        // |inner|·(|d| − |inner|/2) is both.
        V const magnitude = math::abs(inner);
        return {.value = magnitude * math::fma(magnitude, math::as<V>(-0.5), size),
                .derivative = inner};
    }
    /// ∂/∂δ = max(0, |x−t| − δ).
    template <real V> ACTFN_INLINE huber<V> parameter_derivatives(V x, V t) const {
        return {math::at_least(math::abs(x - t) - math::as<V>(delta), V(0))};
    }
};

} // namespace kernel

inline constexpr function<kernel::huber<>> huber{};

} // namespace actfn
