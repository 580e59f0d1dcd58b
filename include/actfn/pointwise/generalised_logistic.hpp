// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// σ(x)ᵃ = (1 + e^−x)^−a,  derivative a·σ(x)ᵃ·σ(−x).
/// As e^−t with t = a·log(1 + e^−x), and with what rounding took from t: the left tail magnifies
/// it.
template <class P = double> struct generalised_logistic {
    static constexpr std::string_view name = "generalised_logistic";

    P a{1};

    constexpr actfn::facts describe() const {
        return {
            .name = name,
            .aliases = "generalized_logistic",
            .formula = "exp(-a * softplus(-x))",
            .derivative = "a * exp(-a * softplus(-x)) * logistic(-x)",
            .source = "Richards 1959, doi:10.1093/jxb/10.2.290",
            .lower = 0,
            .upper = 1,
            .left = {0, 0},
            .right = {1, 0},
            .lipschitz = steepest(),
            // The error of the logarithm counts a times.
            .max_ulp = {.value = a == 1 ? 2.5 : 3 + 1.4 * a, .derivative = a == 1 ? 3.5 : 4 + a},
            .interval = {-120 / a, 120}};
    }

    /// (a/(a + 1))^(a+1), at σ(x) = a/(a + 1). In constant expressions its binomial bound.
    constexpr double steepest() const noexcept {
        if (a == 1) return 0.25;
        if (ACTFN_CONSTANT_EVALUATED()) return a < 1 ? a / (2 * a + 1) : 2 * a / (5 * a + 3);
        return std::exp(-(a + 1) * std::log1p(1 / a));
    }

    constexpr void check() const { core::require(a > 0, name, "a", a, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const q = math::exp_decay(math::abs(x));
        auto const y = power(softplus_of_minus(x, q.value()));
        V const complement = math::select(x > V(0), q.value(), V(1)) / q.plus_one();
        V const slope = y.scaled_product(math::as<V>(a) * complement);
        return {.value = y.value(), .derivative = math::scaled_exp<V>::unscale(slope)};
    }

    /// f′(x)·(a·σ(−x) − σ(x)).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const q = math::exp_decay(math::abs(x));
        auto const y = power(softplus_of_minus(x, q.value()));
        auto const right = x > V(0);
        V const complement = math::select(right, q.value(), V(1)) / q.plus_one();
        // a·σ(−x) − σ(x) = (a·q − 1)/(1 + q) or (a − q)/(1 + q).
        V const m = q.one_minus();
        V const n = math::fma(math::select(right, math::as<V>(-a), V(1)), m, math::as<V>(a - P(1)));
        V const slope = y.scaled_product(math::as<V>(a) * complement * (n / q.plus_one()));
        return math::scaled_exp<V>::unscale(slope);
    }

    template <real V>
    ACTFN_INLINE generalised_logistic<V> parameter_derivatives(V x) const noexcept {
        auto const t = softplus_of_minus(x, math::exp_decay(math::abs(x)).value());
        return {.a = -power(t).value() * math::finite(t.hi)};
    }

    /// log(1 + e^−x) as an unevaluated sum, q = e^−|x|.
    template <real V> ACTFN_INLINE static math::pair<V> softplus_of_minus(V x, V q) noexcept {
        return math::two_sum(math::at_least(-x, V(0)), math::log1p_unit(q));
    }
    template <real V> ACTFN_INLINE math::scaled_exp<V> power(math::pair<V> t) const noexcept {
        auto const z = math::scaled(t.hi, a);
        V const rest = math::as<V>(a) * t.lo;
        // Not a number where t is infinite.
        return math::exp_decay(z.hi, z.lo + math::select(math::abs(rest) < V(1), rest, V(0)));
    }
};

} // namespace kernel

inline constexpr function<kernel::generalised_logistic<>> generalised_logistic{};
inline constexpr auto& generalized_logistic = generalised_logistic;

} // namespace actfn
