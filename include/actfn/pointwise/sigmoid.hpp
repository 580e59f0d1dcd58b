// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// σ(x) = 1/(1 + e^−x),  σ′(x) = σ(x)·σ(−x).
/// From e^−|x|, so that both tails keep their relative accuracy; y·(1 − y) loses the right one.
struct sigmoid {
    static constexpr actfn::facts facts{
        .name = "sigmoid",
        .aliases = "logistic",
        .formula = "logistic(x)",
        .derivative = "logistic(x) * logistic(-x)",
        .source = "Rumelhart, Hinton, Williams 1986, doi:10.1038/323533a0",
        .lower = 0,
        .upper = 1,
        .left = {0, 0},
        .right = {1, 0},
        .lipschitz = 0.25,
        .max_ulp = {.value = 2.5, .derivative = 4},
        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        return {.value = s.value(), .derivative = s.slope()};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return y * (V(1) - y);
    }

    /// log(y/(1 − y)).
    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return math::logit(y); }
    /// −|x| − 2·log(1 + e^−|x|).
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        V const a = math::abs(x);
        V const l = math::log1p_unit(math::exp_decay(a).beside_one());
        return -(a + (l + l));
    }
};

} // namespace kernel

inline constexpr function<kernel::sigmoid> sigmoid{};
inline constexpr auto& logistic = sigmoid;

} // namespace actfn
