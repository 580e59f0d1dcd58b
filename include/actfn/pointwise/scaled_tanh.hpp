// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/scaled_tanh.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// a·tanh(b·x),  derivative a·b·sech²(b·x). The defaults make f(±1) = ±1 and the slope nearly 1
/// there.
template <class P = double> struct scaled_tanh {
    static constexpr std::string_view name = "scaled_tanh";
    static constexpr bool branches_on_parameters = true;

    P a{1.7159};
    P b{0.66666666666666666667};

    constexpr actfn::facts describe() const {
        double const slope = a * b;
        double const steepest = (std::max)(slope, -slope);
        bool const flat = slope == 0;
        double const height = flat ? 0 : (std::max)(a, -a);
        double const right = slope < 0 ? -height : height;
        saturation const ends = flat ? saturation::hard : saturation::soft;
        double const distant = b == 0 ? 60 : 60 / (std::max)(b, -b);
        return {
            .name = name,
            .formula = "a * tanh(b * x)",
            .derivative = "4 * a * b * exp(-2 * b * abs(x)) / (1 + exp(-2 * b * abs(x)))**2",
            .source = "LeCun et al. 1998, doi:10.1007/3-540-49430-8_2",
            .lower = -height,
            .upper = height,
            .left = {-right, 0},
            .right = {right, 0},
            .monotone = slope >= 0,
            .odd = true,
            .even = flat,
            .saturates = {ends, ends},
            .lipschitz = steepest,
            // The factors multiply the error of a subnormal number.
            .max_ulp = {.value = (std::max)(4.0, height), .derivative = (std::max)(3.5, steepest)},
            .interval = {-distant, distant}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::scaled_tanh(x, a, b);
    }

    /// ab²·tanh″(b·x) = 8ab²·σ″(2b·x).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const z = math::scaled(x, b);
        auto const q = math::tanh(z.hi, z.lo).q;
        return math::logistic_curvature(q, z.hi + z.hi, math::as<V>(P(8) * a * b * b));
    }

    template <real V> ACTFN_INLINE scaled_tanh<V> parameter_derivatives(V x) const noexcept {
        auto const z = math::scaled(x, b);
        auto const t = math::tanh(z.hi, z.lo);
        return {.a = t.value(), .b = math::as<V>(a) * (math::finite(x) * t.slope())};
    }
};

} // namespace kernel

inline constexpr function<kernel::scaled_tanh<>> scaled_tanh{};

} // namespace actfn
