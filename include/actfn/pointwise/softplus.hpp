// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn {

namespace kernel {

/// softplus(x) = log(1 + e^βx)/β,  softplus′(x) = σ(βx). Exact at every x: there is no threshold
/// beyond which x is returned. log1p of e^−|βx| keeps the left tail, where log(1 + eˣ) is 0.
template <class P = double> struct softplus {
    static constexpr std::string_view name = "softplus";

    P beta{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const above = beta > 0;
        double const unit = 1 / std::max(beta, -beta);
        return {.name = name,
                .aliases = "soft_relu",
                .formula = "log1p(exp(beta * x)) / beta",
                .derivative = "logistic(beta * x)",
                .source = "Dugas et al. 2001",
                .lower = above ? 0 : -infinity,
                .upper = above ? infinity : 0,
                .left = above ? actfn::facts::end{0, 0} : actfn::facts::end{-infinity, 1},
                .right = above ? actfn::facts::end{infinity, 1} : actfn::facts::end{0, 0},
                .init = init_scheme::he,
                // 1/beta multiplies the error of a subnormal number.
                .max_ulp = {.value = beta == 1 ? 2.5 : std::max(3.5, unit), .derivative = 2.5},
                .interval = {-120 * unit, 120 * unit}};
    }

    constexpr void check() const {
        core::require(beta != 0, name, "beta", beta, "different from", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const s = math::logistic(t, lo...);
            return jet<V>{.value = from(x, t, s), .derivative = s.value()};
        });
    }

    /// β·σ′(βx).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const t = math::scaled(x, beta);
        return math::as<V>(beta) * math::logistic(t.hi, t.lo).slope();
    }

    template <real V> ACTFN_INLINE softplus<V> parameter_derivatives(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const s = math::logistic(t, lo...);
            V const slope = (s.times(x) - from(x, t, s)) * math::as<V>(P(1) / beta);
            // Both terms grow together on the right, where the difference has the limit 0.
            return softplus<V>{.beta = math::select(s.saturated() && (t > V(0)), V(0), slope)};
        });
    }

    template <real V>
    ACTFN_INLINE V from(V x, V t, math::logistic_parts<V> const& s) const noexcept {
        V const linear = math::select(t > V(0), x, V(0));
        return math::fma(math::log1p_unit(s.q.value()), math::as<V>(P(1) / beta), linear);
    }
};

} // namespace kernel

inline constexpr function<kernel::softplus<>> softplus{};
inline constexpr auto& soft_relu = softplus;

} // namespace actfn
