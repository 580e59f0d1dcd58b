// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/noisy.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// Hard tanh h with noise where it saturates: αh + (1 − α)x + d·c·(σ(δ²) − 1/2)²·e, δ = |x| − 1,
/// d = −sgn(x)·sgn(1 − α): like noisy_hard_tanh, but nothing in the scale of the noise is learned.
struct noisy_hard_tanh_fixed_facts : math::hard_tanh_shape {
    static constexpr std::string_view name = "noisy_hard_tanh_fixed";
    static constexpr std::string_view noisy_formula =
        "x if abs(x) < 1 else sgn(x) * (alpha + (1 - alpha) * abs(x)"
        " - sgn(1 - alpha) * c * sqrt(2 / pi) * tanh((abs(x) - 1)**2 / 2)**2 / 4)";
    static constexpr std::string_view noisy_derivative =
        "1 if abs(x) < 1 else 1 - alpha - 2 * sgn(1 - alpha) * c * sqrt(2 / pi)"
        " * (abs(x) - 1) * tanh((abs(x) - 1)**2 / 2) * exp(-(abs(x) - 1)**2)"
        " / (1 + exp(-(abs(x) - 1)**2))**2";
    static constexpr facts::ulp max_ulp{.value = 1.5, .derivative = 0.5};
    static constexpr double alpha{1.05};
    static constexpr double c{0.5};
    static constexpr double half_normal{0};
};
template <class P = double>
using noisy_hard_tanh_fixed = noisy_hard_fixed<noisy_hard_tanh_fixed_facts, P>;

} // namespace kernel

inline constexpr function<kernel::noisy_hard_tanh_fixed<>> noisy_hard_tanh_fixed{};

} // namespace actfn
