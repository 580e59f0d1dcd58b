// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// eˣ − 1 with relative accuracy near 0,  derivative eˣ (ggml's EXPM1).
struct expm1 {
    static constexpr actfn::facts facts{.name = "expm1",
                                        .formula = "expm1(x)",
                                        .derivative = "exp(x)",
                                        .source = "ggml, unary operations",
                                        .lower = -1,
                                        .left = {-1, 0},
                                        .right = {actfn::facts::infinity, actfn::facts::infinity},
                                        .max_ulp = {.value = 2, .derivative = 1.5},
                                        .interval = {-120, 88}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::expm1(x), .derivative = math::exp(x)};
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return math::log1p(y); }
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept { return x; }
};

} // namespace kernel

inline constexpr function<kernel::expm1> expm1{};

} // namespace actfn
