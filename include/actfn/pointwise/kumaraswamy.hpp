// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/power.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// 1 − (1 − σ(x)ᵃ)ᵇ,  derivative a·b·σ(x)ᵃ·σ(−x)·(1 − σ(x)ᵃ)^(b−1): the logistic for a = b = 1.
/// With m = 1 − σᵃ from −expm1(a·log σ) both tails keep their relative accuracy; far on the right
/// m is a·e^−x, whose logarithm does not underflow.
template <class P = double> struct kumaraswamy {
    static constexpr std::string_view name = "kumaraswamy";

    P a{1};
    P b{1};

    constexpr actfn::facts describe() const {
        bool const logistic = a == 1 && b == 1;
        return {.name = name,
                .formula = "-expm1(b * log(-expm1(-a * softplus(-x)))) if x > 0 else "
                           "-expm1(b * log1p(-exp(-a * softplus(-x))))",
                .derivative = "a * b * exp(-a * softplus(-x)) * logistic(-x) * "
                              "(-expm1(-a * softplus(-x)))**(b - 1)",
                .source = "Kumaraswamy 1980, doi:10.1016/0022-1694(80)90036-0",
                .lower = 0,
                .upper = 1,
                .left = {0, 0},
                .right = {1, 0},
                .lipschitz = slope_bound(),
                // The errors of the logarithms count a and b times.
                .max_ulp = logistic           ? actfn::facts::ulp{3, 3.5}
                           : a <= 5 && b <= 5 ? actfn::facts::ulp{9, 20}
                                              : actfn::facts::not_stated,
                .interval = {-120 / a, (std::max)(120.0, 120 / b)}};
    }

    /// With y = σᵃ and max(a, 1)·(1 − y) ≥ a·σ(−x) the derivative is at most max(a, 1)·b·y·(1 −
    /// y)ᵇ, which is at most max(a, 1)·(1 + 1/b)^−(b+1); a binomial bound of the last power.
    constexpr double slope_bound() const noexcept {
        return (std::max)(a, P(1)) * (b < 1 ? b / (2 * b + 1) : 2 * b / (5 * b + 3));
    }

    constexpr void check() const {
        core::require(a > 0, name, "a", a, "greater than", 0);
        core::require(b > 0, name, "b", b, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        parts<V> const p(*this, x);
        return {.value = -math::expm1(math::as<V>(b) * p.log_m),
                .derivative = math::as<V>(b) * p.times_power(math::as<V>(a) * p.complement, V(1))};
    }

    /// f′(x)·(a·σ(−x) − σ(x) − (b − 1)·a·σ(x)ᵃ·σ(−x)/m).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        parts<V> const p(*this, x);
        V const av = math::as<V>(a);
        V const slope = math::as<V>(b) * p.times_power(av * p.complement, V(1));
        auto const right = x > V(0);
        V const n =
            math::fma(math::select(right, -av, V(1)), p.q.one_minus(), math::as<V>(a - P(1)));
        V const less = math::as<V>(b - P(1)) * (av * p.complement * p.y.value() / p.m);
        V const rate = math::select(p.distant, math::as<V>(-b), n / p.q.plus_one() - less);
        return slope * rate;
    }

    template <real V> ACTFN_INLINE kumaraswamy<V> parameter_derivatives(V x) const noexcept {
        parts<V> const p(*this, x);
        V const a_t = math::as<V>(a) * p.t.hi;
        V const log = math::unless_negligible(math::finite(p.t.hi), a_t);
        V const slope = p.times_power(log, V(1) / math::as<V>(a));
        V const m_to_b = math::exp(math::as<V>(b) * p.log_m);
        return {.a = -math::as<V>(b) * slope, .b = -(m_to_b * math::finite(p.log_m))};
    }

    template <class V> struct parts {
        math::scaled_exp<V> q; // e^−|x|
        math::pair<V> t;       // log(1 + e^−x)
        math::scaled_exp<V> y; // σ(x)ᵃ
        V complement;          // σ(−x)
        decltype(complement < complement) distant;
        V m; // 1 − σᵃ
        V log_m;
        math::pair<V> log_power; // (b − 1)·log(m), or b·log(m) far on the right

        constexpr parts(kumaraswamy const& k, V x) noexcept
            : q(math::exp_decay(math::abs(x))),
              t(math::two_sum(math::at_least(-x, V(0)), math::log1p_unit(q.value()))),
              y(k.power(t)),
              complement(math::select(x > V(0), q.value(), V(1)) / q.plus_one()),
              distant(x > V(50)),
              m(math::at_least(y.one_minus(),
                               math::as<V>((std::numeric_limits<scalar_t<V>>::min)()))) {
            auto const l = math::log_in_two_parts(m);
            auto const tail = math::two_sum(math::log(math::as<V>(k.a)), -x);
            V const nearby = math::select(m < math::as<V>(0.5), l.hi, math::log1p(-y.value()));
            log_m = math::select(distant, tail.hi, nearby);
            // Far on the right what rounding takes from the exponent counts.
            auto const less = math::two_sum(k.b, P(-1));
            V const less_rest = math::low<V>(less.hi) + math::as<V>(less.lo);
            V const exponent = math::select(distant, math::as<V>(k.b), math::as<V>(less.hi));
            V const rest = math::select(distant, math::low<V>(k.b), less_rest);
            V const log = math::select(distant, tail.hi, l.hi);
            auto const e = math::two_product(exponent, log);
            V const lo = math::fma(exponent, math::select(distant, tail.lo, l.lo), e.lo);
            log_power = {e.hi, math::fma(rest, log, lo)};
        }
        /// z·σᵃ·m^(b−1); far on the right limit·mᵇ.
        ACTFN_INLINE V times_power(V z, V limit) const noexcept {
            V const e = math::exp_of_sum(log_power.hi, log_power.lo);
            V const nearby = math::scaled_exp<V>::unscale(y.scaled_product(z * e));
            return math::select(distant, limit * e, nearby);
        }
    };

    template <real V> ACTFN_INLINE math::scaled_exp<V> power(math::pair<V> t) const noexcept {
        auto const z = math::scaled(t.hi, a);
        V const rest = math::as<V>(a) * t.lo;
        // Not a number where t is infinite.
        return math::exp_decay(z.hi, z.lo + math::select(math::abs(rest) < V(1), rest, V(0)));
    }
};

} // namespace kernel

inline constexpr function<kernel::kumaraswamy<>> kumaraswamy{};

} // namespace actfn
