// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softplus(x) = log(1 + e^βx)/β,  softplus′(x) = σ(βx). Exact at every x: there is no threshold
/// beyond which x is returned. log1p of e^−|βx| keeps the left tail, where log(1 + eˣ) is 0.
template <class P = double> struct softplus {
    static constexpr std::string_view name = "softplus";
    static constexpr bool prefers_numbers = true;

    P beta{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const above = beta > 0;
        double const unit = 1 / (std::max)(beta, -beta);
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
                .max_ulp = {.value = beta == 1 ? 2.5 : (std::max)(3.5, unit), .derivative = 2.5},
                .interval = {-120 * unit, 120 * unit}};
    }

    constexpr void check() const {
        core::require(beta != 0, name, "beta", beta, "different from", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const s = math::logistic(t, lo...);
            return jet<V>{.value = from(x, t, lo...), .derivative = s.value()};
        });
    }

    /// β·σ′(βx).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            return math::as<V>(beta) * math::logistic(t, lo...).slope();
        });
    }

    template <real V> ACTFN_INLINE softplus<V> parameter_derivatives(V x) const noexcept {
        return math::at_scaled(x, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            // −(|t|·σ(−|t|) + log(1 + q))/β², a sum of positive terms; (|t| + 1)·q in the tails.
            V const a = math::abs(t);
            auto const q = math::exp_decay(a, math::mulsign(lo, t)...);
            V const c = math::as<V>(P(-1) / (beta * beta));
            V const near_a = math::at_most(a, math::as<V>(math::scaled_exp<V>::negligible));
            V const share = near_a * q.value() / q.plus_one();
            V const close = c * (share + math::log1p_unit(q.value()));
            V const distant = math::decay_times(q, a, c * (near_a + V(1)));
            return softplus<V>{.beta =
                                   math::select(q.value() < math::as<V>(1e-17), distant, close)};
        });
    }

    template <real V, class... Lo> ACTFN_INLINE V from(V x, V t, Lo... lo) const noexcept {
        V const linear = math::select(t > V(0), x, V(0));
        auto const log = [&]() ACTFN_LAMBDA_INLINE {
            return math::log1p_unit(math::left_decay(t, lo...).value());
        };
        auto const usual = [&](V log_) ACTFN_LAMBDA_INLINE {
            return math::fma(log_, math::as<V>(P(1) / beta), linear);
        };
        // Of a small β 1/β multiplies e^−|t| before that becomes subnormal.
        auto const flat = [&]() ACTFN_LAMBDA_INLINE {
            V const a = math::abs(t);
            auto const q = math::exp_decay(a, math::mulsign(lo, t)...);
            V const tail = math::decay_times(q, a, math::as<V>(P(1) / beta));
            V const close = math::log1p_unit(q.value()) * math::as<V>(P(1) / beta);
            return V(math::select(q.value() < math::as<V>(0x1p-60), tail, close) + linear);
        };
        // Below 0.1, and a float, so that lanes tell the same.
        constexpr double least_usual = 0x1.999998p-4;
        if constexpr (std::is_arithmetic_v<P>) {
            return -least_usual < beta && beta < least_usual ? flat() : usual(log());
        } else if constexpr (math::is_per_lane<P>) {
            auto const is_flat = math::is_within<V>(beta, least_usual);
            return math::select(is_flat, flat(), usual(math::select(is_flat, V(0), log())));
        } else {
            return usual(log());
        }
    }

    /// log(e^(βy) − 1)/β.
    template <real V> ACTFN_INLINE V inverse(V y) const noexcept {
        auto const u = math::scaled(y, beta);
        return math::log_expm1(u.hi, u.lo) / math::as<V>(beta);
    }
    /// log σ(βx).
    template <real V> ACTFN_INLINE V log_derivative(V x) const noexcept {
        auto const t = math::scaled(x, beta);
        auto const q = math::exp_decay(math::abs(t.hi), math::mulsign(t.lo, t.hi));
        // Far out log(1 + q) is q.
        V const log = math::log1p_unit(q.beside_one());
        V const right = math::select(t.hi > V(40), q.value(), log);
        return math::select(t.hi > V(0), -right, (t.hi - log) + t.lo);
    }
};

} // namespace kernel

inline constexpr function<kernel::softplus<>> softplus{};
inline constexpr auto& soft_relu = softplus;

} // namespace actfn
