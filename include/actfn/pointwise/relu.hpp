// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// relu(x) = max(0, x),  relu′(x) = 1 for x > 0, else 0.
/// relu′(0) = 0 as in PyTorch and JAX (Bertoin et al. 2021 on the choice). NaN stays NaN.
struct relu {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "relu",
                                        .aliases = "rectifier",
                                        .formula = "max(x, 0)",
                                        .derivative = "1 if x > 0 else 0",
                                        .source = "Nair, Hinton 2010",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .kinks = {0.0},
                                        .saturates = {saturation::hard, saturation::none},
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::at_least(x, V(0)), .derivative = math::kept_where_positive(V(1), x)};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return backward_from_either(y, V(1));
    }
    template <real V> ACTFN_INLINE static V backward_from_either(V y, V gy) noexcept {
        return math::kept_where_positive(gy, y);
    }
};

} // namespace kernel

inline constexpr function<kernel::relu> relu{};
inline constexpr auto& rectifier = relu;

} // namespace actfn
