// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// The nearest integer, the even one of two (oneDNN's eltwise_round, ONNX Round). The derivative is
/// 0 everywhere: it does not train.
struct rounding {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "rounding",
                                        .aliases = "round",
                                        .formula = "nint(x)",
                                        .derivative = "0",
                                        .source = "oneDNN, eltwise",
                                        .left = {-actfn::facts::infinity, 0},
                                        .right = {actfn::facts::infinity, 0},
                                        .kinks = {-1.5, -0.5, 0.5, 1.5},
                                        .odd = true,
                                        .saturates = {saturation::hard, saturation::hard},
                                        .smoothness = -1,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::as<V>(math::nearest(math::primal(x))),
                .derivative = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::rounding> rounding{};
inline constexpr auto& round = rounding;

} // namespace actfn
