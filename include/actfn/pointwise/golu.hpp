// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/power.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// golu(x) = x·G with G = exp(−e^−x), the Gompertz distribution,  derivative G·(1 + x·e^−x). G
/// magnifies an error of e^−x up to 700 times, which is held in two parts. Left of −6.6 all is 0.
struct golu {
    static constexpr actfn::facts facts{.name = "golu",
                                        .formula = "x * exp(-exp(-max(x, -8)))",
                                        .derivative =
                                            "exp(-exp(-max(x, -8))) * (1 + x * exp(-max(x, -8)))",
                                        .cancelling = "exp(-exp(-max(x, -8)))",
                                        .cancelling_second = "2 * exp(-x - exp(-x))",
                                        .source = "Das et al. 2025, arXiv:2502.03654",
                                        .lower = -0.097260131227639405,
                                        .left = {0, 0},
                                        .monotone = false,
                                        .lipschitz = 1.1133972752756767,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 2, .derivative = 4},
                                        .interval = {-10, 60}};

    /// Beyond it G and x·e^−x are as good as 1 and 0.
    static constexpr double reach = 50;

    /// x where G counts, e^−x and G.
    template <class V> struct parts {
        V z;
        math::pair<V> w;
        math::scaled_exp<V> gompertz;

        ACTFN_INLINE explicit parts(V x) noexcept
            : z(math::at_most(math::at_least(x, math::as<V>(-6.7)), math::as<V>(reach))),
              w(math::exp_in_two_parts(-z)),
              gompertz(math::exp_decay(w.hi, w.lo)) {}
    };

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        parts<V> const p(x);
        V const y = math::scaled_exp<V>::unscale(p.gompertz.scaled_product(p.z));
        V const rate = math::fma(p.z, p.w.lo, math::fma(p.z, p.w.hi, V(1)));
        return {.value = math::unless_zero(math::select(x > math::as<V>(reach), x, y), x),
                .derivative = math::scaled_exp<V>::unscale(p.gompertz.scaled_product(rate))};
    }

    /// G·w·(2 + x·(w − 1)) with w = e^−x.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        parts<V> const p(x);
        V const right = math::at_least(x, V(0));
        auto const q = math::exp_decay(right);
        V const z = math::at_least(x, math::as<V>(-6.7));
        V const c = math::fma(z, (p.w.hi - V(1)) + p.w.lo, V(2));
        // G as a square, since w·x·w is larger than what its enlargement makes up for.
        V const half = math::as<V>(0.5);
        V const root = math::exp_decay(half * p.w.hi, half * p.w.lo).value();
        // Beyond it the square is less than any number, whatever w²·x is.
        V const most = math::as<V>(math::scaled_exp<V>::negligible + 20);
        V const factor = math::select(p.w.hi > most, V(0), p.w.hi * c);
        V const left = root * (root * factor);
        return math::select(x > V(0), math::decay_times(q, right, p.gompertz.value() * c), left);
    }
};

} // namespace kernel

inline constexpr function<kernel::golu> golu{};

} // namespace actfn
