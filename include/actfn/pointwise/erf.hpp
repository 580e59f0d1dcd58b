// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// erf(x),  erf′(x) = 2/√π·e^−x². The square is carried with its rounding error, which the
/// exponential would magnify by x².
struct erf {
    static constexpr actfn::facts facts{.name = "erf",
                                        .formula = "erf(x)",
                                        .derivative = "2/sqrt(pi) * exp(-x**2)",
                                        .source = "Glaisher 1871",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .lipschitz = 1.1283791670955126,
                                        .max_ulp = {.value = 1.5, .derivative = 2.5},
                                        .interval = {-30, 30}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const e = math::erf(x);
        return {.value = e.value(), .derivative = e.slope()};
    }
};

} // namespace kernel

inline constexpr function<kernel::erf> erf{};

} // namespace actfn
