// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/one_plus_square.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// inverse_multiquadric(x) = 1/√(1 + x²),  derivative −x/(1 + x²)^(3/2) = −x·y³ with y the value,
/// formed with one rounded root instead of three factors y.
struct inverse_multiquadric {
    static constexpr actfn::facts facts{.name = "inverse_multiquadric",
                                        .formula = "1 / sqrt(1 + x**2)",
                                        .derivative = "-x / (sqrt(1 + x**2) * (1 + x**2))",
                                        .source = "Broomhead, Lowe 1988",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {0, 0},
                                        .monotone = false,
                                        .even = true,
                                        .lipschitz = 0.3849001794597505,
                                        .max_ulp = {.value = 2.5, .derivative = 4.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const root = s.root();
        V const zero = V(1) / math::abs(x); // at infinity, where s holds a finite number
        return {.value = math::select(math::abs(x) > s.magnitude, zero, V(1) / root),
                .derivative = -(s.x / root) * s.reciprocal()};
    }

    /// (2x² − 1)·(1 + x²)^−5/2.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const n = V(2) * math::square_less(s.clamped(), 0.5);
        return s.share(n, V(2)) * (s.reciprocal() / s.root());
    }
};

} // namespace kernel

inline constexpr function<kernel::inverse_multiquadric> inverse_multiquadric{};

} // namespace actfn
