// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/one_plus_square.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// multiquadric(x) = √(1 + x²),  derivative x/√(1 + x²).
struct multiquadric {
    static constexpr actfn::facts facts{.name = "multiquadric",
                                        .aliases = "multiquadratic",
                                        .formula = "sqrt(1 + x**2)",
                                        .derivative = "x / sqrt(1 + x**2)",
                                        .source = "Hardy 1971, doi:10.1029/JB076i008p01905",
                                        .lower = 1,
                                        .left = {actfn::facts::infinity, -1},
                                        .monotone = false,
                                        .even = true,
                                        .max_ulp = {.value = 1.5, .derivative = 2.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const y = s.root();
        return {.value = math::select(math::abs(x) > s.magnitude, math::abs(x), y),
                .derivative = s.x / y};
    }

    /// (1 + x²)^−3/2.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const s = math::one_plus_square(x);
        return s.reciprocal() / s.root();
    }
};

} // namespace kernel

inline constexpr function<kernel::multiquadric> multiquadric{};
inline constexpr auto& multiquadratic = multiquadric;

} // namespace actfn
