// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// log(σ(x)) = min(x, 0) − log(1 + e^−|x|),  derivative σ(−x).
/// The logarithm of a rounded σ is 0 on the right and −∞ on the left.
struct log_sigmoid {
    static constexpr actfn::facts facts{.name = "log_sigmoid",
                                        .aliases = "logsigmoid",
                                        .formula = "-softplus(-x)",
                                        .derivative = "logistic(-x)",
                                        .source = "Dugas et al. 2001",
                                        .upper = 0,
                                        .left = {-actfn::facts::infinity, 1},
                                        .right = {0, 0},
                                        .max_ulp = {.value = 2.5, .derivative = 2.5},
                                        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const q = math::right_decay(x);
        V const numerator = math::select(x <= V(0), V(q.scale_by), q.scaled());
        return {.value = math::at_most(x, V(0)) - math::log1p_unit(q.value()),
                .derivative = numerator / q.scaled_plus_one()};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return -math::logistic(x).slope();
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return -math::expm1(y);
    }

    /// −log(e^−y − 1).
    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return -math::log_expm1(-y); }
    /// log σ(−x).
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept { return at(-x).value; }
};

} // namespace kernel

inline constexpr function<kernel::log_sigmoid> log_sigmoid{};
inline constexpr auto& logsigmoid = log_sigmoid;

} // namespace actfn
