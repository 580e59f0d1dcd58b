// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/power.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gish(x) = x·log(2 − exp(−w)) with w = eˣ,  derivative log(1 + v) + x·w·(1 − v)/(1 + v), where
/// v = 1 − exp(−w) has relative accuracy. Far on the left it is x·eˣ, on the right x·log(2).
struct gish {
    static constexpr actfn::facts facts{
        .name = "gish",
        .formula = "x * log1p(-expm1(-exp(min(x, 8))))",
        .derivative = "log1p(-expm1(-exp(min(x, 8)))) + x * exp(min(x, 8) - exp(min(x, 8))) / (1 - "
                      "expm1(-exp(min(x, 8))))",
        .cancelling = "log1p(-expm1(-exp(min(x, 8))))",
        .cancelling_second = "2 * exp(x - exp(x)) / (2 - exp(-exp(x)))",
        .source = "Kaytan, Aydilek, Yeroglu 2023, doi:10.1007/s00521-023-09035-5",
        .lower = -0.27815946089638691,
        .left = {0, 0},
        .right = {actfn::facts::infinity, 0.69314718055994531},
        .monotone = false,
        .lipschitz = 0.75270457108566948,
        .init = init_scheme::he,
        .max_ulp = {.value = 4, .derivative = 6},
        .interval = {-120, 10}};

    /// e^x between where it does not count beside 1 and where exp(−e^x) is 0, and what is made of
    /// it.
    template <class V> struct parts {
        V z;
        math::pair<V> w;
        math::scaled_exp<V> e; // exp(−w)
        V v;
        V one;

        ACTFN_INLINE explicit parts(V x) noexcept
            : z(math::at_most(math::at_least(x, V(-45)), math::as<V>(6.7))),
              w(math::exp_in_two_parts(z)),
              e(math::exp_decay(w.hi, w.lo)),
              v(e.one_minus()),
              one(v + V(1)) {}
    };

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const a = math::at_least(-x, V(0));
        auto const q = math::exp_decay(a);
        parts<V> const p(x);
        auto const distant = x < V(-42);
        V const log = math::log1p_unit(p.v);
        V const slope = math::fma(p.z, p.w.hi * p.e.value() / p.one, log);
        return {.value = math::select(distant, math::decay_times(q, a, x), x * log),
                .derivative = math::select(distant, math::decay_times(q, a, x + V(1)), slope)};
    }

    /// s·(2 + x·(1 − w − s)) with s = w·(1 − v)/(1 + v).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const a = math::abs(x);
        auto const q = math::exp_decay(a);
        parts<V> const p(x);
        V const share = p.e.value() / p.one;
        V const z = math::at_most(x, math::as<V>(6.7));
        V const c = math::fma(z, math::fnma(p.w.hi, share, V(1) - p.w.hi), V(2));
        // e^−w may be far below any number where the product is none.
        V const factor = math::unless_negligible(p.w.hi * c / p.one, p.w.hi - V(6));
        V const right = math::exp_of_sum(-p.w.hi, -p.w.lo, factor);
        return math::select(x > V(0), right, math::decay_times(q, a, c * share));
    }
};

} // namespace kernel

inline constexpr function<kernel::gish> gish{};

} // namespace actfn
