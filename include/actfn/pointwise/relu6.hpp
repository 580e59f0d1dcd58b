// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// relu6(x) = min(max(x, 0), 6),  derivative 1 strictly between the kinks, 0 at both (PyTorch,
/// JAX).
struct relu6 {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "relu6",
                                        .formula = "min(max(x, 0), 6)",
                                        .derivative = "1 if 0 < x < 6 else 0",
                                        .source = "Krizhevsky 2010",
                                        .lower = 0,
                                        .upper = 6,
                                        .left = {0, 0},
                                        .right = {6, 0},
                                        .kinks = {0.0, 6.0},
                                        .saturates = {saturation::hard, saturation::hard},
                                        .lipschitz = 1,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::at_most(math::at_least(x, V(0)), V(6)),
                .derivative = derivative_from_output(x)};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return backward_from_either(y, V(1));
    }
    template <real V> ACTFN_INLINE static V backward_from_either(V y, V gy) noexcept {
        return math::kept_between(gy, y, V(0), V(6));
    }
};

} // namespace kernel

inline constexpr function<kernel::relu6> relu6{};

} // namespace actfn
