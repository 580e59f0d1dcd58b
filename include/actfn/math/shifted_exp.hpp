// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/math/compensated.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// e^((x − m)/T) for x ≤ m, T > 0: the softmax numerator. What rounding takes from the exponent
/// is kept, for e^ would magnify it |x − m|/T times.
template <class V> class shifted_exp {
    using T = scalar_t<V>;
    using C = detail::exp_constants<T>;

  public:
    /// `temperature_rest` is what rounding took from the temperature.
    ACTFN_INLINE shifted_exp(V m, double temperature, double temperature_rest = 0) noexcept
        : shrunk_(temperature > 1), plain_(temperature == 1 && temperature_rest == 0) {
        using limits = std::numeric_limits<T>;
        // m − x may overflow where (m − x)/T, T > 1, does not: both are halved.
        double const t =
            std::clamp(shrunk_ ? temperature / 2 : temperature,
                       static_cast<double>((limits::min)()), static_cast<double>((limits::max)()));
        m_ = shrunk_ ? m * V(T(0.5)) : m;
        t_ = math::as<V>(t);
        rest_ = math::low<V>(t);
        // So far from m an entry counts as 0, and m − x may be rounded.
        constexpr T distant = scaled_exp<V>::negligible + 1;
        least_ = m - V(distant);
        near_ =
            plain_ && !math::any_less(V(detail::power_of_two<T>(limits::digits - 8)), math::abs(m));
        if constexpr (!math::is_dual<V>::value) round_shift(m);
        if (temperature_rest != 0) {
            rest_ = rest_ + math::as<V>(shrunk_ ? temperature_rest / 2 : temperature_rest);
        }
    }

    /// (m − x)/T as an unevaluated sum.
    ACTFN_INLINE pair<V> distance(V x) const noexcept {
        auto const d = math::two_sum(m_, -(shrunk_ ? x * V(T(0.5)) : x));
        if (plain_) return finite(d);
        V const q = d.hi / t_;
        auto const p = math::two_product(q, t_);
        V const remainder = math::fma(-q, rest_, (d.hi - p.hi) - p.lo) + d.lo;
        return finite({q, remainder / t_});
    }

    /// (x − m)/T as an unevaluated sum, or one whose exponential vanishes where that of it does.
    ACTFN_INLINE pair<V> exponent(V x) const noexcept {
        if (near_) return math::two_sum(math::at_least(x, least_), -m_);
        auto const d = distance(x);
        auto const vanished = d.hi >= V(scaled_exp<V>::negligible);
        return {-d.hi, math::select(vanished, V(0), -d.lo)};
    }
    /// e to such an exponent.
    static ACTFN_INLINE scaled_exp<V> power(pair<V> exponent) noexcept {
        if constexpr (math::is_dual<V>::value) {
            return math::exp_of_negative(exponent.hi, exponent.lo);
        } else {
            return detail::enlarged_exp(math::at_least(exponent.hi, V(-scaled_exp<V>::negligible)),
                                        exponent.lo);
        }
    }
    /// e^((x − m)/T).
    ACTFN_INLINE scaled_exp<V> operator()(V x) const noexcept { return power(exponent(x)); }

    /// e^((x − m)/T) times a factor near 1, the same for every x: for T = 1 and m of usual size
    /// e^(x − c) with few digits in c, so that what rounding takes from the difference need not be
    /// carried along.
    ACTFN_INLINE scaled_exp<V> numerator(V x) const noexcept {
        return where_usual([&]() ACTFN_LAMBDA_INLINE { return rounded_shift(x); },
                           [&]() ACTFN_LAMBDA_INLINE { return (*this)(x); });
    }
    /// A sum of numerators without their factor.
    ACTFN_INLINE V without_factor(V sum) const noexcept {
        if constexpr (math::is_dual<V>::value) {
            return sum;
        } else {
            V const t = c_ - m_;
            V const minus_one = math::select(usual_, math::fma(t, V(T(0.5)) * t, t), V(0));
            return math::fma(sum, minus_one, sum);
        }
    }
    /// quick() where numerators are e^(x − c), else general(); for every lane by itself, since
    /// lanes are rows, whose bits must not depend on their neighbours.
    template <class Quick, class General>
    ACTFN_INLINE auto where_usual(Quick quick, General general) const noexcept {
        if constexpr (math::is_dual<V>::value) {
            return general();
        } else {
            if (all_usual_) [[likely]]
                return quick();
            return select(usual_, quick(), general());
        }
    }
    /// The numerator of x = m and of others, e^(x − c), if where_usual chooses it.
    ACTFN_INLINE auto is_largest(V x) const noexcept { return x == m_; }
    ACTFN_INLINE scaled_exp<V> rounded_shift(V x) const noexcept {
        V const shifter(C::shifter + T(C::bias + C::headroom));
        V const z = math::at_least(x, vanished_);
        V const shifted = math::fma(z - c_, V(C::log2e), shifter);
        V const n = shifted - shifter;
        V const r = math::fma(n, V(-C::log2_rest), z - math::fma(n, V(C::log2_head), c_));
        return {math::from_bits<V>(math::bits(shifted) << C::significand_bits),
                detail::reduced_minus_one<1, 1>(r)};
    }

  private:
    ACTFN_INLINE void round_shift(V m) noexcept {
        usual_ = math::abs(m) <= (plain_ ? V(C::usual) : V(-1));
        all_usual_ = plain_ && !math::any_less(V(C::usual), math::abs(m));
        c_ = (m + V(C::to_grid)) - V(C::to_grid);
        // In the middle of what is rounded to the exponent of 0.
        vanished_ = c_ - V(T(C::bias + C::headroom) * (C::log2_head + C::log2_rest));
    }
    static ACTFN_INLINE pair<V> finite(pair<V> d) noexcept {
        return {d.hi, math::select(d.hi <= V((std::numeric_limits<T>::max)()), d.lo, V(0))};
    }

    V m_;
    V t_;
    V rest_;
    V least_;
    V c_{};
    V vanished_{};
    decltype(m_ < m_) usual_; // |m| is, and T = 1
    bool all_usual_ = false;
    bool shrunk_;
    bool plain_;
    bool near_;
};

