// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/scaled_tanh.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// dyt(x) = γ·tanh(α·x) + β,  derivative γ·α·sech²(α·x): dynamic tanh, in place of a normalisation;
/// γ and β are learned per channel, α per layer.
template <class P = double> struct dyt {
    static constexpr bool branches_on_parameters = true;
    static constexpr std::string_view name = "dyt";

    P alpha{0.5};
    P gamma{1};
    P beta{-0.0}; // keeps the sign of a zero

    constexpr actfn::facts describe() const {
        double const slope = gamma * alpha;
        double const steepest = (std::max)(slope, -slope);
        bool const flat = slope == 0;
        double const height = flat ? 0 : (std::max)(gamma, -gamma);
        double const right = slope < 0 ? -height : height;
        saturation const ends = flat ? saturation::hard : saturation::soft;
        double const distant = alpha == 0 ? 60 : 60 / (std::max)(alpha, -alpha);
        return {.name = name,
                .aliases = "dynamic_tanh",
                .formula = "gamma * tanh(alpha * x) + beta",
                .derivative = "4 * gamma * alpha * exp(-2 * abs(alpha * x)) / (1 + exp(-2 * "
                              "abs(alpha * x)))**2",
                .cancelling_value = beta == 0 ? "" : "beta",
                .source = "Zhu, Chen, He, LeCun, Liu 2025, arXiv:2503.10622",
                .lower = beta - height,
                .upper = beta + height,
                .left = {beta - right, 0},
                .right = {beta + right, 0},
                .monotone = slope >= 0,
                .odd = beta == 0,
                .even = flat,
                .saturates = {ends, ends},
                .lipschitz = steepest,
                // The factors multiply the error of a subnormal number.
                .max_ulp = {.value = (std::max)(beta == 0 ? 4.0 : 5.0, height),
                            .derivative = (std::max)(4.0, steepest)},
                .interval = {-distant, distant}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const t = math::scaled_tanh(x, gamma, alpha);
        return {.value = t.value + math::as<V>(beta), .derivative = t.derivative};
    }

    /// −2γα²·tanh(α·x)·sech²(α·x).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const t = math::scaled_tanh(x, P(1), alpha);
        return (math::as<V>(P(-2) * gamma * alpha) * t.derivative) * t.value;
    }

    template <real V> ACTFN_INLINE dyt<V> parameter_derivatives(V x) const noexcept {
        auto const z = math::scaled(x, alpha);
        auto const t = math::tanh(z.hi, z.lo);
        V const factor =
            math::unless_negligible(V(4) * math::as<V>(gamma) * x, math::abs(z.hi + z.hi));
        return {.alpha = math::times_bell(t.q, factor),
                .gamma = t.value(),
                .beta = math::unless_nan(V(1), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::dyt<>> dyt{};
inline constexpr auto& dynamic_tanh = dyt;

} // namespace actfn
