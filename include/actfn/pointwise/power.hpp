// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/power.hpp>

namespace actfn {

namespace kernel {

/// α·x^β,  derivative αβ·x^(β−1), 0 for β = 0 (oneDNN's eltwise_pow). For x < 0 it is a number
/// where β is an integer, as in std::pow. β = 2 is `square`, β = 1/2 `square_root`, which are
/// quicker.
template <class P = double> struct power {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "power",
                                        .aliases = "pow",
                                        .formula = "alpha * x**beta",
                                        .derivative = "alpha * beta * x**(beta - 1)",
                                        .source = "oneDNN, eltwise",
                                        .left = {none, none},
                                        .right = {actfn::facts::infinity, actfn::facts::infinity},
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 1.5, .derivative = 1.5},
                                        .interval = {0.5, 1000},
                                        .domain = {0, actfn::facts::infinity}};

    P alpha{1};
    P beta{1.5};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        math::power_parts<V> const p(math::abs(x));
        V const b = math::as<V>(beta);
        P const less = beta - P(1);
        V const slope = math::as<V>(alpha) * b * p.to(math::as<V>(less), math::rest<V>(less));
        return {.value = math::as<V>(alpha) * with_sign(x, p.to(b, math::rest<V>(beta)), 0),
                .derivative =
                    math::select(b == V(0), math::unless_nan(V(0), x), with_sign(x, slope, 1))};
    }

    template <real V> ACTFN_INLINE power<V> parameter_derivatives(V x) const noexcept {
        math::power_parts<V> const p(math::abs(x));
        V const y = with_sign(x, p.to(math::as<V>(beta), math::rest<V>(beta)), 0);
        return {.alpha = y, .beta = math::as<V>(alpha) * y * p.finite_log()};
    }

    /// y = |x|^(β − less) for x itself.
    template <real V> ACTFN_INLINE V with_sign(V x, V y, int less) const noexcept {
        auto const half = static_cast<double>(math::primal(beta)) / 2;
        auto const whole = [](double b) { return b == static_cast<double>(std::int64_t(b)); };
        bool const even = whole(half);
        bool const odd = whole(half + 0.5);
        V const nan = math::as<V>(none);
        V const left = odd == (less == 0) ? -y : y;
        return math::select(x < V(0), even || odd ? left : left * nan, y);
    }
};

} // namespace kernel

inline constexpr function<kernel::power<>> power{};
inline constexpr auto& pow = power;

} // namespace actfn
