// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/pointwise/gelu.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// geglu_erf(a, b) = a·gelu(b) with the exact gelu, the GEGLU of the paper and of ggml's GEGLU_ERF.
/// Value first, gate second; ggml names the gate first.
struct geglu_erf {
    static constexpr actfn::facts facts{
        .name = "geglu_erf",
        .formula = "a * b * 0.5 * erfc(-b / sqrt(2))",
        .derivative = "g * b * 0.5 * erfc(-b / sqrt(2)), g * a * (0.5 * erfc(-b / "
                      "sqrt(2)) + b * exp(-b**2 / 2) / sqrt(2 * pi))",
        .cancelling = "a * 0.5 * erfc(-b / sqrt(2))",
        .source = "Shazeer 2020, arXiv:2002.05202",
        .monotone = false,
        .max_ulp = {.value = 3.5, .derivative = 4.5}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        return math::gated_product(a, gelu::at(b));
    }
};

} // namespace kernel

inline constexpr function<kernel::geglu_erf> geglu_erf{};

} // namespace actfn
