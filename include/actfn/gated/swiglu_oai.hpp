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

/// swiglu_oai(a, b) = p·σ(αp)·(q + offset) with p = min(b, limit), q = a clamped to ±limit: the
/// clamped SwiGLU of gpt-oss and ggml's SWIGLU_OAI; α = 1 and offset 0 make that of DeepSeek-V4 and
/// GLM-5. At the limits the derivatives are 0. Value first, gate second; ggml names the gate first.
template <class P = double> struct swiglu_oai {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "swiglu_oai";

    P alpha{1.702};
    P limit{7};
    P offset{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double least = -0.27846454276107380; // of b·σ(b)
        // Of the gate, and of the value, which is within ±limit before offset is added.
        double const lowest = alpha > 0 ? least / alpha : -infinity;
        double const highest = alpha > 0 ? limit : alpha < 0 ? least / alpha : limit / 2;
        double const least_q = offset - limit;
        double const most_q = offset + limit;
        bool const usual = alpha == 1.702 && limit == 7 && offset == 1;
        // Left of 0 a limit that is rounded is a large relative error of the gate, as is an offset
        // beside a root.
        bool const rounded = (alpha < 0 && !core::is_float(limit)) || !core::is_float(offset);
        return {
            .name = name,
            .formula =
                "min(b, limit) * logistic(alpha * min(b, limit)) * (min(max(a, -limit), limit) + "
                "offset)",
            .derivative =
                "g * min(b, limit) * logistic(alpha * min(b, limit)) if abs(a) < limit else 0, "
                "g * (min(max(a, -limit), limit) + offset) * logistic(alpha * b) * (1 + alpha * b "
                "* "
                "logistic(-alpha * b)) if b < limit else 0",
            .cancelling = "(min(max(a, -limit), limit) + offset) * logistic(alpha * min(b, limit))",
            .source = "OpenAI 2025, gpt-oss model card, arXiv:2508.10925",
            .lower = (std::min)({times(lowest, least_q), times(lowest, most_q),
                                 times(highest, least_q), times(highest, most_q)}),
            .upper = (std::max)({times(lowest, least_q), times(lowest, most_q),
                                 times(highest, least_q), times(highest, most_q)}),
            .monotone = false,
            .smoothness = 0,
            .max_ulp = rounded ? actfn::facts::not_stated
                       : usual ? actfn::facts::ulp{3.5, 5}
                               : actfn::facts::ulp{3.5, 6}};
    }

    static constexpr double times(double a, double b) noexcept { return b == 0 ? 0 : a * b; }

    constexpr void check() const {
        core::require(limit > 0, name, "limit", limit, "greater than", 0);
    }

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        V const bound = math::as<V>(limit);
        V const q = math::at_most(math::at_least(a, -bound), bound) + math::as<V>(offset);
        auto const f = swiglu<P>{alpha}.at(q, math::at_most(b, bound));
        V const open = math::indicator(math::abs(a) < bound, a);
        V const gate_open = math::indicator(b < bound, b);
        return {.value = f.value, .by_value = f.by_value * open, .by_gate = f.by_gate * gate_open};
    }

    /// The limit counts where an argument is clamped to it.
    template <real V> ACTFN_INLINE swiglu_oai<V> parameter_derivatives(V a, V b) const {
        V const bound = math::as<V>(limit);
        V const p = math::at_most(b, bound);
        V const q = math::at_most(math::at_least(a, -bound), bound) + math::as<V>(offset);
        auto const f = swish<P>{alpha}.at(p);
        V const by_value = math::mulsign(math::indicator(math::abs(a) >= bound, a), a);
        V const by_gate = math::indicator(b >= bound, b);
        return {.alpha = q * swish<P>{alpha}.parameter_derivatives(p).beta,
                .limit = math::fma(f.value, by_value, q * (f.derivative * by_gate)),
                .offset = math::select(a == a, f.value, a)};
    }
};

} // namespace kernel

inline constexpr function<kernel::swiglu_oai<>> swiglu_oai{};

} // namespace actfn
