// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/one_plus_square.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// pflu(x) = x/2·(1 + x/r) with r = √(1 + x²),  derivative (1 + x/r + x/r³)/2. By d = 1 − |x|/r =
/// 1/(r·(r + |x|)), since differences would cancel on the left: there f = x·d/2 and f′ = −d·(1 − 3d
/// + d²)/2.
struct pflu {
    static constexpr actfn::facts facts{
        .name = "pflu",
        .formula = "x / 2 * (1 + x / sqrt(1 + x**2))",
        .derivative = "((1 + x / sqrt(1 + x**2) if x > 0 else 1 / (sqrt(1 + x**2) * (sqrt(1 + "
                      "x**2) - x))) + x / sqrt(1 + x**2)**3) / 2",
        .cancelling = "1 / (2 * sqrt(1 + x**2) * (sqrt(1 + x**2) + abs(x)))",
        .source = "Zhu, Min, Wang, Zou, Chen 2021, PFLU and FPFLU, Neurocomputing 429",
        .lower = -0.15014155300038880,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.0443310539518174,
        .init = init_scheme::he,
        .max_ulp = {.value = 4.5, .derivative = 7},
        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const r = s.root();
        V const half = math::as<V>(0.5);
        V const twice_sum = half * r + half * s.magnitude;
        auto const left = x < math::as<V>(-0.25);
        // d/2, and x·d/2 before d becomes subnormal.
        V const half_d = (math::as<V>(0.25) / twice_sum) / r;
        V const part = (s.x / r) * (math::as<V>(0.25) / twice_sum);
        V const d = half_d + half_d;
        V const share = s.x / r;
        V const slope = half * math::fma(share, math::fnma(share, share, V(2)), V(1));
        V const left_slope = -half_d * math::fma(d, d - V(3), V(1));
        auto const infinite = math::abs(x) > s.magnitude;
        V const rest = math::select(infinite, V(0), part);
        V const end = math::select(infinite, V(0), left_slope);
        return {.value = math::select(left, rest, (half * x) * (share + V(1))),
                .derivative = math::select(left, end, slope)};
    }

    /// (2 − x²)/(2r⁵).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const share = s.share(-math::square_less(s.clamped(), 2.0), V(-1));
        return share * (math::as<V>(0.5) / s.root()) * s.reciprocal();
    }
};

} // namespace kernel

inline constexpr function<kernel::pflu> pflu{};

} // namespace actfn
