// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/sparsemax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sparsemax(x)ᵢ = max(xᵢ − τ, 0) with τ so that the row sums to 1: the point of the simplex
/// nearest to x, with exact zeros. gxᵢ = gᵢ − mean of g over the support S, 0 off it. Special
/// values as in softmax.
struct sparsemax {
    static constexpr actfn::facts facts{.name = "sparsemax",
                                        .formula = "max(x - tau, 0) with sum(y) = 1",
                                        .derivative = "g - mean(g over y > 0) where y > 0, else 0",
                                        .source = "Martins, Astudillo 2016, arXiv:1602.02068",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 2, .derivative = 2}};

    static constexpr auto rows() { return math::sparsemax_rows{}; }
};

} // namespace kernel

inline constexpr function<kernel::sparsemax> sparsemax{};

} // namespace actfn
