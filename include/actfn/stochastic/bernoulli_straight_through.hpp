// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// 1 with the probability σ(x), else 0: a Bernoulli unit with the logit x, 1 where a uniform U is
/// less than σ(x). In inference there is no draw: the mean, σ(x). The derivative is that of the
/// mean, σ′(x), in training too: the gradient by the sample goes straight through to the
/// probability. Passing 1, as if the unit were the identity, would train saturated units as well.
struct bernoulli_straight_through {
    /// In training the value is a step, and the derivative that of its mean.
    static constexpr bool straight_through = true;
    static constexpr actfn::facts facts{.name = "bernoulli_straight_through",
                                        .formula = "logistic(x)",
                                        .derivative = "logistic(x) * logistic(-x)",
                                        .source =
                                            "Bengio, Leonard, Courville 2013, arXiv:1308.3432",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {1, 0},
                                        .lipschitz = 0.25,
                                        .max_ulp = {.value = 2.5, .derivative = 4},
                                        .interval = {-120, 120}};
    using draw = math::uniform_draw;

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        return {.value = s.value(), .derivative = s.slope()};
    }
    template <real V> ACTFN_INLINE static jet<V> at(V x, V drawn) noexcept {
        auto const s = math::logistic(x);
        return {.value = math::indicator(drawn < s.value(), x), .derivative = s.slope()};
    }
};

} // namespace kernel

inline constexpr function<kernel::bernoulli_straight_through> bernoulli_straight_through{};

} // namespace actfn
