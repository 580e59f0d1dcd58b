// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// swish(x) = x·σ(βx),  swish′(x) = σ(βx)·(1 + βx·σ(−βx)), β may be learned.
/// β = 1 is silu, β = 1.702 quick_gelu, β = 0 half the identity.
template <class P = double> struct swish {
    static constexpr std::string_view name = "swish";

    P beta{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double least = -0.27846454276107380;
        bool const half = beta == 0;
        bool const above = beta > 0;
        bool const below = beta < 0;
        double const distant = half ? 120 : 120 / (std::max)(beta, -beta);
        double const slope = half ? 0.5 : 1;
        return {.name = name,
                .formula = "x * logistic(beta * x)",
                .derivative = "logistic(beta * x) * (1 + beta * x * logistic(-beta * x))",
                .cancelling = "logistic(beta * x)",
                .source = "Ramachandran, Zoph, Le 2017, arXiv:1710.05941",
                .lower = above ? least / beta : -infinity,
                .upper = below ? least / beta : infinity,
                .left = above ? actfn::facts::end{0, 0} : actfn::facts::end{-infinity, slope},
                .right = below ? actfn::facts::end{0, 0} : actfn::facts::end{infinity, slope},
                .monotone = half,
                .odd = half,
                .lipschitz = half ? 0.5 : 1.0998393201288669,
                .init = init_scheme::he,
                .max_ulp = {.value = 2.5, .derivative = 5},
                .interval = {-distant, distant}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const s = math::logistic(t, lo...);
            // βx = 0 for β = 0 also where x is infinite.
            auto const half = math::as<V>(beta) == V(0);
            V const y = math::select(half, math::as<V>(0.5) * x, s.times(x));
            return jet<V>{.value = y, .derivative = s.plus_slope_times(t)};
        });
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            V const b = math::as<V>(beta);
            auto const q = math::exp_decay(math::abs(t), math::mulsign(lo, t)...);
            return math::gate_curvature(q, t, b, math::mulsign(lo, t)...);
        });
    }

    template <real V> ACTFN_INLINE swish<V> parameter_derivatives(V x) const noexcept {
        auto const t = math::scaled(x, beta);
        V const square = x * x;
        V const slope = math::logistic(t.hi, t.lo).slope_times(square);
        auto const half = math::as<V>(beta) == V(0);
        return {.beta = math::select(half, math::as<V>(0.25) * square, slope)};
    }
};

} // namespace kernel

inline constexpr function<kernel::swish<>> swish{};

} // namespace actfn
