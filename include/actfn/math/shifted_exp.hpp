// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/math/compensated.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// e^(x − c) for x ≤ m, where c is m with so few digits that what rounding takes from the
/// difference need not be carried along: where m is of usual size.
template <class V> class rounded_shift {
    using T = scalar_t<V>;
    using C = detail::exp_constants<T>;

  public:
    ACTFN_INLINE rounded_shift(V m, bool wanted) noexcept : m_(m) {
        usual_ = math::abs(m) <= (wanted ? V(C::usual) : V(-1));
        all_usual_ = wanted && !math::any_less(V(C::usual), math::abs(m));
        c_ = (m + V(C::to_grid)) - V(C::to_grid);
        // In the middle of what is rounded to the exponent of 0.
        vanished_ = c_ - V(T(C::bias + C::headroom) * (C::log2_head + C::log2_rest));
    }
    ACTFN_INLINE bool all_usual() const noexcept { return all_usual_; }
    ACTFN_INLINE auto usual() const noexcept { return usual_; }

    /// quick(this) where m is of usual size, else general(); for every lane by itself, since lanes
    /// are rows, whose bits must not depend on their neighbours.
    template <class Quick, class General>
    ACTFN_INLINE auto where_usual(Quick quick, General general) const noexcept {
        if (all_usual_) [[likely]]
            return quick(*this);
        return select(usual_, quick(*this), general());
    }
    /// e^(x − c).
    ACTFN_INLINE scaled_exp<V> operator()(V x) const noexcept {
        V const z = math::at_least(x, vanished_);
        auto const n = exponent(z);
        return power(n, math::fma(n.number, V(-C::log2_rest), remainder(z, n)));
    }
    /// e^(x + lo − c), lo being what rounding took from x; where x vanishes it says nothing.
    ACTFN_INLINE scaled_exp<V> operator()(V x, V lo) const noexcept {
        V const z = math::at_least(x, vanished_);
        auto const n = exponent(z);
        V const r = math::fma(n.number, V(-C::log2_rest), remainder(z, n));
        return power(n, r + math::select(z > vanished_, lo, V(0)));
    }
    ACTFN_INLINE auto is_largest(V x) const noexcept { return x == m_; }
    /// Of a sum of e^(x − c), where they are that, the sum of e^(x − m).
    ACTFN_INLINE V from_m(V sum) const noexcept { return math::fma(sum, factor_minus_one(), sum); }
    /// e^(c − m) − 1, or 0.
    ACTFN_INLINE V factor_minus_one() const noexcept {
        V const t = c_ - m_;
        return math::select(usual_, math::fma(t, V(T(0.5)) * t, t), V(0));
    }

  private:
    struct exponent_parts {
        V shifted;
        V number;
    };
    ACTFN_INLINE exponent_parts exponent(V z) const noexcept {
        V const shifter(C::shifter + T(C::bias + C::headroom));
        V const shifted = math::fma(z - c_, V(C::log2e), shifter);
        return {shifted, shifted - shifter};
    }
    ACTFN_INLINE V remainder(V z, exponent_parts const& n) const noexcept {
        return z - math::fma(n.number, V(C::log2_head), c_);
    }
    static ACTFN_INLINE scaled_exp<V> power(exponent_parts const& n, V r) noexcept {
        return {math::from_bits<V>(math::bits(n.shifted) << C::significand_bits),
                detail::reduced_minus_one<1, 1>(r)};
    }

    V m_;
    V c_{};
    V vanished_{};
    decltype(m_ < m_) usual_{};
    bool all_usual_ = false;
};

/// On dual numbers the factor e^(m − c) is a constant.
template <class U> class rounded_shift<dual<U>> {
  public:
    using V = dual<U>;

    ACTFN_INLINE rounded_shift(V m, bool wanted) noexcept : at_(m.value, wanted), m_(m) {}

    ACTFN_INLINE bool all_usual() const noexcept { return at_.all_usual(); }
    ACTFN_INLINE auto usual() const noexcept { return at_.usual(); }
    template <class Quick, class General>
    ACTFN_INLINE auto where_usual(Quick quick, General general) const noexcept {
        if (all_usual()) return quick(*this);
        return select(usual(), quick(*this), general());
    }
    ACTFN_INLINE scaled_exp<V> operator()(V x) const noexcept {
        return {at_(x.value), x.tangent - m_.tangent};
    }
    ACTFN_INLINE scaled_exp<V> operator()(V x, V lo) const noexcept {
        return {at_(x.value, lo.value), (x.tangent - m_.tangent) + lo.tangent};
    }
    ACTFN_INLINE auto is_largest(V x) const noexcept { return at_.is_largest(x.value); }
    ACTFN_INLINE V from_m(V sum) const noexcept {
        return math::fma(sum, V(at_.factor_minus_one()), sum);
    }
    ACTFN_INLINE U factor_minus_one() const noexcept { return at_.factor_minus_one(); }

  private:
    rounded_shift<U> at_;
    V m_;
};

/// e^((x − m)/T) for x ≤ m, T > 0: the softmax numerator. What rounding takes from the exponent
/// is kept, for e^ would magnify it |x − m|/T times.
template <class V> class shifted_exp {
    using T = scalar_t<V>;

  public:
    /// `temperature_rest` is what rounding took from the temperature.
    ACTFN_INLINE shifted_exp(V m, double temperature, double temperature_rest = 0) noexcept
        : by_rounded_(m, temperature == 1 && temperature_rest == 0),
          shrunk_(temperature > 1),
          plain_(temperature == 1 && temperature_rest == 0) {
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

    /// e^((x − m)/T) times a factor near 1, the same for every x.
    ACTFN_INLINE scaled_exp<V> numerator(V x) const noexcept {
        return by_rounded_.where_usual([&](auto const& e) ACTFN_LAMBDA_INLINE { return e(x); },
                                       [&]() ACTFN_LAMBDA_INLINE { return (*this)(x); });
    }
    /// Where T is 1 and m of usual size, numerators are these.
    ACTFN_INLINE rounded_shift<V> const& by_rounded() const noexcept { return by_rounded_; }

  private:
    static ACTFN_INLINE pair<V> finite(pair<V> d) noexcept {
        return {d.hi, math::select(d.hi <= V((std::numeric_limits<T>::max)()), d.lo, V(0))};
    }

    V m_;
    V t_;
    V rest_;
    V least_;
    rounded_shift<V> by_rounded_;
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
    /// As general(), `term` above; the others times the factor of numerators, which from_m takes
    /// from their sum.
    template <class General>
    static ACTFN_INLINE exp_total numerator(rounded_shift<V> const& shift, V x,
                                            General general) noexcept {
        return shift.where_usual([&](auto const& e)
                                     ACTFN_LAMBDA_INLINE { return split(e.is_largest(x), e(x)); },
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
        V one(1);
        if constexpr (math::is_dual<V>::value) one.tangent = e.slope;
        return {math::select(is_largest, one, V(0)), math::select(is_largest, V(0), scaled)};
    }
};

} // namespace actfn::math
