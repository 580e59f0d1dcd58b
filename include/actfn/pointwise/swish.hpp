// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// swish(x) = x·σ(βx),  swish′(x) = σ(βx)·(1 + βx·σ(−βx)), β may be learned.
/// β = 1 is silu, β = 1.702 quick_gelu, β = 0 half the identity.
template <class P = double> struct swish {
    static constexpr actfn::facts facts{
        .name = "swish",
        .formula = "x * logistic(beta * x)",
        .derivative = "logistic(beta * x) * (1 + beta * x * logistic(-beta * x))",
        .cancelling = "logistic(beta * x)",
        .source = "Ramachandran, Zoph, Le 2017, arXiv:1710.05941",
        .lower = -0.27846454276107380,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.0998393201288669,
        .init = init_scheme::he,
        .max_ulp = {.value = 2.5, .derivative = 5},
        .interval = {-120, 120}};

    P beta{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const s = math::logistic(t, lo...);
            // βx = 0 for β = 0 also where x is infinite.
            auto const half = math::as<V>(beta) == V(0);
            V const y = math::select(half, math::as<V>(0.5) * x, s.times(x));
            return jet<V>{.value = y, .derivative = s.plus_slope_times(t)};
        });
    }

    template <real V> ACTFN_INLINE swish<V> parameter_derivatives(V x) const noexcept {
        auto const t = math::scaled(x, beta);
        return {.beta = math::finite(x) * math::logistic(t.hi, t.lo).slope_times(x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::swish<>> swish{};

} // namespace actfn
