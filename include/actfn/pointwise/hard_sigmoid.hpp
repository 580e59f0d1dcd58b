// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/engine/preset.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// clamp(α·x + β, 0, 1),  derivative α strictly inside, 0 at and beyond both kinks (PyTorch, JAX).
/// Written as α·(x − x₀) with the lower kink x₀ = −β/α, so that it is accurate next to x₀.
template <class P = double> struct hard_sigmoid {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "hard_sigmoid";

    P alpha{1.0 / 6.0};
    P beta{0.5};

    constexpr actfn::facts describe() const {
        double const lo = -beta / alpha;
        double const hi = (1 - beta) / alpha;
        bool const exact = core::is_float(lo) && core::is_float(hi);
        return {.name = name,
                .aliases = "hardsigmoid",
                .formula = "min(max(alpha * x + beta, 0), 1)",
                .derivative = "alpha if 0 < alpha * x + beta < 1 else 0",
                .source = "Courbariaux et al. 2015, arXiv:1511.00363",
                .lower = 0,
                .upper = 1,
                .left = {0, 0},
                .right = {1, 0},
                .kinks = {lo, hi},
                .saturates = {saturation::hard, saturation::hard},
                .lipschitz = alpha,
                // Beside a kink that is rounded the relative error is large.
                .max_ulp = exact ? actfn::facts::ulp{2, 1} : actfn::facts::not_stated,
                .interval = {(std::min)(-8.0, 2 * lo), (std::max)(8.0, 2 * hi)}};
    }

    constexpr void check() const {
        core::require(alpha > 0, name, "alpha", alpha, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const line = math::rise_between_0_and_1<V>(alpha, beta);
        return {.value = math::clamped(line, x),
                .derivative = math::kept_between(math::as<V>(alpha), x, line.lo, line.hi)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::kept_between(math::as<V>(alpha), y, V(0), V(1));
    }

    template <real V> ACTFN_INLINE hard_sigmoid<V> parameter_derivatives(V x) const noexcept {
        auto const line = math::rise_between_0_and_1<V>(alpha, beta);
        return {.alpha = math::kept_between(x, x, line.lo, line.hi),
                .beta = math::kept_between(V(1), x, line.lo, line.hi)};
    }
};

} // namespace kernel

inline constexpr function<kernel::hard_sigmoid<>> hard_sigmoid{};
inline constexpr auto& hardsigmoid = hard_sigmoid;
/// (x + 1)/2 clamped, the derivative of smelu (JAX and Keras sparse_sigmoid, BinaryConnect).
inline constexpr auto sparse_sigmoid =
    preset<"sparse_sigmoid">(hard_sigmoid.with({.alpha = 0.5, .beta = 0.5}));
/// x/4 + 1/2 clamped, tangent to the logistic at 0.
inline constexpr auto hard_logistic =
    preset<"hard_logistic">(hard_sigmoid.with({.alpha = 0.25, .beta = 0.5}));
/// x/5 + 1/2 clamped (ONNX's default, Keras before 3, mlpack).
inline constexpr auto hard_sigmoid_onnx =
    preset<"hard_sigmoid_onnx">(hard_sigmoid.with({.alpha = 0.2, .beta = 0.5}));

} // namespace actfn
