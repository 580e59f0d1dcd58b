// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/power.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// −w·t·σ(−x)^γ·log σ(x) − (1−t)·σ(x)^γ·log σ(−x) of a logit x and a target t in [0, 1]: the binary
/// cross-entropy, in which what is learnt already counts less. Derivative
/// (1−t)·σ(x)^γ·(σ(x) + γ·σ(−x)·softplus(x)) − w·t·σ(−x)^γ·(σ(−x) + γ·σ(x)·softplus(−x)).
/// Of targets 0 and 1 that is torchvision's sigmoid_focal_loss, with w = alpha/(1 − alpha) and a
/// factor 1 − alpha; γ = 0 is sigmoid_binary_cross_entropy.
template <class P = double> struct sigmoid_focal_cross_entropy {
    static constexpr names inputs{"x", "t"};
    static constexpr std::string_view name = "sigmoid_focal_cross_entropy";

    P gamma{2};
    P positive_weight{1};

    constexpr actfn::facts describe() const {
        double const powers = 2 * static_cast<double>(gamma);
        return {.name = name,
                .aliases = "sigmoid_focal_loss",
                .formula = "positive_weight * t * logistic(-x)**gamma * softplus(-x) + "
                           "(1 - t) * logistic(x)**gamma * softplus(x)",
                .derivative = "(1 - t) * logistic(x)**gamma * "
                              "(logistic(x) + gamma * logistic(-x) * softplus(x)) - "
                              "positive_weight * t * logistic(-x)**gamma * "
                              "(logistic(-x) + gamma * logistic(x) * softplus(-x))",
                .cancelling = "max((1 - t) * logistic(x)**gamma * "
                              "(logistic(x) + gamma * logistic(-x) * softplus(x)), "
                              "positive_weight * t * logistic(-x)**gamma * "
                              "(logistic(-x) + gamma * logistic(x) * softplus(-x)))",
                .source = "Lin, Goyal, Girshick, He, Dollar 2017, arXiv:1708.02002",
                .lower = 0,
                .monotone = false,
                .max_ulp = {.value = 5.5 + powers, .derivative = 6.5 + powers}};
    }

    constexpr void check() const {
        core::require(gamma >= 0, name, "gamma", gamma, "at least", 0);
        core::require(positive_weight > 0, name, "positive_weight", positive_weight, "greater than",
                      0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x, V t) const {
        parts<V> const p(*this, x, t);
        V const g = math::as<V>(gamma);
        V const fall = p.negative + math::times_or_zero(p.left, g * p.positive);
        V const rise = p.positive + math::times_or_zero(p.right, g * p.negative);
        return {.value = math::times_or_zero(p.left, p.of_positive) +
                         math::times_or_zero(p.right, p.of_negative),
                .derivative = math::times_or_zero(rise, p.of_negative) -
                              math::times_or_zero(fall, p.of_positive)};
    }
    template <real V>
    ACTFN_INLINE sigmoid_focal_cross_entropy<V> parameter_derivatives(V x, V t) const {
        parts<V> const p(*this, x, t);
        V const positive = math::times_or_zero(p.left, p.of_positive);
        V const negative = math::times_or_zero(p.right, p.of_negative);
        return {.gamma = -(math::times_or_zero(p.right, positive) +
                           math::times_or_zero(p.left, negative)),
                .positive_weight = positive / math::as<V>(positive_weight)};
    }

  private:
    template <class V> struct parts {
        V positive; // σ(x)
        V negative; // σ(−x)
        V right;    // softplus(x)
        V left;     // softplus(−x)
        V of_positive;
        V of_negative;

        ACTFN_INLINE parts(sigmoid_focal_cross_entropy const& k, V x, V t) {
            auto const s = math::logistic(x);
            V const log = math::log1p_unit(s.q.value());
            positive = s.value();
            negative = s.complement();
            right = log + math::select(s.negative, V(0), s.magnitude);
            left = log + math::select(s.negative, s.magnitude, V(0));
            of_positive = math::as<V>(k.positive_weight) * t * math::power(negative, k.gamma);
            of_negative = (V(1) - t) * math::power(positive, k.gamma);
        }
    };
};

} // namespace kernel

inline constexpr function<kernel::sigmoid_focal_cross_entropy<>> sigmoid_focal_cross_entropy{};
inline constexpr auto& sigmoid_focal_loss = sigmoid_focal_cross_entropy;

} // namespace actfn
