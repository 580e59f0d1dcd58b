// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/pointwise/softcap.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// situglu(a, b) = limit·tanh(a/limit)·β·tanh(b/β)·σ(b): swiglu with both factors held within
/// bounds. Value first, gate second.
template <class P = double> struct situglu {
    static constexpr std::string_view name = "situglu";

    P beta{4};
    P limit{25};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "limit * tanh(a / limit) * beta * tanh(b / beta) * logistic(b)",
                .derivative =
                    "g * 4 * exp(-2 * abs(a / limit)) / (1 + exp(-2 * abs(a / limit)))**2 * beta * "
                    "tanh(b / beta) * logistic(b), g * limit * tanh(a / limit) * logistic(b) * (4 "
                    "* exp(-2 * abs(b / beta)) / (1 + exp(-2 * abs(b / beta)))**2 + beta * tanh(b "
                    "/ beta) * logistic(-b))",
                .cancelling = "limit * tanh(a / limit) * logistic(b)",
                .source = "Shazeer 2020, arXiv:2002.05202, with both factors bounded",
                .lower = -beta * limit,
                .upper = beta * limit,
                .monotone = false,
                .max_ulp = {.value = 6, .derivative = 9}};
    }

    constexpr void check() const {
        core::require(beta > 0, name, "beta", beta, "greater than", 0);
        core::require(limit > 0, name, "limit", limit, "greater than", 0);
    }

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        auto const held = softcap<P>{limit}.at(a);
        auto const gate = softcap<P>{beta}.at(b);
        auto const s = math::logistic(b);
        V const rate = math::fma(gate.value, s.complement(), gate.derivative);
        return {.value = s.times(gate.value * held.value),
                .by_value = s.times(gate.value * held.derivative),
                .by_gate = s.times(rate * held.value)};
    }

    template <real V> ACTFN_INLINE situglu<V> parameter_derivatives(V a, V b) const {
        softcap<P> const value{limit};
        softcap<P> const gate{beta};
        auto const s = math::logistic(b);
        return {.beta = s.times(value.at(a).value * gate.parameter_derivatives(b).cap),
                .limit = s.times(gate.at(b).value * value.parameter_derivatives(a).cap)};
    }
};

} // namespace kernel

inline constexpr function<kernel::situglu<>> situglu{};

} // namespace actfn
