// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// squared_relu(x) = max(0, x)²,  squared_relu′(x) = 2·max(0, x).
struct squared_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "squared_relu",
                                        .aliases = "relu2",
                                        .formula = "max(x, 0)**2",
                                        .derivative = "2 * max(x, 0)",
                                        .source = "So et al. 2021, arXiv:2109.08668",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .right = {actfn::facts::infinity, actfn::facts::infinity},
                                        .saturates = {saturation::hard, saturation::none},
                                        .smoothness = 1,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0.5, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const y = math::positive_part(x);
        return {.value = y * y, .derivative = y + y};
    }
};

} // namespace kernel

inline constexpr function<kernel::squared_relu> squared_relu{};
inline constexpr auto& relu2 = squared_relu;

} // namespace actfn
