// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// hard_mish(x) = x/2·clamp(x + 2, 0, 2): 0 up to −2, x from 0 on, x(x + 2)/2 between;  derivative
/// 0, 1, x + 1. The kink at −2 belongs to the left.
struct hard_mish {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "hard_mish",
                                        .formula = "x / 2 * min(max(x + 2, 0), 2)",
                                        .derivative = "0 if x <= -2 else min(x, 0) + 1",
                                        .source = "timm, HardMish",
                                        .lower = -0.5,
                                        .left = {0, 0},
                                        .kinks = {-2.0},
                                        .monotone = false,
                                        .saturates = {saturation::hard, saturation::none},
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 1.5, .derivative = 0.5}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const inner = math::at_most(x, V(0));
        auto const off = x <= V(-2);
        V const y = x * (math::as<V>(0.5) * (inner + V(2)));
        return {.value = math::select(off, V(0), y),
                .derivative = math::select(off, V(0), inner + V(1))};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return math::indicator((x > V(-2)) && (x < V(0)), x);
    }
};

} // namespace kernel

inline constexpr function<kernel::hard_mish> hard_mish{};

} // namespace actfn
