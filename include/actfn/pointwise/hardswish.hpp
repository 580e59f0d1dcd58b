// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// x·clamp(α·x + β, 0, 1),  derivative 0 up to the lower kink, 2αx + β between, 1 from the upper
/// kink on (PyTorch today, JAX). 0 at −∞, where the product would be NaN.
template <class P = double> struct hardswish {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "hardswish";

    P alpha{1.0 / 6.0};
    P beta{0.5};

    constexpr actfn::facts describe() const {
        double const lo = -beta / alpha;
        double const hi = (1 - beta) / alpha;
        // The least value is at the vertex of the parabola, or at the upper kink before it.
        double const least = beta > 2 ? hi : -beta * beta / (4 * alpha);
        bool const usual = alpha == 1.0 / 6.0 && beta == 0.5;
        bool const exact = core::is_float(alpha) && core::is_float(lo) && core::is_float(hi) &&
                           lo * alpha == -beta && hi * alpha == 1 - beta;
        return {.name = name,
                .aliases = "hard_swish hard_silu",
                .formula = "x * min(max(alpha * x + beta, 0), 1)",
                .derivative = "0 if alpha * x + beta <= 0 else (1 if alpha * x + beta >= 1 "
                              "else 2 * alpha * x + beta)",
                .source = "Howard et al. 2019, arXiv:1905.02244",
                .lower = beta > 0 ? least : 0,
                .left = {0, 0},
                .kinks = beta == 0   ? points{hi}
                         : beta == 1 ? points{lo}
                                     : points{lo, hi},
                .monotone = beta <= 0,
                .saturates = {saturation::hard, saturation::none},
                .lipschitz = (std::max)({1.0, beta, -beta, 2 - beta}),
                .init = init_scheme::he,
                // Beside a root that is rounded the relative error is large.
                .max_ulp = usual   ? actfn::facts::ulp{2.5, 2}
                           : exact ? actfn::facts::ulp{3, 2.5}
                                   : actfn::facts::not_stated,
                .interval = {(std::min)(-8.0, 2 * lo), (std::max)(8.0, 2 * hi)}};
    }

    constexpr void check() const {
        core::require(alpha > 0, name, "alpha", alpha, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const line = math::rise_between_0_and_1<V>(alpha, beta);
        V const slope = math::fma(line.slope, (x + x) - line.lo, line.rest);
        auto const product = [&](V t) ACTFN_LAMBDA_INLINE { return t * math::up_to_1(line, t); };
        // The parabola's vertex, or the kink before it.
        V const least = product(math::at_most(math::as<V>(0.5) * line.lo, line.hi));
        return {.value = math::zero_up_to(line.lo, math::rounded_above(product(x), least), x),
                .derivative =
                    math::zero_up_to(line.lo, math::select(x >= line.hi, V(1), slope), x)};
    }

    template <real V> ACTFN_INLINE hardswish<V> parameter_derivatives(V x) const noexcept {
        auto const line = math::rise_between_0_and_1<V>(alpha, beta);
        return {.alpha = math::kept_between(x * x, x, line.lo, line.hi),
                .beta = math::kept_between(x, x, line.lo, line.hi)};
    }
};

} // namespace kernel

inline constexpr function<kernel::hardswish<>> hardswish{};
inline constexpr auto& hard_swish = hardswish;
inline constexpr auto& hard_silu = hardswish;

} // namespace actfn
