// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logcosh.hpp>
#include <actfn/math/tanh.hpp>
#include <actfn/pointwise/artanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// tanh(x),  tanh′(x) = sech²(x) = 4q/(1 + q)² with q = e^−2|x|.
/// 1 − y² would be 0 from |x| = 9 on in float.
struct tanh {
    static constexpr actfn::facts facts{
        .name = "tanh",
        .formula = "tanh(x)",
        .derivative = "4 * exp(-2 * abs(x)) / (1 + exp(-2 * abs(x)))**2",
        .source = "LeCun et al. 1989, doi:10.1162/neco.1989.1.4.541",
        .lower = -1,
        .upper = 1,
        .left = {-1, 0},
        .right = {1, 0},
        .odd = true,
        .lipschitz = 1,
        .max_ulp = {.value = 2, .derivative = 4},
        .interval = {-60, 60}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const t = math::tanh(x);
        return {.value = t.value(), .derivative = t.slope()};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const t = math::tanh(x);
        return V(-2) * t.value() * t.slope();
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return (V(1) - y) * (V(1) + y);
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return artanh::at(y).value; }
    /// −2·log(cosh x).
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        V const a = math::abs(x);
        V const l = math::logcosh(x, math::exp_decay(a + a));
        return -(l + l);
    }
};

} // namespace kernel

inline constexpr function<kernel::tanh> tanh{};

} // namespace actfn
