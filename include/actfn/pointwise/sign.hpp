// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sign(x) = 1 for x > 0, −1 for x < 0 and x itself at ±0. The derivative is 0 everywhere: it does
/// not train.
struct sign {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "sign",
                                        .aliases = "bipolar_step",
                                        .formula = "sgn(x)",
                                        .derivative = "0",
                                        .source = "Rosenblatt 1958, doi:10.1037/h0042519",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .kinks = {0.0},
                                        .odd = true,
                                        .saturates = {saturation::hard, saturation::hard},
                                        .smoothness = -1,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::select(x > V(0), V(1), math::select(x < V(0), V(-1), x)),
                .derivative = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::sign> sign{};
inline constexpr auto& bipolar_step = sign;

} // namespace actfn
