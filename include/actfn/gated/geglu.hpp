// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/pointwise/gelu_tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// geglu(a, b) = a·gelu_tanh(b), as ggml's GEGLU; with the exact gelu it is geglu_erf. Value first,
/// gate second; ggml names the gate first.
struct geglu {
    static constexpr actfn::facts facts{
        .name = "geglu",
        .formula = "a * b * logistic(2 * sqrt(2 / pi) * (b + 0.044715 * b**3))",
        .derivative =
            "g * b * logistic(2 * sqrt(2 / pi) * (b + 0.044715 * b**3)), g * a * logistic(2 * "
            "sqrt(2 / pi) * (b + 0.044715 * b**3)) * (1 + b * 2 * sqrt(2 / pi) * (1 + 0.134145 * "
            "b**2) * logistic(-2 * sqrt(2 / pi) * (b + 0.044715 * b**3)))",
        .cancelling = "a * logistic(2 * sqrt(2 / pi) * (b + 0.044715 * b**3))",
        .source = "Shazeer 2020, arXiv:2002.05202",
        .monotone = false,
        .max_ulp = {.value = 3, .derivative = 5.5}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        return math::gated_product(a, gelu_tanh::at(b));
    }
};

} // namespace kernel

inline constexpr function<kernel::geglu> geglu{};

} // namespace actfn
