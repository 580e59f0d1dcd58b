// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/error.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/rounded_shift.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// e^((x − m)/T) for x ≤ m, T > 0: the softmax numerator. What rounding takes from the exponent
/// is kept, for e^ would magnify it |x − m|/T times.
template <class V> class shifted_exp {
    using T = scalar_t<V>;

  public:
    /// `temperature_rest` is what rounding took from the temperature.
    ACTFN_INLINE shifted_exp(V m, double temperature, double temperature_rest = 0) noexcept
        : by_rounded_(m, temperature, temperature_rest),
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
    ACTFN_INLINE V largest() const noexcept { return by_rounded_.largest(); }
    /// Where m/T is of usual size, numerators are these.
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

/// Σ e^((x − m)/T): the entries at the maximum are counted, the others summed, so that the
/// logarithm keeps its relative accuracy where one entry outweighs all others.
template <class V> struct exp_total {
    V largest;
    /// Larger by 2^lift than what is `scaled`: what rounding takes from sums of what counts beside
    /// nothing is a normal number, too.
    V others;

    /// The two terms of an entry. +∞ and NaN go to the sum, which they make NaN.
    static ACTFN_INLINE exp_total term(shifted_exp<V> const& e, V x) noexcept {
        auto const d = e.exponent(x);
        return term(d.hi == V(0), e.power(d));
    }
    /// The same for the temperature 1, where +∞ as maximum counts like any other.
    static ACTFN_INLINE exp_total term(shifted_exp<V> const& e, V x, V m) noexcept {
        return term(x == m, e(x));
    }
    template <class M>
    static ACTFN_INLINE exp_total term(M is_largest, scaled_exp<V> const& e) noexcept {
        return split(is_largest, e, e.scaled() * V(lifted_by));
    }
    /// As `term`; the others times the factor of numerators, which from_m takes from their sum.
    template <class E> static ACTFN_INLINE exp_total numerator(E const& shift, V x) noexcept {
        auto const e = shift.lifted(x);
        return split(shift.is_largest(x), e, e.scaled());
    }
    /// The same where it is known which the largest is.
    template <class M>
    static ACTFN_INLINE exp_total lifted(M is_largest, scaled_exp<V> const& e) noexcept {
        return split(is_largest, e, e.scaled());
    }
    friend ACTFN_INLINE exp_total select(decltype(largest < largest) m, exp_total const& a,
                                         exp_total const& b) noexcept {
        return {math::select(m, a.largest, b.largest), math::select(m, a.others, b.others)};
    }
    /// The others' sum, and the whole one, enlarged as what is `scaled`.
    ACTFN_INLINE V scaled_others() const noexcept { return others * V(1 / lifted_by); }
    ACTFN_INLINE V scaled() const noexcept {
        return largest * V(scaled_exp<V>::scale_by) + scaled_others();
    }
    /// The sum.
    ACTFN_INLINE V value() const noexcept { return largest + unscaled_others(); }
    /// Its logarithm.
    ACTFN_INLINE V log() const noexcept {
        return math::log1p((largest - V(1)) + unscaled_others());
    }
    /// Its logarithm plus a, without what is less than any normal number beside that.
    ACTFN_INLINE V log_plus(V a) const noexcept {
        using limits = std::numeric_limits<scalar_t<V>>;
        constexpr auto nothing = scalar_t<V>(2) * (limits::min)() / limits::epsilon();
        constexpr auto least = (limits::min)() * scaled_exp<V>::scale_by * lifted_by;
        V const floor = math::select(math::abs(a) > V(nothing), V(least), V(0));
        return a + exp_total{largest, math::at_least(others, floor)}.log();
    }

  private:
    static constexpr auto lifted_by = detail::power_of_two<scalar_t<V>>(rounded_shift<V>::lift);

    ACTFN_INLINE V unscaled_others() const noexcept {
        return others * V(scaled_exp<V>::unscale_by / lifted_by);
    }
    /// The largest entry is 1, with tangents where they are another entry's than those of m.
    template <class M>
    static ACTFN_INLINE exp_total split(M is_largest, scaled_exp<V> const& e, V other) noexcept {
        V one(1);
        if constexpr (math::is_dual<V>::value) one.tangent = e.slope;
        return {math::select(is_largest, one, V(0)), math::select(is_largest, V(0), other)};
    }
};

/// What a row of softmax or its logarithm makes of an entry x, where T is known to be 1 and m/T to
/// be of usual size.
template <class V> struct plain_terms {
    decltype(std::declval<rounded_shift<V> const&>().plain()) e;

    /// e^((x − m)/T) times a factor near 1, the same for every x, enlarged.
    ACTFN_INLINE V numerator(V x) const noexcept { return e(x).scaled(); }
    /// The terms of Σ e^((x − m)/T), the others times the same factor, which from_m takes from
    /// their sum. +∞ makes the sum NaN, or, as the largest, counts like any other.
    template <bool = false> ACTFN_INLINE exp_total<V> counted(V x) const noexcept {
        return exp_total<V>::numerator(e, x);
    }
    ACTFN_INLINE V from_m(V sum) const noexcept { return e.from_m(sum); }
    /// (x − m)/T − v, v ≥ 0.
    ACTFN_INLINE V below_largest(V x, V v) const noexcept { return e.below_largest(x, v); }
};

/// The same in general. What is rare is out of line, not to be repeated in every loop.
template <class V> class general_terms {
  public:
    ACTFN_INLINE general_terms(V m, double temperature, double rest) noexcept
        : all_(m, temperature, rest) {}

    /// These, but of what is in no loop's way.
    struct view {
        general_terms const& all;
        rounded_shift<V> by; // a copy: calls of what is out of line cannot change it
        bool usual;

        ACTFN_INLINE V numerator(V x) const noexcept {
            return usual ? by.scaled()(x).scaled() : all.numerator(x);
        }
        template <bool counts_infinity = false>
        ACTFN_INLINE exp_total<V> counted(V x) const noexcept {
            return usual ? exp_total<V>::numerator(by.scaled(), x)
                         : all.template counted<counts_infinity>(x);
        }
        ACTFN_INLINE V from_m(V sum) const noexcept { return by.from_m(sum); }
        ACTFN_INLINE V below_largest(V x, V v) const noexcept {
            return usual ? by.scaled().below_largest(x, v) : all.below_largest(x, v);
        }
    };
    ACTFN_INLINE view terms() const noexcept {
        auto const& by = all_.by_rounded();
        return {*this, by, by.all_usual() && !by.is_plain()};
    }

  private:
    ACTFN_NOINLINE V numerator(V x) const noexcept { return all_.numerator(x).scaled(); }
    template <bool counts_infinity> ACTFN_NOINLINE exp_total<V> counted(V x) const noexcept {
        return all_.by_rounded().where_usual(
            [&](auto const& e) ACTFN_LAMBDA_INLINE { return exp_total<V>::numerator(e, x); },
            [&]() ACTFN_LAMBDA_INLINE {
                if constexpr (counts_infinity) {
                    return exp_total<V>::term(all_, x, all_.largest());
                } else {
                    return exp_total<V>::term(all_, x);
                }
            });
    }
    ACTFN_NOINLINE V below_largest(V x, V v) const noexcept {
        return all_.by_rounded().where_usual(
            [&](auto const& e) ACTFN_LAMBDA_INLINE { return e.below_largest(x, v); },
            [&]() ACTFN_LAMBDA_INLINE {
                auto const d = all_.distance(x);
                return V(-(d.hi + (d.lo + v)));
            });
    }

    shifted_exp<V> all_;
};

/// f(terms), `plain_terms` or what serves in their place.
template <class V, class F>
ACTFN_INLINE auto with_terms(V m, double temperature, double temperature_rest, F f) noexcept {
    rounded_shift<V> const by(m, temperature, temperature_rest);
    if (by.all_usual() && by.is_plain()) [[likely]]
        return f(plain_terms<V>{by.plain()});
    general_terms<V> const general(m, temperature, temperature_rest);
    return f(general.terms());
}

} // namespace actfn::math
