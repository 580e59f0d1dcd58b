// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/surrogate.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// step(x) = 1 for x > 0, else 0;  in place of its derivative 1 where |x| ≤ 1, else 0: the gradient
/// goes straight through (hard threshold units, binarised networks).
struct step_straight_through {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts =
        math::step_facts("step_straight_through", "1 if abs(x) <= 1 else 0",
                         "Bengio, Leonard, Courville 2013, arXiv:1308.3432", saturation::hard, 0,
                         {-20, 20}, {-1.0, 0.0, 1.0});

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::step(x), .derivative = math::straight_through(x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::step_straight_through> step_straight_through{};

} // namespace actfn
