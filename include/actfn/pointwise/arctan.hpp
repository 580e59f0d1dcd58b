// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/atan.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// atan(x),  derivative 1/(1 + x²), also where x² overflows.
struct arctan {
    static constexpr actfn::facts facts{.name = "arctan",
                                        .aliases = "atan",
                                        .formula = "atan(x)",
                                        .derivative = "1 / (1 + x**2)",
                                        .source = "Euler 1755",
                                        .lower = -1.57079632679489661923,
                                        .upper = 1.57079632679489661923,
                                        .left = {-1.57079632679489661923, 0},
                                        .right = {1.57079632679489661923, 0},
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 1.5, .derivative = 4.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const a = math::atan(x);
        return {.value = a.value(), .derivative = a.slope()};
    }
};

} // namespace kernel

inline constexpr function<kernel::arctan> arctan{};
inline constexpr auto& atan = arctan;

} // namespace actfn
