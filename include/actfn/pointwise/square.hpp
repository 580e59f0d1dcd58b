// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// square(x) = x²,  square′(x) = 2x. mlpack's Quadratic, oneDNN's square.
struct square {
    static constexpr actfn::facts facts{.name = "square",
                                        .aliases = "quadratic",
                                        .formula = "x * x",
                                        .derivative = "2 * x",
                                        .source = "Broomhead, Lowe 1988",
                                        .lower = 0,
                                        .left = {actfn::facts::infinity, -actfn::facts::infinity},
                                        .right = {actfn::facts::infinity, actfn::facts::infinity},
                                        .monotone = false,
                                        .even = true,
                                        .max_ulp = {.value = 0.5, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = x * x, .derivative = x + x};
    }
};

} // namespace kernel

inline constexpr function<kernel::square> square{};
inline constexpr auto& quadratic = square;

} // namespace actfn
