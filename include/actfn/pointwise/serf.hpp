// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// serf(x) = x·erf(s) with s = softplus(x),  derivative erf(s) + x·σ(x)·2/√π·e^−s². Far on the left
/// it is 2/√π·silu(x), whose tails keep their accuracy.
struct serf {
    static constexpr actfn::facts facts{
        .name = "serf",
        .formula = "x * erf(softplus(x))",
        .derivative = "erf(softplus(x)) + x * logistic(x) * 2/sqrt(pi) * exp(-softplus(x)**2)",
        .cancelling = "erf(softplus(x))",
        .cancelling_second = "4 / sqrt(pi) * exp(-softplus(x)**2) * logistic(x)",
        .source = "Nag, Bhattacharyya 2021, arXiv:2108.09598",
        .lower = -0.34843745875960643,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.0861254441509972,
        .init = init_scheme::he,
        .max_ulp = {.value = 5, .derivative = 7},
        .interval = {-120, 120}};

    static constexpr double slope_at_0 = 1.12837916709551257390;

    /// Below it erf(s) rounds to 2/√π·eˣ.
    template <real V> ACTFN_INLINE static auto is_distant(V x) noexcept { return x < V(-40); }

    /// σ, but not so small that it vanishes beside 1.
    template <real V> ACTFN_INLINE static V sigma(math::scaled_exp<V> const& e, V x) noexcept {
        V const q = e.beside_one();
        return math::select(x <= V(0), q, V(1)) / (q + V(1));
    }

    /// softplus(x) as an unevaluated sum, not below where it is eˣ, nor where its erf is 1 above a
    /// number to which log(1 + e^−x) may be added in every mode of rounding.
    template <real V>
    ACTFN_INLINE static math::pair<V> softplus(math::scaled_exp<V> const& q, V x) noexcept {
        V const log = math::log1p_unit(q.beside_one());
        return math::two_sum(math::select(x > V(0), math::at_most(x, math::as<V>(0x1p100)), V(0)),
                             log);
    }

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        auto const e = math::erf(softplus(s.q, x).hi);
        V const y = e.value();
        V const factor = math::as<V>(slope_at_0);
        auto const distant = is_distant(x);
        // Further out x·erf′ does not count.
        V const z = math::select(math::abs(x) > V(40), V(0), x);
        V const near_z = math::select(x > V(9), V(0), z);
        V const slope = e.slope_times(near_z * sigma(s.q, x)) + y;
        return {.value = math::select(distant, factor * s.gate(), x * y),
                .derivative = math::select(distant, factor * s.gate_slope(), slope)};
    }

    /// σ·2/√π·e^−s²·(2 + x·(σ(−x) − 2s·σ)).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const l = math::logistic(x);
        auto const s = softplus(l.q, x);
        auto const e = math::erf(s.hi);
        V const share = sigma(l.q, x);
        V const z = math::at_most(x, V(40)); // there e^−s² is 0
        V const twice = V(2) * math::at_most(s.hi, V(40));
        V const n = math::fma(z, math::fnma(twice, share, V(1) - share), V(2)) * share;
        // What rounding takes from s counts 2s times.
        V const rest = (e.u + e.u) * s.lo;
        V const y = e.slope_times(math::fnma(n, rest, n));
        V const tail = math::gate_curvature(l.q, x, math::as<V>(slope_at_0));
        return math::select(is_distant(x), tail, y);
    }
};

} // namespace kernel

inline constexpr function<kernel::serf> serf{};

} // namespace actfn
