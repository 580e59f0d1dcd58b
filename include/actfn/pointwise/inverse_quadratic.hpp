// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/one_plus_square.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// inverse_quadratic(x) = 1/(1 + x²),  derivative −2x·y² with y the value.
/// 2xy is formed first: y² is 0 long before the product.
struct inverse_quadratic {
    static constexpr actfn::facts facts{.name = "inverse_quadratic",
                                        .formula = "1 / (1 + x**2)",
                                        .derivative = "-2 * x / (1 + x**2)**2",
                                        .source = "Broomhead, Lowe 1988",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {0, 0},
                                        .monotone = false,
                                        .even = true,
                                        .lipschitz = 0.6495190528383290,
                                        .max_ulp = {.value = 2.5, .derivative = 5.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const y = s.reciprocal();
        return {.value = y, .derivative = (V(-2) * (s.x * y)) * y};
    }

    /// (6x² − 2)/(1 + x²)³.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const y = s.reciprocal();
        V const n = V(6) * math::square_less(s.clamped(), 1.0 / 3, 0x1.5555555555555p-56);
        return (s.share(n, V(6)) * y) * y;
    }
};

} // namespace kernel

inline constexpr function<kernel::inverse_quadratic> inverse_quadratic{};

} // namespace actfn
