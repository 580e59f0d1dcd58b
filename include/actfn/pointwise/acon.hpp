// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// acon(x) = (p − q)·x·σ(t) + q·x with t = β·(p − q)·x, a smooth maximum of p·x and q·x; derivative
/// p·G(t) + q·G(−t), G(t) = σ(t) + t·σ′(t). As p·x·σ(t) + q·x·σ(−t), which cancels for p and q of
/// different signs only. All are learned per channel; the defaults make it silu.
template <class P = double> struct acon {
    static constexpr bool branches_on_parameters = true;
    static constexpr std::string_view name = "acon";

    P p{1};
    P q{0};
    P beta{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double steepest = 1.0998393201288669; // of G, and 1 less it the least
        constexpr double trough = 0.27846454276107380;  // −t·σ(t) is at most this
        double const rate = beta * (p - q);
        bool const line = rate == 0;
        double const mean = p / 2 + q / 2;
        double const left = line ? mean : rate > 0 ? q : p;
        double const right = line ? mean : rate > 0 ? p : q;
        double const step = p - q;
        double const one = q + step * steepest;
        double const other = q + step * (1 - steepest);
        double const least = (std::min)(one, other);
        double const most = (std::max)(one, other);
        double const lip = line ? (std::max)(mean, -mean) : (std::max)(most, -least);
        // The largest |p·x·σ(t)| against its own end, and the same of q.
        double const size = rate > 0 ? rate : -rate;
        double const dip = line ? 0 : trough / size;
        double const sign = rate > 0 ? 1 : -1;
        double const down = (std::max)({p * sign, -q * sign, 0.0}) * dip;
        double const up = (std::max)({-p * sign, q * sign, 0.0}) * dip;
        bool const sinks = left > 0 || right < 0;
        bool const rises = left < 0 || right > 0;
        return {.name = name,
                .formula = "p * x * logistic(beta * (p - q) * x) + q * x * logistic(-beta * (p - "
                           "q) * x)",
                .derivative =
                    "p * logistic(beta * (p - q) * x) * (1 + beta * (p - q) * x * "
                    "logistic(-beta * (p - q) * x)) + q * logistic(-beta * (p - q) * x) * (1 "
                    "- beta * (p - q) * x * logistic(beta * (p - q) * x))",
                .cancelling = "max(abs(p) * logistic(beta * (p - q) * x), abs(q) * "
                              "logistic(-beta * (p - q) * x))",
                .cancelling_value = p * q >= 0 ? "" : "p * x * logistic(beta * (p - q) * x)",
                .source = "Ma, Zhang, Liu, Sun 2021, arXiv:2009.04759",
                .lower = sinks ? -infinity : -down,
                .upper = rises ? infinity : up,
                .left = {left == 0  ? 0
                         : left > 0 ? -infinity
                                    : infinity,
                         left},
                .right = {right == 0  ? 0
                          : right > 0 ? infinity
                                      : -infinity,
                          right},
                .monotone = line ? mean >= 0 : least >= 0,
                .odd = line,
                .even = p == -q || (line && mean == 0),
                .saturates = {left != 0           ? saturation::none
                              : line && mean == 0 ? saturation::hard
                                                  : saturation::soft,
                              right != 0          ? saturation::none
                              : line && mean == 0 ? saturation::hard
                                                  : saturation::soft},
                .lipschitz = lip,
                .init = init_scheme::he,
                .max_ulp = p * q == 0 ? actfn::facts::ulp{5, 7} : actfn::facts::ulp{8, 16},
                .interval = {line ? -120 : -120 / size, line ? 120 : 120 / size}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::at_scaled(x, rate(), [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const s = math::logistic(t, lo...);
            V const a = math::as<V>(p);
            V const b = math::as<V>(q);
            V const rising = s.times(math::times_slope(x, a));
            V const slope = a * s.plus_slope_times(t);
            if constexpr (std::is_arithmetic_v<P>) {
                if (q == 0) return jet<V>{.value = rising, .derivative = slope};
            }
            auto const r = math::logistic(-t, -lo...);
            return jet<V>{.value = rising + r.times(math::times_slope(x, b)),
                          .derivative = slope + b * r.plus_slope_times(-t)};
        });
    }

    /// β·(p − q)²·(t·σ(t))″.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        return math::at_scaled(x, rate(), [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
            auto const e = math::exp_decay(math::abs(t), math::mulsign(lo, t)...);
            return math::gate_curvature(e, t, math::as<V>(rate() * (p - q)),
                                        math::mulsign(lo, t)...);
        });
    }

    template <real V> ACTFN_INLINE acon<V> parameter_derivatives(V x) const noexcept {
        auto const t = math::scaled(x, rate());
        auto const s = math::logistic(t.hi, t.lo);
        auto const r = math::logistic(-t.hi, -t.lo);
        V const step = math::as<V>(p - q) * math::finite(x);
        return {.p = math::finite(x) * s.plus_slope_times(t.hi),
                .q = math::finite(x) * r.plus_slope_times(-t.hi),
                .beta = s.slope_times(step * step)};
    }

    constexpr P rate() const noexcept { return beta * (p - q); }
};

} // namespace kernel

inline constexpr function<kernel::acon<>> acon{};

} // namespace actfn
