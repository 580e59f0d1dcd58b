// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/rowwise/softmax.hpp>

namespace actfn {

namespace kernel {

struct softmin_kind {
    struct negation {
        template <class V> ACTFN_INLINE V operator()(V v) const noexcept { return -v; }
    };
    static constexpr negation sign{};
    static constexpr bool safe = false;
    static constexpr summary facts{.name = "softmin",
                                   .formula = "exp(-x / temperature) / sum(exp(-x / temperature))",
                                   .gradient = "-y * (g - sum(y * g)) / temperature",
                                   .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                   .lower = 0,
                                   .upper = 1,
                                   .max_ulp = softmax_kind::facts.max_ulp};
};

/// softmin(x) = softmax(−x);  gxᵢ = −yᵢ·(gᵢ − Σ yⱼgⱼ)/T. +∞ gives an exact 0.
template <class P = double> using softmin = softmax_rows<softmin_kind, P>;

} // namespace kernel

inline constexpr rowwise_activation<kernel::softmin<>> softmin{};

} // namespace actfn
