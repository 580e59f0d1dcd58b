// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (x−t)²/2 with derivative x−t, the squared error of the delta rule: `half_mse.sum` is the half
/// sum of squares. mse has no factor ½.
struct half_mse {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{
        .name = "half_mse",
        .formula = "(x - t)**2 / 2",
        .derivative = "x - t",
        .source = "Rumelhart, Hinton, Williams 1986, doi:10.1038/323533a0",
        .lower = 0,
        .monotone = false,
        .max_ulp = {.value = 2, .derivative = 0.5}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) noexcept {
        V const d = x - t;
        return {.value = (d * math::as<V>(0.5)) * d, .derivative = d};
    }
};

} // namespace kernel

inline constexpr function<kernel::half_mse> half_mse{};

} // namespace actfn