/// Throws std::invalid_argument unless 0 < temperature < ∞.
constexpr void check_temperature(std::string_view function, double temperature) {
    core::require(temperature > 0, function, "temperature", temperature, "greater than", 0);
}

/// A gradient by x/T as one by x.
template <real V> ACTFN_INLINE V over_temperature(V g, double temperature) noexcept {
    return temperature == 1 ? g : g / math::as<V>(temperature);
}

/// Σ e^((x − m)/T): the entries at the maximum are counted, the others summed (enlarged), so that
/// the logarithm keeps its relative accuracy where one entry outweighs all others.
template <class V> struct exp_total {
    V largest;
    V others;

    /// The two terms of an entry. +∞ and NaN go to the sum, which they make NaN.
    static ACTFN_INLINE exp_total term(shifted_exp<V> const& e, V x) noexcept {
        auto const d = e.exponent(x);
        return split(d.hi == V(0), e.power(d));
    }
    /// The same for the temperature 1, where +∞ as maximum counts like any other.
    static ACTFN_INLINE exp_total term(shifted_exp<V> const& e, V x, V m) noexcept {
        return split(x == m, e(x));
    }
    /// As general(), `term` above; the others times the factor of numerators, which
    /// e.without_factor takes from their sum.
    template <class General>
    static ACTFN_INLINE exp_total numerator(shifted_exp<V> const& e, V x,
                                            General general) noexcept {
        return e.where_usual(
            [&]() ACTFN_LAMBDA_INLINE { return split(e.is_largest(x), e.rounded_shift(x)); },
            general);
    }
    friend ACTFN_INLINE exp_total select(decltype(largest < largest) m, exp_total const& a,
                                         exp_total const& b) noexcept {
        return {math::select(m, a.largest, b.largest), math::select(m, a.others, b.others)};
    }
    /// The sum.
    ACTFN_INLINE V value() const noexcept { return largest + scaled_exp<V>::unscale(others); }
    /// Its logarithm.
    ACTFN_INLINE V log() const noexcept {
        return math::log1p((largest - V(1)) + scaled_exp<V>::unscale(others));
    }

  private:
    /// The largest entry is 1, with tangents where they are another entry's than those of m.
    template <class M>
    static ACTFN_INLINE exp_total split(M is_largest, scaled_exp<V> const& e) noexcept {
        V const scaled = e.scaled();
        V const one = math::with_tangents(scaled_exp<V>::unscale(scaled), 1);
        return {math::select(is_largest, one, V(0)), math::select(is_largest, V(0), scaled)};
    }
};

} // namespace actfn::math
