// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/rowwise/softmax.hpp>

namespace actfn {

namespace kernel {

struct safe_softmax_kind {
    static constexpr core::itself sign{};
    static constexpr bool safe = true;
    static constexpr summary facts{.name = "safe_softmax",
                                   .formula = "exp(x / temperature) / sum(exp(x / temperature))",
                                   .gradient = "y * (g - sum(y * g)) / temperature",
                                   .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                   .lower = 0,
                                   .upper = 1,
                                   .max_ulp = softmax_kind::facts.max_ulp};
};

/// softmax for masked attention: a row of nothing but −∞ gives zeros and the gradient 0. In all
/// other rows the bits are those of softmax; +∞ and NaN still make their row NaN.
template <class P = double> using safe_softmax = softmax_rows<safe_softmax_kind, P>;

} // namespace kernel

inline constexpr rowwise_activation<kernel::safe_softmax<>> safe_softmax{};

} // namespace actfn
