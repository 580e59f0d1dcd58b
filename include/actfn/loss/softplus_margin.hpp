// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/pointwise/softplus.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softplus(−t·x) = log(1 + e^(−tx)) of a score x and its class t, −1 or 1: the logistic loss,
/// PyTorch's SoftMarginLoss; derivative −t·σ(−tx).
struct softplus_margin {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{.name = "softplus_margin",
                                        .aliases = "soft_margin_loss",
                                        .formula = "softplus(-t * x)",
                                        .derivative = "-t * logistic(-t * x)",
                                        .source = "Friedman, Hastie, Tibshirani 2000, "
                                                  "doi:10.1214/aos/1016218223",
                                        .lower = 0,
                                        .max_ulp = {.value = 2.5, .derivative = 2}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) {
        auto const j = softplus<>{}.at(-(t * x));
        return {.value = j.value, .derivative = -(t * j.derivative)};
    }
};

} // namespace kernel

inline constexpr function<kernel::softplus_margin> softplus_margin{};
inline constexpr auto& soft_margin_loss = softplus_margin;

} // namespace actfn
