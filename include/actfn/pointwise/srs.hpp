// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/power.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// srs(x) = x/(x/α + e^(−x/β)), the soft root sign,  derivative e^(−x/β)·(1 + x/β)/(x/α +
/// e^(−x/β))². For x ≤ 0 with q = e^(x/β) as x·q/(1 + q·x/α). There is a pole unless β < e·α.
template <class P = double> struct srs {
    static constexpr std::string_view name = "srs";

    P alpha{5};
    P beta{3};

    constexpr actfn::facts describe() const {
        double const k = beta / alpha;
        // What the denominator loses where it is least, at x = −β.
        double const lost = k / (e - k);
        return {.name = name,
                .formula = "x / (x / alpha + exp(-x / beta)) if x > 0 else x * exp(x / beta) / (1 "
                           "+ x / alpha * exp(x / beta))",
                .derivative =
                    "exp(-x / beta) * (1 + x / beta) / (x / alpha + exp(-x / beta))**2 if "
                    "x > 0 else exp(x / beta) * (1 + x / beta) / (1 + x / alpha * exp(x "
                    "/ beta))**2",
                .cancelling_second =
                    "2 * exp(-x / beta) * (1 + x / beta) / alpha / (x / alpha + exp(-x / beta))**3 "
                    "if x > 0 else 2 * exp(x / beta) / beta / (1 + x / alpha * exp(x / beta))**3",
                .source = "Zhou, Li, Huo, Kung 2020, arXiv:2003.00547",
                .lower = -beta / (e - k),
                .upper = alpha,
                .left = {0, 0},
                .right = {alpha, 0},
                .monotone = false,
                .lipschitz = steepest(k),
                .max_ulp = {.value = 4 + 3 * lost, .derivative = 6 + 6 * lost},
                .interval = {-120 * beta, 120 * beta}};
    }

    constexpr void check() const {
        core::require(alpha > 0, name, "alpha", alpha, "greater than", 0);
        core::require(beta > 0, name, "beta", beta, "greater than", 0);
        core::require(beta < e * alpha, name, "beta", beta, "less than e * alpha =", e * alpha);
    }

    template <class V> struct parts {
        math::pair<V> u; // −|x/β|
        decltype(V() < V()) distant;
        decltype(V() < V()) left;
        V z;   // x, 0 where products with q are
        V t;   // z/β
        V one; // 1 + t
        V q;   // e^−|x/β|
        V h;   // the denominator, of x ≤ 0 times q

        ACTFN_INLINE explicit parts(V x, srs const& k) noexcept
            : parts(x, math::quotient(x, k.beta), k) {}

        /// c·q, q being far below any number, perhaps.
        ACTFN_INLINE V times(V c) const noexcept { return math::exp_of_sum(u.hi, u.lo, c); }
        /// c·q/h².
        ACTFN_INLINE V over_square(V c) const noexcept { return times(c / h / h); }

      private:
        static constexpr auto reach = 2 * math::detail::exp_constants<scalar_t<V>>::overflow - 3;

        ACTFN_INLINE parts(V x, math::pair<V> share, srs const& k) noexcept
            : u{-math::abs(share.hi), -math::mulsign(share.lo, share.hi)},
              distant(u.hi < V(-reach)),
              left(x <= V(0)),
              z(math::select(distant, V(0), x)),
              t(math::select(distant, V(0), share.hi)),
              one((V(1) + t) + math::select(distant, V(0), share.lo)),
              q(math::exp_of_negative(u.hi, u.lo).value()) {
            auto const s = math::quotient(z, k.alpha);
            V const of_left = math::fma(s.hi, q, V(1));
            V const of_right = (s.hi + q) + s.lo;
            h = math::select(distant, V(1), math::select(left, of_left, of_right));
        }
    };

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        parts<V> const p(x, *this);
        V const most = math::as<V>(alpha);
        V const right = math::select(p.distant, most, math::rounded_within(p.z / p.h, most));
        return {.value = math::select(p.left, p.times(p.z / p.h), right),
                .derivative = p.over_square(p.one)};
    }

    /// −e^(−t)/(β·h³)·(k·(t² + 2t + 2) − e^(−t)·(t + 2)) with t = x/β, k = β/α and h = k·t +
    /// e^(−t).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        parts<V> const p(x, *this);
        V const k = math::as<V>(beta / alpha);
        V const two = p.one + V(1);
        // What rounding takes from 1 + t counts twice in its square.
        V const lo = ((V(1) - p.one) + p.t) + math::mulsign(-p.u.lo, x);
        V const rest = math::select(p.distant, V(0), lo);
        V const bend = k * math::fma(p.one, p.one, math::fma(p.one + p.one, rest, V(1)));
        V const c = math::select(p.left, math::fma(bend, p.q, -two), math::fnma(p.q, two, bend));
        return -p.over_square(c / (p.h * math::as<V>(beta)));
    }

    template <real V> ACTFN_INLINE srs<V> parameter_derivatives(V x) const noexcept {
        parts<V> const p(x, *this);
        V const share = at(x).value / math::as<V>(alpha);
        return {.alpha = share * share, .beta = -p.over_square(p.t * p.t)};
    }

  private:
    static constexpr double e = 2.7182818284590452354;

    /// The largest |f′|, at one of the two roots of f″.
    static constexpr double steepest(double k) {
        auto const bend = [=](double t) {
            return k * (t * t + 2 * t + 2) - (t + 2) * core::exponential(-t);
        };
        auto const slope = [=](double t) {
            double const q = core::exponential(-t);
            double const h = k * t + q;
            return q * (1 + t) / h / h;
        };
        double const up = core::root_between(-1, 700, bend);
        double const down = core::root_between(-2, -1, bend);
        return (std::max)(slope(up), -slope(down));
    }
};

} // namespace kernel

inline constexpr function<kernel::srs<>> srs{};

} // namespace actfn
