// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logcosh.hpp>
#include <actfn/math/tanh.hpp>
#include <actfn/pointwise/artanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (1 − e^−x)/(1 + e^−x) = tanh(x/2),  derivative sech²(x/2)/2.
/// The quotient is ∞/∞ on the left.
struct bipolar_sigmoid {
    static constexpr actfn::facts facts{.name = "bipolar_sigmoid",
                                        .formula = "tanh(x / 2)",
                                        .derivative = "2 * exp(-abs(x)) / (1 + exp(-abs(x)))**2",
                                        .source =
                                            "LeCun et al. 1989, doi:10.1162/neco.1989.1.4.541",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .lipschitz = 0.5,
                                        .max_ulp = {.value = 2, .derivative = 2.5},
                                        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const half = math::as<V>(0.5);
        auto const t = math::tanh(half * x);
        return {.value = t.value(), .derivative = half * t.slope()};
    }

    /// 2σ″(x).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return math::logistic_curvature(math::exp_decay(math::abs(x)), x, V(2));
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return math::as<V>(0.5) * ((V(1) - y) * (V(1) + y));
    }

    /// log((1 + y)/(1 − y)).
    template <real V> ACTFN_INLINE static V inverse(V y) noexcept {
        V const half = artanh::at(y).value;
        return half + half;
    }
    /// −log(2) − 2·log(cosh(x/2)).
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        V const a = math::abs(x);
        V const l = math::logcosh(math::as<V>(0.5) * x, math::exp_decay(a));
        return -(math::as<V>(0.69314718055994530942) + (l + l));
    }
};

} // namespace kernel

inline constexpr function<kernel::bipolar_sigmoid> bipolar_sigmoid{};

} // namespace actfn
