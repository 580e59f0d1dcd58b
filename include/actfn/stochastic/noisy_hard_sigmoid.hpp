// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// Hard sigmoid h = clamp(x/4 + 1/2, 0, 1) with noise where it saturates:
/// αh + (1 − α)u + d·c·(σ(pD) − 1/2)²·e, u = x/4 + 1/2, D = h − u, d = −sgn(x)·sgn(1 − α). In
/// training e is |ξ|, or ξ where `half_normal` is 0, with ξ standard normal; in inference e is its
/// mean. p is meant to be learned. The derivative holds ξ fixed; at ±2 it is the saturated side's.
struct noisy_hard_sigmoid_facts : math::hard_sigmoid_shape {
    static constexpr std::string_view name = "noisy_hard_sigmoid";
    static constexpr std::string_view noisy_formula =
        "0.5 + x / 4 if abs(x) < 2 else 0.5 + sgn(x) * (alpha / 2 + (1 - alpha) * abs(x) / 4"
        " - sgn(1 - alpha) * c * sqrt(2 / pi) * tanh(p * (abs(x) - 2) / 8)**2 / 4)";
    static constexpr std::string_view noisy_derivative =
        "0.25 if abs(x) < 2 else (1 - alpha) / 4 - sgn(1 - alpha) * c * abs(p) * sqrt(2 / pi) / 4"
        " * tanh(abs(p) * (abs(x) - 2) / 8) * exp(-abs(p) * (abs(x) - 2) / 4)"
        " / (1 + exp(-abs(p) * (abs(x) - 2) / 4))**2";
    static constexpr facts::ulp max_ulp{.value = 2, .derivative = 1};
    static constexpr double alpha{1.1};
    static constexpr double c{0.15};
    static constexpr double p{1};
    static constexpr double half_normal{1};
};
template <class P = double> using noisy_hard_sigmoid = noisy_hard<noisy_hard_sigmoid_facts, P>;

} // namespace kernel

inline constexpr function<kernel::noisy_hard_sigmoid<>> noisy_hard_sigmoid{};

} // namespace actfn
