// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// smish(x) = x·tanh(log(1 + σ(x))) = x·σ·(2 + σ)/d with d = 2 + 2σ + σ²,  derivative tanh(log(1 +
/// σ)) + 4x·σ′·(1 + σ)/d². Far on the left it is silu, whose tails keep their accuracy.
struct smish {
    static constexpr actfn::facts facts{
        .name = "smish",
        .formula = "x * tanh(log1p(logistic(x)))",
        .derivative = "tanh(log1p(logistic(x))) + x * logistic(x) * logistic(-x) * 4 * (1 + "
                      "logistic(x)) / (2 + 2 * logistic(x) + logistic(x)**2)**2",
        .cancelling = "tanh(log1p(logistic(x)))",
        .cancelling_second =
            "4 * logistic(x) * logistic(-x) / (2 + 2 * logistic(x) + logistic(x)**2)**3 * max(2 * "
            "(1 + logistic(x)) * (2 + 2 * logistic(x) + logistic(x)**2), abs(x * (2 - 2 * "
            "logistic(x) - 9 * logistic(x)**2 - 2 * logistic(x)**3 + logistic(x)**4)))",
        .source = "Wang, Ren, Wang 2022, doi:10.3390/electronics11040540",
        .lower = -0.24999366366012950,
        .left = {0, 0},
        .right = {actfn::facts::infinity, 0.6},
        .monotone = false,
        .lipschitz = 0.63688422288122630,
        .init = init_scheme::he,
        .max_ulp = {.value = 5, .derivative = 9},
        .interval = {-120, 120}};

    template <class V> struct parts {
        V y; // σ, but not so small that it vanishes beside 1
        V one;
        V d;

        ACTFN_INLINE explicit parts(math::scaled_exp<V> const& e, V x) noexcept {
            V const q = e.beside_one();
            y = math::select(x <= V(0), q, V(1)) / (q + V(1));
            one = y + V(1);
            d = math::fma(one, one, V(1));
        }
    };

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        parts<V> const p(s.q, x);
        V const share = (p.one + V(1)) / p.d;
        // Further out x·σ′ does not count.
        V const z = math::select(math::abs(x) > V(45), V(0), x);
        V const slope = math::fma(p.y, share, s.slope_times(z) * (V(4) * p.one / (p.d * p.d)));
        return {.value = s.gate() * share,
                .derivative = math::select(x < V(-40), s.gate_slope(), slope)};
    }

    /// 4σ′/d³·(2(1 + σ)·d + x·(2 − 2σ − 9σ² − 2σ³ + σ⁴)).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const e = math::exp_decay(math::abs(x));
        parts<V> const p(e, x);
        V const z = math::unless_negligible(x, math::abs(x));
        V const by_x = math::polynomial(p.y, V(2), V(-2), V(-9), V(-2), V(1));
        V const n = math::fma(z, by_x, V(2) * p.one * p.d);
        V const factor = V(4) * n / (p.d * p.d * p.d);
        return math::times_bell(e, math::unless_negligible(factor, math::abs(x)));
    }
};

} // namespace kernel

inline constexpr function<kernel::smish> smish{};

} // namespace actfn
