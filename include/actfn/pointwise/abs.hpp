// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// abs(x) = |x|,  abs′(x) = sgn(x), 0 at 0: the mean of both sides (PyTorch, JAX).
struct abs {
    static constexpr actfn::facts facts{.name = "abs",
                                        .formula = "abs(x)",
                                        .derivative = "sign(x)",
                                        .source = "ONNX operator Abs",
                                        .lower = 0,
                                        .left = {actfn::facts::infinity, -1},
                                        .kinks = {0.0},
                                        .monotone = false,
                                        .even = true,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const side = math::mulsign(math::unless_nan(V(1), x), x);
        return {.value = math::abs(x), .derivative = math::select(x == V(0), V(0), side)};
    }
};

} // namespace kernel

inline constexpr function<kernel::abs> abs{};

} // namespace actfn
