// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/pointwise/swish.hpp>

namespace actfn {

namespace kernel {

/// swiglu_oai(a, b) = p·σ(αp)·(q + 1) with p = min(b, limit), q = a clamped to ±limit: the clamped
/// SwiGLU of gpt-oss and ggml's SWIGLU_OAI. At the limits the derivatives are 0. Value first, gate
/// second; ggml names the gate first.
template <class P = double> struct swiglu_oai {
    static constexpr actfn::facts facts{
        .name = "swiglu_oai",
        .formula =
            "min(b, limit) * logistic(alpha * min(b, limit)) * (min(max(a, -limit), limit) + 1)",
        .derivative =
            "g * min(b, limit) * logistic(alpha * min(b, limit)) if abs(a) < limit else 0, "
            "g * (min(max(a, -limit), limit) + 1) * logistic(alpha * b) * (1 + alpha * b * "
            "logistic(-alpha * b)) if b < limit else 0",
        .cancelling = "(min(max(a, -limit), limit) + 1) * logistic(alpha * min(b, limit))",
        .source = "OpenAI 2025, gpt-oss model card, arXiv:2508.10925",
        .max_ulp = {.value = 5.5, .derivative = 4.5}};

    P alpha{1.702};
    P limit{7};

    constexpr void check() const {
        core::require(limit > 0, facts.name, "limit", limit, "greater than", 0);
    }

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        V const bound = math::as<V>(limit);
        auto const f = swish<P>{alpha}.at(math::at_most(b, bound));
        V const act = math::settle(f.value);
        V const q = math::at_most(math::at_least(a, -bound), bound) + V(1);
        V const open = math::indicator(math::abs(a) < bound, a);
        V const gate_open = math::indicator(b < bound, b);
        return {.value = act * q,
                .by_value = act * open,
                .by_gate = q * (math::settle(f.derivative) * gate_open)};
    }

    /// The limit counts where an argument is clamped to it.
    template <real V> ACTFN_INLINE swiglu_oai<V> parameter_derivatives(V a, V b) const {
        V const bound = math::as<V>(limit);
        V const p = math::at_most(b, bound);
        V const q = math::at_most(math::at_least(a, -bound), bound) + V(1);
        auto const f = swish<P>{alpha}.at(p);
        V const by_value = math::flip(math::indicator(math::abs(a) >= bound, a), a);
        V const by_gate = math::indicator(b >= bound, b);
        return {.alpha = q * swish<P>{alpha}.parameter_derivatives(p).beta,
                .limit = math::fma(f.value, by_value, q * (f.derivative * by_gate))};
    }
};

} // namespace kernel

inline constexpr function<kernel::swiglu_oai<>> swiglu_oai{};

} // namespace actfn
