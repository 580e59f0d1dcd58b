// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// quick_gelu(x) = x·σ(1.702·x), within 0.021 of gelu: the form of CLIP and of ggml's GELU_QUICK.
struct quick_gelu {
    static constexpr actfn::facts facts{
        .name = "quick_gelu",
        .aliases = "gelu_quick",
        .formula = "x * logistic(1.702 * x)",
        .derivative = "logistic(1.702 * x) * (1 + 1.702 * x * logistic(-1.702 * x))",
        .cancelling = "logistic(1.702 * x)",
        .cancelling_second = "3.404 * logistic(1.702 * x) * logistic(-1.702 * x)",
        .source = "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        .lower = -0.16361018963635361,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.0998393201288669,
        .init = init_scheme::he,
        .max_ulp = {.value = 2.5, .derivative = 5},
        .interval = {-70, 70}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        // Near 0 what rounding takes from the product would be subnormal.
        auto const t = math::scaled(x + math::as<V>(0x1p-60), 1.702);
        auto const s = math::logistic(t.hi, t.lo);
        return {.value = s.bounded_times(x), .derivative = s.plus_slope_times(t.hi)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const t = math::scaled(x + math::as<V>(0x1p-60), 1.702);
        V const lo = math::mulsign(t.lo, t.hi);
        auto const q = math::exp_decay(math::abs(t.hi), lo);
        return math::gate_curvature(q, t.hi, math::as<V>(1.702), lo);
    }
};

} // namespace kernel

inline constexpr function<kernel::quick_gelu> quick_gelu{};
inline constexpr auto& gelu_quick = quick_gelu;

} // namespace actfn
