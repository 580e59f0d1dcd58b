// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// Hard tanh h with noise where it saturates: αh + (1 − α)x + d·c·(σ(pD) − 1/2)²·e, D = h − x,
/// d = −sgn(x)·sgn(1 − α). In training e is ξ, or |ξ| where `half_normal` is not 0, with ξ standard
/// normal; in inference e is its mean. p is meant to be learned. The derivative holds ξ fixed; at
/// ±1 it is the saturated side's.
struct noisy_hard_tanh_facts : math::hard_tanh_shape {
    static constexpr std::string_view name = "noisy_hard_tanh";
    static constexpr std::string_view noisy_formula =
        "x if abs(x) < 1 else sgn(x) * (alpha + (1 - alpha) * abs(x)"
        " - sgn(1 - alpha) * c * sqrt(2 / pi) * tanh(p * (abs(x) - 1) / 2)**2 / 4)";
    static constexpr std::string_view noisy_derivative =
        "1 if abs(x) < 1 else 1 - alpha - sgn(1 - alpha) * c * abs(p) * sqrt(2 / pi)"
        " * tanh(abs(p) * (abs(x) - 1) / 2) * exp(-abs(p) * (abs(x) - 1))"
        " / (1 + exp(-abs(p) * (abs(x) - 1)))**2";
    static constexpr facts::ulp max_ulp{.value = 2, .derivative = 0.5};
    static constexpr double alpha{1.15};
    static constexpr double c{0.5};
    static constexpr double p{1};
    static constexpr double half_normal{0};
};
template <class P = double> using noisy_hard_tanh = noisy_hard<noisy_hard_tanh_facts, P>;

} // namespace kernel

inline constexpr function<kernel::noisy_hard_tanh<>> noisy_hard_tanh{};

} // namespace actfn
