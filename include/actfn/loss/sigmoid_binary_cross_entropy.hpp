// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// −w·t·log σ(x) − (1−t)·log σ(−x) of a logit x and a target t in [0, 1], w the positive weight;
/// derivative (1−t)·σ(x) − w·t·σ(−x). Both logarithms are softplus of ∓x from one e^−|x|: sums of
/// positive terms, finite for every finite logit.
template <class P = double> struct sigmoid_binary_cross_entropy {
    static constexpr names inputs{"x", "t"};
    static constexpr std::string_view name = "sigmoid_binary_cross_entropy";

    P positive_weight{1};

    constexpr actfn::facts describe() const {
        bool const weighted = positive_weight != 1;
        return {.name = name,
                .formula = "positive_weight * t * softplus(-x) + (1 - t) * softplus(x)",
                .derivative = "(1 - t) * logistic(x) - positive_weight * t * logistic(-x)",
                .cancelling = "max((1 - t) * logistic(x), positive_weight * t * logistic(-x))",
                .source = "Good 1952, doi:10.1111/j.2517-6161.1952.tb00104.x",
                .lower = 0,
                .monotone = false,
                .max_ulp = weighted ? actfn::facts::ulp{4.5, 4.5} : actfn::facts::ulp{2.5, 3}};
    }

    constexpr void check() const {
        core::require(positive_weight > 0, name, "positive_weight", positive_weight, "greater than",
                      0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x, V t) const {
        auto const s = math::logistic(x);
        V const log = math::log1p_unit(s.q.value());
        V const weight = math::as<V>(positive_weight);
        V const rest = math::low<V>(positive_weight);
        V const positive = math::fma(weight, t, rest * t);
        V const negative = V(1) - t;
        // |x| times the weight of the class the logit speaks against; 0·∞ is 0 here.
        V const against = math::select(s.negative, positive, negative);
        V const linear = math::select(against == V(0), V(0), s.magnitude * against);
        V const both = math::fma(weight, t, math::fma(rest, t, negative));
        return {.value = math::fma(both, log, linear),
                .derivative =
                    math::fma(negative, s.value_beside_slope(), -(positive * s.complement()))};
    }
};

} // namespace kernel

inline constexpr function<kernel::sigmoid_binary_cross_entropy<>> sigmoid_binary_cross_entropy{};

} // namespace actfn
