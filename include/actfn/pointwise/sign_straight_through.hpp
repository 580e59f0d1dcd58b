// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/surrogate.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sign(x) = 1 for x > 0, −1 for x < 0;  in place of its derivative, the derivative of hard_tanh: 1
/// where |x| ≤ 1, else 0. The gradient goes straight through (binarised networks).
struct sign_straight_through {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts =
        math::sign_facts("sign_straight_through", "1 if abs(x) <= 1 else 0",
                         "Courbariaux et al. 2016, arXiv:1602.02830", saturation::hard, 0,
                         {-20, 20}, {-1.0, 0.0, 1.0});

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = math::sign(x), .derivative = math::straight_through(x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::sign_straight_through> sign_straight_through{};

} // namespace actfn
