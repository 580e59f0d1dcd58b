// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sgn(x)·(a − a²/4) with a = min(|x|, 2),  derivative max(0, 1 − |x|/2).
struct sqnl {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{
        .name = "sqnl",
        .formula = "sgn(x) * (min(abs(x), 2) - min(abs(x), 2)**2 / 4)",
        .derivative = "max(0, 1 - abs(x) / 2)",
        .source = "Wuraola, Patel 2018, doi:10.1109/IJCNN.2018.8489043",
        .lower = -1,
        .upper = 1,
        .left = {-1, 0},
        .right = {1, 0},
        .odd = true,
        .saturates = {saturation::hard, saturation::hard},
        .smoothness = 1,
        .lipschitz = 1,
        .max_ulp = {.value = 1.5, .derivative = 0.5},
        .interval = {-8, 8}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const a = math::at_most(math::abs(x), V(2));
        return {.value = math::mulsign(a * (V(1) - math::as<V>(0.25) * a), x),
                .derivative = V(1) - math::as<V>(0.5) * a};
    }
};

} // namespace kernel

inline constexpr function<kernel::sqnl> sqnl{};

} // namespace actfn
