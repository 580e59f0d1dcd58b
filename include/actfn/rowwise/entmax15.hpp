// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/entmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// entmax15(x)ᵢ = max(xᵢ/2 − τ, 0)² with τ so that the row sums to 1: between softmax and
/// sparsemax, with exact zeros. gxᵢ = √yᵢ·(gᵢ − Σ √yⱼ·gⱼ/Σ √yⱼ). Special values as in softmax. The
/// error of the value is relative to √y.
struct entmax15 {
    static constexpr actfn::facts facts{.name = "entmax15",
                                        .formula = "max(x / 2 - tau, 0)**2 with sum(y) = 1",
                                        .derivative =
                                            "sqrt(y) * (g - sum(sqrt(y) * g) / sum(sqrt(y)))",
                                        .source = "Peters, Niculae, Martins 2019, arXiv:1905.05702",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 2.5, .derivative = 3}};

    static constexpr auto rows() { return math::entmax_rows<true>{}; }
};

} // namespace kernel

inline constexpr function<kernel::entmax15> entmax15{};

} // namespace actfn
