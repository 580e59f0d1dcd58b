// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (1 + x/(1 + |x|))/2, Elliott's sigmoid between 0 and 1 (FANN's ELLIOT),  derivative
/// 1/(2(1 + |x|)²). On the left 1/(2(1 + |x|)): the sum would cancel.
struct elliot01 {
    static constexpr actfn::facts facts{.name = "elliot01",
                                        .formula =
                                            "1 / (2 * (1 - x)) if x < 0 else 1 - 1 / (2 * (1 + x))",
                                        .derivative = "1 / (2 * (1 + abs(x))**2)",
                                        .source = "Elliott 1993",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {1, 0},
                                        .smoothness = 1,
                                        .lipschitz = 0.5,
                                        .max_ulp = {.value = 1.5, .derivative = 3.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const z = math::finite(x);
        V const r = V(1) / (V(1) + math::abs(z));
        V const half = math::as<V>(0.5) * r;
        // Both halves of a huge number's reciprocal are subnormal, its limit is 0.
        V const left = math::select(math::abs(x) > math::abs(z), V(0), half);
        return {.value = math::select(x <= V(0), left, V(1) - half), .derivative = half * r};
    }
};

} // namespace kernel

inline constexpr function<kernel::elliot01> elliot01{};

} // namespace actfn
