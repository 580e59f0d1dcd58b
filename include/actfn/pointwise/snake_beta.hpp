// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/trig.hpp>

#include <algorithm>
#include <limits>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// snake_beta(x) = x + sin²(α·x)/β,  derivative 1 + α/β·sin(2α·x): snake with an amplitude of its
/// own, both often learned, as logarithms in vocoders. No limit of the slope at infinity: NaN
/// there. Of an α that is no float, float work takes 48 bits: the error of the angle is 2⁻⁴⁸·α·x.
template <class P = double> struct snake_beta {
    static constexpr bool branches_on_parameters = true;
    static constexpr std::string_view name = "snake_beta";

    P alpha{1};
    P beta{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        bool const line = alpha == 0;
        double const rate = (std::max)(alpha, -alpha);
        double const swing = rate / (std::max)(beta, -beta);
        double const distant = line ? 9 : 9 / rate;
        double const slope = line ? 1 : none;
        bool const usual = alpha == 1 && beta == 1;
        return {.name = name,
                .formula = "x + sin(alpha * x)**2 / beta",
                .derivative = "1 + alpha / beta * sin(2 * alpha * x)",
                .cancelling = "1",
                .cancelling_value = usual ? "" : "x",
                .source = "Lee et al. 2022, arXiv:2206.04658",
                .left = {-infinity, slope},
                .right = {infinity, slope},
                .monotone = swing <= 1,
                .odd = line,
                .lipschitz = 1 + swing,
                .max_ulp = {.value = usual ? 3.5 : 5.0, .derivative = usual ? 4.0 : 5.0},
                .interval = {-distant, distant}};
    }

    constexpr void check() const {
        core::require(beta != 0, name, "beta", beta, "different from", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        math::trig_parts<V> const t(x, alpha);
        V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
        V const s = t.sine();
        V const y = math::unless_zero(math::fma(s, s / math::as<V>(beta), x), x);
        return {.value = math::select(math::abs(x) > most, x, y),
                .derivative = math::select(is_line<V>(), math::unless_nan(V(1), x), slope(t))};
    }

    /// 2α²/β·cos(2α·x).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const d = math::trig_parts<V>(x, alpha).diagonal();
        V const y = math::as<V>(P(-4) * alpha * (alpha / beta)) * (d.hi * d.lo);
        return math::select(is_line<V>(), math::unless_nan(V(0), x), y);
    }

    template <real V> ACTFN_INLINE snake_beta<V> parameter_derivatives(V x) const noexcept {
        math::trig_parts<V> const t(x, alpha);
        V const share = t.sine() / math::as<V>(beta);
        V const by_alpha = x * ((share + share) * t.cosine());
        return {.alpha = math::select(is_line<V>(), math::unless_nan(V(0), x), by_alpha),
                .beta = -(share * share)};
    }

    template <real V> ACTFN_INLINE auto is_line() const noexcept {
        return math::as<V>(alpha) == V(0);
    }
    template <real V> ACTFN_INLINE V slope(math::trig_parts<V> const& t) const noexcept {
        if constexpr (std::is_arithmetic_v<P>) {
            if (alpha == beta) return t.one_plus_sine_of_twice(); // a square, so never negative
        }
        V const twice = math::as<V>(P(2) * alpha / beta);
        return math::fma(twice * t.sine(), t.cosine(), V(1));
    }
};

} // namespace kernel

inline constexpr function<kernel::snake_beta<>> snake_beta{};

} // namespace actfn
