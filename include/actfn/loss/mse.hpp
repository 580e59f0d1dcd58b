// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (x−t)² with derivative 2(x−t), no factor ½. On ranges and matrices its mean over all entries, as
/// PyTorch's MSELoss; half_mse is the loss of the delta rule.
struct mse {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{.name = "mse",
                                        .formula = "(x - t)**2",
                                        .derivative = "2 * (x - t)",
                                        .source = "Widrow, Hoff 1960",
                                        .lower = 0,
                                        .monotone = false,
                                        .max_ulp = {.value = 2, .derivative = 0.5}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) noexcept {
        V const d = x - t;
        return {.value = d * d, .derivative = d + d};
    }
};

} // namespace kernel

inline constexpr function<kernel::mse> mse{};

} // namespace actfn
