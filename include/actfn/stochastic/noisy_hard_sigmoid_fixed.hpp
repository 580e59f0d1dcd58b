// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// Hard sigmoid h = clamp(x/4 + 1/2, 0, 1) with noise where it saturates:
/// αh + (1 − α)(x/4 + 1/2) + d·c·(σ(δ²) − 1/2)²·e, δ = |x| − 2, d = −sgn(x)·sgn(1 − α): like
/// noisy_hard_sigmoid, but nothing in the scale of the noise is learned.
struct noisy_hard_sigmoid_fixed_facts : math::hard_sigmoid_shape {
    static constexpr std::string_view name = "noisy_hard_sigmoid_fixed";
    static constexpr std::string_view noisy_formula =
        "0.5 + x / 4 if abs(x) < 2 else 0.5 + sgn(x) * (alpha / 2 + (1 - alpha) * abs(x) / 4"
        " - sgn(1 - alpha) * c * sqrt(2 / pi) * tanh((abs(x) - 2)**2 / 2)**2 / 4)";
    static constexpr std::string_view noisy_derivative =
        "0.25 if abs(x) < 2 else (1 - alpha) / 4 - 2 * sgn(1 - alpha) * c * sqrt(2 / pi)"
        " * (abs(x) - 2) * tanh((abs(x) - 2)**2 / 2) * exp(-(abs(x) - 2)**2)"
        " / (1 + exp(-(abs(x) - 2)**2))**2";
    static constexpr facts::ulp max_ulp{.value = 2.5, .derivative = 4};
    static constexpr double alpha{1.15};
    static constexpr double c{0.25};
    static constexpr double half_normal{1};
};
template <class P = double>
using noisy_hard_sigmoid_fixed = noisy_hard_fixed<noisy_hard_sigmoid_fixed_facts, P>;

} // namespace kernel

inline constexpr function<kernel::noisy_hard_sigmoid_fixed<>> noisy_hard_sigmoid_fixed{};

} // namespace actfn
