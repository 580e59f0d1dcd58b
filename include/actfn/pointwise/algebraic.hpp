// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/power.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// x/(1 + |x|ᵏ)^(1/k),  derivative (1 + |x|ᵏ)^−(1+1/k): softsign for k = 1, isru for k = 2, hard
/// tanh for k → ∞. From t = |x|^±k ≤ 1, so that no power overflows.
template <class P = double> struct algebraic {
    static constexpr std::string_view name = "algebraic";
    static constexpr bool branches_on_parameters = true;

    P k{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "x / (1 + abs(x)**k)**(1 / k)",
                .derivative = "(1 + abs(x)**k)**(-1 - 1 / k)",
                .source = "Elliott 1993",
                .lower = -1,
                .upper = 1,
                .left = {-1, 0},
                .right = {1, 0},
                .odd = true,
                .smoothness = smoothness(),
                .lipschitz = 1,
                // The power 1/k magnifies what two parts of t and of the logarithm leave.
                .max_ulp = k < 1 ? actfn::facts::ulp{3 + 0.3 / k, 4.5 + 0.3 / k}
                                 : actfn::facts::ulp{3, 4.5},
                .interval = {-1000, 1000}};
    }

    /// x·|x|ᵏ is the first term that is not smooth; for even k all are.
    constexpr double smoothness() const noexcept {
        constexpr double even_from_here = 0x1p53;
        if (k >= even_from_here) return actfn::facts::infinity;
        auto const whole = static_cast<long long>(k);
        if (static_cast<double>(whole) < k) return static_cast<double>(whole + 1);
        return whole % 2 == 0 ? actfn::facts::infinity : k;
    }

    constexpr void check() const { core::require(k > 0, name, "k", k, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const u = math::abs(x);
        auto const outer = u > V(1);
        auto const p = near_of(u);
        V const y = math::rounded_within(p.value, V(1));
        V const decay = math::select(outer, p.t / math::finite(u), V(1));
        return {.value = math::mulsign(y, x), .derivative = p.root / (V(1) + p.t) * decay};
    }

    /// −(k + 1)·sgn(x)·|x|^(k−1)·(1 + |x|ᵏ)^−(2+1/k).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const u = math::abs(x);
        auto const outer = u > V(1);
        auto const p = near_of(u);
        V const kv = math::as<V>(k);
        V const d = V(1) + p.t;
        // t/|x| keeps the range of small k; |x|^(k−1) that of large k, where t underflows.
        V const n = math::finite(u);
        V const quotient = (p.root * p.t / n) / math::select(outer, n, V(1));
        V const exponent = math::select(outer, V(-2) - kv, kv - V(1));
        V const steepness = p.root * math::power_parts<V>(u).to(exponent);
        auto const flat = (kv < V(1)) && (u > V(0));
        V const y = (kv + V(1)) * (math::select(flat, quotient, steepness) / d / d);
        return math::select(x > V(0), -y, y);
    }

    template <real V> ACTFN_INLINE algebraic<V> parameter_derivatives(V x) const noexcept {
        auto const p = power(math::abs(x));
        V const one_over_k = V(1) / math::as<V>(k);
        V const by_root = math::log1p_unit(p.t) * (one_over_k * one_over_k);
        V const by_power = p.t * math::abs(p.log) / (V(1) + p.t) * one_over_k;
        return {.k = at(x).value * (by_root + by_power)};
    }

    /// t, (1 + t)^(−1/k) and |y|.
    template <class V> struct nearby {
        V t;
        V root;
        V value;
    };
    template <real V> ACTFN_INLINE nearby<V> near_of(V u) const noexcept {
        if constexpr (std::is_arithmetic_v<P> && !math::is_dual<V>::value) {
            if (k < 1) return steep(u);
        }
        V const t = power(u).t;
        V const root = math::exp(-math::log1p_unit(t) / math::as<V>(k));
        return {t, root, math::select(u > V(1), root, u * root)};
    }
    /// For small k, whose power 1/k magnifies errors of t and of the logarithm.
    template <real V> ACTFN_INLINE nearby<V> steep(V u) const noexcept {
        V const end = V((std::numeric_limits<scalar_t<V>>::max)());
        auto const log = math::log_in_two_parts(u);
        V const sign = math::select(u > V(1), V(1), V(-1));
        auto const a = math::two_product(sign * math::as<V>(k), log.hi);
        V const rest = math::fma(math::low<V>(k), log.hi, math::as<V>(k) * log.lo);
        auto const power = math::in_two_parts(math::exp_decay(a.hi, math::fma(sign, rest, a.lo)));
        V const t = math::select(u > end, V(0), math::select(u > V(0), power.hi, u));

        auto const sum = math::two_sum(V(1), t);
        auto const l = math::log_in_two_parts(sum.hi);
        auto const q = math::quotient(l.hi, k);
        V const lost = l.lo + (sum.lo + math::select(t == power.hi, power.lo, V(0))) / sum.hi;
        auto const root = math::exp_decay(q.hi, q.lo + lost / math::as<V>(k));
        auto const value = root.scaled_product(math::select(u > V(1), V(1), u));
        return {t, root.value(), math::scaled_exp<V>::unscale(value)};
    }

    /// The smaller of uᵏ and u^−k, and log(u).
    template <class V> struct parts {
        V t;
        V log;
    };
    template <real V> ACTFN_INLINE parts<V> power(V u) const noexcept {
        math::power_parts<V> const p(u);
        V const sign = math::select(u > V(1), V(-1), V(1));
        return {p.to(sign * math::as<V>(k), sign * math::low<V>(k)), p.finite_log()};
    }
};

} // namespace kernel

inline constexpr function<kernel::algebraic<>> algebraic{};

} // namespace actfn
