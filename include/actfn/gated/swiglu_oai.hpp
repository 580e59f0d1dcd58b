// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/math/gate.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// swiglu_oai(a, b) = p·σ(αp)·(q + 1) with p = min(b, limit), q = a clamped to ±limit: the clamped
/// SwiGLU of gpt-oss and ggml's SWIGLU_OAI. At the limits the derivatives are 0. Value first, gate
/// second; ggml names the gate first.
template <class P = double> struct swiglu_oai {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "swiglu_oai";

    P alpha{1.702};
    P limit{7};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double least = -0.27846454276107380; // of b·σ(b)
        double const size = 1 + limit;
        // Of the gate; the value is within ±limit, and 1 is added to it.
        double const lowest = alpha > 0 ? least / alpha : -infinity;
        double const highest = alpha > 0 ? limit : alpha < 0 ? least / alpha : limit / 2;
        double const turned = 1 - limit;
        bool const usual = alpha == 1.702 && limit == 7;
        // Left of 0 a limit that is rounded is a large relative error of the gate.
        bool const rounded = alpha < 0 && !core::is_float(limit);
        return {
            .name = name,
            .formula =
                "min(b, limit) * logistic(alpha * min(b, limit)) * (min(max(a, -limit), limit) + "
                "1)",
            .derivative =
                "g * min(b, limit) * logistic(alpha * min(b, limit)) if abs(a) < limit else 0, "
                "g * (min(max(a, -limit), limit) + 1) * logistic(alpha * b) * (1 + alpha * b * "
                "logistic(-alpha * b)) if b < limit else 0",
            .cancelling = "(min(max(a, -limit), limit) + 1) * logistic(alpha * min(b, limit))",
            .source = "OpenAI 2025, gpt-oss model card, arXiv:2508.10925",
            .lower = turned < 0 ? (std::min)(lowest * size, highest * turned) : lowest * size,
            .upper = turned < 0 ? (std::max)(highest * size, lowest * turned) : highest * size,
            .monotone = false,
            .smoothness = 0,
            .max_ulp = rounded ? actfn::facts::not_stated
                       : usual ? actfn::facts::ulp{3.5, 5}
                               : actfn::facts::ulp{3.5, 6}};
    }

    constexpr void check() const {
        core::require(limit > 0, name, "limit", limit, "greater than", 0);
    }

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        V const bound = math::as<V>(limit);
        V const q = math::at_most(math::at_least(a, -bound), bound) + V(1);
        auto const f = swiglu<P>{alpha}.at(q, math::at_most(b, bound));
        V const open = math::indicator(math::abs(a) < bound, a);
        V const gate_open = math::indicator(b < bound, b);
        return {.value = f.value, .by_value = f.by_value * open, .by_gate = f.by_gate * gate_open};
    }

    /// The limit counts where an argument is clamped to it.
    template <real V> ACTFN_INLINE swiglu_oai<V> parameter_derivatives(V a, V b) const {
        V const bound = math::as<V>(limit);
        V const p = math::at_most(b, bound);
        V const q = math::at_most(math::at_least(a, -bound), bound) + V(1);
        auto const f = swish<P>{alpha}.at(p);
        V const by_value = math::mulsign(math::indicator(math::abs(a) >= bound, a), a);
        V const by_gate = math::indicator(b >= bound, b);
        return {.alpha = q * swish<P>{alpha}.parameter_derivatives(p).beta,
                .limit = math::fma(f.value, by_value, q * (f.derivative * by_gate))};
    }
};

} // namespace kernel

inline constexpr function<kernel::swiglu_oai<>> swiglu_oai{};

} // namespace actfn
