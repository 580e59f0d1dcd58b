// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>
#include <actfn/math/common_divisor.hpp>
#include <actfn/math/rows.hpp>
#include <actfn/math/shifted_exp.hpp>
#include <actfn/math/tanh.hpp>
#include <actfn/math/tanhshrink.hpp>

#include <cmath>

/// Rows of logits, which are made of entries, a temperature, a cap, a bias and a mask, with a sink:
/// softmax and its relatives where they have options. The logits are made once for every entry, as
/// unevaluated sums: what rounding takes from one would be magnified by e^.
namespace actfn::inline ACTFN_ABI::math {

/// Throws std::invalid_argument unless 0 < temperature < ∞ and 0 < softcap.
template <class K> constexpr void check_logits(K const& k) {
    math::check_temperature(K::facts.name, k.temperature);
    core::require(k.softcap > 0, K::facts.name, "softcap", k.softcap, "greater than", 0);
}

/// The facts of a function of rows with these numbers: a sink is one more term, and a cap, within
/// 4 ULP of it, counts as an error of the logits.
template <class K> constexpr facts facts_of_logits(K const& k) {
    constexpr double infinity = facts::infinity;
    facts known = K::facts;
    double const cap = k.softcap == infinity ? 0 : 8 * static_cast<double>(k.softcap);
    bool const has_sink = k.sink != -infinity;
    known.max_ulp.value += cap + (has_sink ? 0.5 : 0);
    known.max_ulp.derivative += 2 * cap + (cap != 0 ? 8 : 0) + (has_sink ? 1 : 0);
    return known;
}

/// v, whose lower part is 0 where the upper is infinite or NaN.
template <real V> ACTFN_INLINE pair<V> finite_sum(pair<V> v) noexcept {
    using T = scalar_t<V>;
    auto const is_finite = math::abs(v.hi) <= V((std::numeric_limits<T>::max)());
    return {v.hi, math::select(is_finite, v.lo, V(0))};
}

/// t(x) = x/T, or c·tanh(x/(T·c)), times a power of two so small that it does not overflow, nor
/// its sum with a bias. A negative temperature negates x.
template <class V> class logit_of {
    using T = scalar_t<V>;
    using limits = std::numeric_limits<T>;

  public:
    logit_of(double signed_temperature, double softcap, bool has_bias) noexcept
        : capped_(softcap <= static_cast<double>((limits::max)())),
          plain_(signed_temperature == 1) {
        double const temperature = std::abs(signed_temperature);
        double const sign = signed_temperature < 0 ? -1 : 1;
        int power = has_bias ? -2 : 0;
        if (!capped_ && temperature < 1) power += std::ilogb(temperature);
        unit_ = std::ldexp(T(1), (std::max)(power, limits::min_exponent - 1));
        auto const unit = static_cast<double>(unit_);
        if (capped_) {
            // The factor of x in two, where one would be out of range.
            double const all = 1 / temperature / softcap;
            double const distant = std::ldexp(1.0, limits::max_exponent / 2);
            double const second = all < 1 / distant ? 1 / distant : all > distant ? distant : 1;
            double const first =
                std::clamp(all / second, static_cast<double>((limits::min)()), distant);
            factor_ = {math::as<V>(sign * first), V(0)};
            power_ = math::as<V>(second);
            cap_ = math::as<V>(softcap * unit);
        } else {
            double const factor = sign * unit / temperature;
            double const rest = std::fma(-factor, temperature, sign * unit) / temperature;
            factor_ = {math::as<V>(factor), math::low<V>(factor) + math::as<V>(rest)};
        }
    }

    /// The power of two.
    T unit() const noexcept { return unit_; }
    bool is_capped() const noexcept { return capped_; }
    /// The logit is one number, not a sum.
    bool is_rounded() const noexcept { return capped_ || plain_; }

    /// x as a logit, an unevaluated sum; a cap is within 4 ULP. The lower part of an infinite one
    /// says nothing.
    ACTFN_INLINE pair<V> operator()(V x) const noexcept {
        if (capped_) return {parts(x).value() * cap_, V(0)};
        if (plain_) return {x * V(unit_), V(0)};
        auto const p = math::two_product(x, factor_.hi);
        return {p.hi, p.lo + x * factor_.lo};
    }
    /// The cap's derivative by its argument. Error: 4 ULP of the rounded argument.
    ACTFN_INLINE V slope(V x) const noexcept { return capped_ ? parts(x).slope() : V(1); }
    /// The derivative by the cap, tanh(u) − u·(1 − tanh²(u)).
    ACTFN_INLINE V by_cap(V x) const noexcept {
        auto const t = parts(x);
        V const y = math::abs(t.value());
        V const u = math::at_most(math::abs(t.x), V(scaled_exp<V>::negligible));
        V const nearby = u * y * y - math::tanhshrink(u, t);
        V const distant = y - u * t.slope();
        return math::mulsign(math::select(u < V(1), nearby, distant), t.x);
    }

  private:
    ACTFN_INLINE tanh_parts<V> parts(V x) const noexcept {
        return math::tanh(V(x * factor_.hi * power_));
    }

    pair<V> factor_{V(0), V(0)};
    V power_{V(1)};
    V cap_{V(0)};
    T unit_;
    bool capped_;
    bool plain_;
};

/// The logits of a row, or of rows side by side, and the largest of them and of the sink.
template <class Row> class logits {
  public:
    using V = typename Row::value_type;
    using T = scalar_t<V>;

    /// Where the logits go, and, unless that is null, their slopes, −1 for an entry left out.
    struct memory {
        line<T> hi;
        line<T> lo;
        line<T> slope{nullptr};
    };
    /// What they are made of: entries of `keep` that are 0 are left out.
    struct sources {
        line<T const> x;
        line<T const> bias{nullptr};
        line<unsigned char const> keep{nullptr};
        pair<V> sink{V(-std::numeric_limits<T>::infinity()), V(0)};
        bool has_sink = false;
        /// Slopes are 1.
        bool by_logit = false;
    };
    /// What they are for: where the largest has to be exact, in logarithms; where it counts as 0 if
    /// there is nothing but −∞.
    struct use {
        bool exact;
        bool safe;
    };

    ACTFN_INLINE logits(Row const& rows, logit_of<V> const& f, sources const& from,
                        memory const& to, double temperature, use wanted) noexcept
        : row(rows),
          hi{to.hi.at, to.hi.step},
          lo{to.lo.at, to.lo.step},
          slope{to.slope.at, to.slope.step},
          temperature_(from.by_logit ? 1 : temperature),
          sink_{from.sink.hi * V(f.unit()), from.sink.lo * V(f.unit())},
          per_unit_(T(1) / f.unit()) {
        bool const has_bias = from.bias.at != nullptr;
        single_ = f.is_rounded() && !has_bias && !from.has_sink;
        if (from.keep.at != nullptr) {
            has_bias ? make<true, true>(f, from, to) : make<false, true>(f, from, to);
        } else {
            has_bias ? make<true, false>(f, from, to) : make<false, false>(f, from, to);
        }
        find_largest(wanted);
    }

    /// How far a logit lies below the largest, as an unevaluated sum; its lower part says nothing
    /// where the upper is infinite.
    ACTFN_INLINE pair<V> distance(V h, V l) const noexcept {
        auto const d = math::two_sum(largest_.hi, -h);
        V const rest = d.lo + (largest_.lo - l);
        if (near_) return {d.hi * per_unit_, rest * per_unit_};
        V const sum = d.hi + rest;
        auto const is_finite = d.hi <= V((std::numeric_limits<T>::max)());
        return {math::select(is_finite, sum, d.hi) * per_unit_, (rest - (sum - d.hi)) * per_unit_};
    }
    static ACTFN_INLINE scaled_exp<V> decay(pair<V> d) noexcept {
        auto const vanished = d.hi >= V(scaled_exp<V>::negligible);
        return math::exp_decay(d.hi, math::select(vanished, V(0), d.lo));
    }
    /// e^(t − largest).
    ACTFN_INLINE scaled_exp<V> operator()(V h, V l) const noexcept { return decay(distance(h, l)); }
    /// The same times a factor near 1, the same for all, enlarged.
    ACTFN_INLINE V numerator(V h, V l) const noexcept {
        return by_rounded_
            .where_usual([&](auto const& e)
                             ACTFN_LAMBDA_INLINE { return e(h * per_unit_, l * per_unit_); },
                         [&]() ACTFN_LAMBDA_INLINE { return (*this)(h, l); })
            .scaled();
    }
    /// That of the sink, 0 without one.
    ACTFN_INLINE V sink_numerator() const noexcept {
        return by_rounded_.where_usual(
            [&](auto const&) ACTFN_LAMBDA_INLINE {
                return math::select(sink_.hi == V(lowest), V(0), numerator(sink_.hi, sink_.lo));
            },
            [&]() ACTFN_LAMBDA_INLINE { return sink_scaled(); });
    }
    /// The terms of an entry, those of others times the factor of numerators, which `total` takes
    /// from their sum.
    template <class General>
    ACTFN_INLINE exp_total<V> counted(V h, General general) const noexcept {
        if (!single_) return general();
        return exp_total<V>::numerator(by_rounded_, h * per_unit_, general);
    }
    /// The sum of these, the sink's included.
    ACTFN_INLINE exp_total<V> total(V largest, V others) const noexcept {
        auto const sink = sink_term();
        return {largest + sink.largest,
                (single_ ? by_rounded_.from_m(others) : others) + sink.others};
    }
    /// A logit less the largest and log_total.
    ACTFN_INLINE V normalised(V h, V l, V log_total) const noexcept {
        auto const general = [&]() ACTFN_LAMBDA_INLINE {
            auto const d = math::finite_sum(distance(h, l));
            return V(-(d.hi + (d.lo + log_total)));
        };
        if (!single_) return general();
        auto const quick = [&](auto const&) ACTFN_LAMBDA_INLINE {
            return V((h * per_unit_ - largest_.hi * per_unit_) - log_total);
        };
        return by_rounded_.where_usual(quick, general);
    }
    /// The terms of an entry in the sum of all of these.
    ACTFN_INLINE exp_total<V> term(pair<V> d) const noexcept {
        auto const is_largest = (d.hi == V(0)) && (d.lo == V(0));
        return {math::select(is_largest, V(1), V(0)),
                math::select(is_largest, V(0), decay(d).scaled())};
    }
    /// The same where +∞ as the largest counts like any other.
    ACTFN_INLINE exp_total<V> term(V h, V l) const noexcept {
        auto const is_largest = (h == largest_.hi) && !(l < largest_.lo);
        return {math::select(is_largest, V(1), V(0)),
                math::select(is_largest, V(0), (*this)(h, l).scaled())};
    }
    /// Those of the sink, 0 without one.
    ACTFN_INLINE exp_total<V> sink_term() const noexcept {
        auto const is_none = sink_.hi == V(lowest);
        auto const t = term(sink_.hi, sink_.lo);
        return {math::select(is_none, V(0), t.largest), math::select(is_none, V(0), t.others)};
    }
    /// e^(sink − largest), enlarged.
    ACTFN_INLINE V sink_scaled() const noexcept {
        auto const t = sink_term();
        return t.largest * V(scaled_exp<V>::scale_by) + t.others;
    }
    ACTFN_INLINE V largest_plus(V v) const noexcept {
        return largest_.hi * per_unit_ + (largest_.lo * per_unit_ + v);
    }
    /// The gradient by an entry from that by its logit.
    ACTFN_INLINE V by_entry(V gradient, V by_x) const noexcept {
        return math::over_temperature(math::select(by_x < V(0), V(0), gradient * by_x),
                                      temperature_);
    }

    Row const& row;
    line<T const> hi;
    line<T const> lo;
    line<T const> slope;

  private:
    static constexpr T lowest = -std::numeric_limits<T>::infinity();

    template <bool has_bias, bool hides>
    ACTFN_INLINE void make(logit_of<V> const& f, sources const& from, memory const& to) noexcept {
        [[maybe_unused]] V const unit(f.unit());
        largest_.hi = row.largest([&](auto get, auto put) ACTFN_LAMBDA_INLINE {
            V const x = get(from.x);
            pair<V> t = f(x);
            if constexpr (has_bias) {
                V const rest = t.lo;
                t = math::two_sum(t.hi, get(from.bias) * unit);
                if (!f.is_rounded()) t = renormalised(t, rest);
            }
            V by_x(1);
            if (slope.at != nullptr && f.is_capped() && !from.by_logit) by_x = f.slope(x);
            if constexpr (hides) {
                auto const is_left_out = get(from.keep) == V(0);
                t.hi = math::select(is_left_out, V(lowest), t.hi);
                by_x = math::select(is_left_out, V(-1), by_x);
            }
            put(to.hi, t.hi);
            put(to.lo, t.lo);
            if (slope.at != nullptr) put(to.slope, by_x);
            return t.hi;
        });
    }
    /// t + rest, where t is finite.
    static ACTFN_INLINE pair<V> renormalised(pair<V> t, V rest) noexcept {
        auto const is_finite = math::abs(t.hi) <= V((std::numeric_limits<T>::max)());
        V const low = t.lo + rest;
        V const sum = t.hi + low;
        return {math::select(is_finite, sum, t.hi), low - (sum - t.hi)};
    }

    ACTFN_INLINE void find_largest(use wanted) noexcept {
        // Where all that counts is small, what the largest lacks is, too, and does no harm.
        constexpr T little = T(std::uint64_t(1) << (std::numeric_limits<T>::digits - 11));
        V const size = math::abs(largest_.hi);
        near_ =
            !math::any_less(V(little) / per_unit_, math::select(size == V(-lowest), V(0), size));
        largest_.lo = V(0);
        if (wanted.exact || !near_) {
            largest_.lo = row.largest([&](auto get, auto) ACTFN_LAMBDA_INLINE {
                return math::select(get(hi) == largest_.hi, get(lo), V(lowest));
            });
        }
        auto const sink_wins = (sink_.hi > largest_.hi) ||
                               ((sink_.hi == largest_.hi) && (sink_.lo > largest_.lo)) ||
                               !(sink_.hi == sink_.hi);
        largest_ = {math::select(sink_wins, sink_.hi, largest_.hi),
                    math::select(sink_wins, sink_.lo, largest_.lo)};
        largest_ = math::finite_sum(largest_);
        if (wanted.safe) {
            largest_.hi = math::select(largest_.hi == V(lowest), V(0), largest_.hi);
        }
        by_rounded_ = rounded_shift<V>(largest_.hi * per_unit_, true);
    }

    double temperature_;
    pair<V> sink_;
    pair<V> largest_;
    V per_unit_;
    rounded_shift<V> by_rounded_{V(0), false};
    bool near_ = true;
    bool single_ = false; // logits are numbers, without a lower part, and there is no sink
};

/// g, but 0 of an entry left out.
template <class V> ACTFN_INLINE V counted(V g, V slope) noexcept {
    return math::select(slope < V(0), V(0), g);
}

/// Softmax of logits: the sink is an entry more, of which only the others' shares are kept.
template <bool safe> struct softmax_of_logits {
    static constexpr bool is_safe = safe;
    static constexpr bool is_logarithm = false;

    template <class L, class T> static ACTFN_INLINE void forward(L const& t, line<T> y) noexcept {
        using V = typename L::V;
        auto const numerator = [&](V h, V l) ACTFN_LAMBDA_INLINE {
            V const k = t.numerator(h, l);
            return kept<V, 1>{k, {k}};
        };
        common_divisor<V> const total(
            divisor(V(t.row.template sums<terms::not_negative>(numerator, y, t.hi, t.lo)[0] +
                      t.sink_numerator())));
        auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE { return total.share(k); };
        t.row.map(normalise, y, y);
    }
    /// Returns the gradient by the sink.
    template <class L, class T>
    static ACTFN_INLINE auto backward(L const& t, line<T const> gy, line<T> gx) noexcept {
        using V = typename L::V;
        auto const terms = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
            V const k = t.numerator(h, l);
            return kept<V, 2>{h, {k, scaled_exp<V>::unscale(k) * math::counted(g, slope)}};
        };
        auto const [sum, weighted] = t.row.sums(terms, discard{}, t.hi, t.lo, t.slope, gy);
        V const of_sink = t.sink_numerator();
        V const total = divisor(V(sum + of_sink));
        V const mean = weighted / scaled_exp<V>::unscale(total);
        common_divisor<V> const by(total);
        auto const gradient = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
            return t.by_entry(by.share(t.numerator(h, l)) * (g - mean), slope);
        };
        t.row.map(gradient, gx, t.hi, t.lo, t.slope, gy);
        return V(-(of_sink / total) * mean);
    }

  private:
    template <class V> static ACTFN_INLINE V divisor(V total) noexcept {
        return safe ? math::select(total == V(0), V(1), total) : total;
    }
};

/// The logarithm of softmax of logits.
template <bool safe> struct log_softmax_of_logits {
    static constexpr bool is_safe = safe;
    static constexpr bool is_logarithm = true;

    template <class L, class T> static ACTFN_INLINE void forward(L const& t, line<T> y) noexcept {
        using V = typename L::V;
        auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
            auto const k =
                t.counted(h, [&]() ACTFN_LAMBDA_INLINE { return t.term(t.distance(h, l)); });
            return kept<V, 2>{h, {k.largest, k.others}};
        };
        auto const [largest, others] =
            t.row.template sums<terms::not_negative>(of_entry, discard{}, t.hi, t.lo);
        exp_total<V> total = t.total(largest, others);
        if (safe) {
            auto const nothing = total.largest == V(0) && total.others == V(0);
            total.largest = math::select(nothing, V(1), total.largest);
        }
        V const log_total = total.log();
        auto const normalise = [&](V h, V l)
                                   ACTFN_LAMBDA_INLINE { return t.normalised(h, l, log_total); };
        t.row.map(normalise, y, t.hi, t.lo);
    }
    template <class L, class T>
    static ACTFN_INLINE auto backward(L const& t, line<T const> gy, line<T> gx) noexcept {
        using V = typename L::V;
        auto const terms = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
            return kept<V, 2>{h, {t.numerator(h, l), math::counted(g, slope)}};
        };
        auto const [sum, all] = t.row.sums(terms, discard{}, t.hi, t.lo, t.slope, gy);
        V const of_sink = t.sink_numerator();
        V const total = sum + of_sink;
        V const weight = all;
        common_divisor<V> const by(total);
        auto const gradient = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
            V const by_logit = math::fma(-by.share(t.numerator(h, l)), weight, g);
            V const kept_ = safe ? math::select(total == V(0), V(0), by_logit) : by_logit;
            return t.by_entry(kept_, slope);
        };
        t.row.map(gradient, gx, t.hi, t.lo, t.slope, gy);
        V const by_sink = -(of_sink / total) * weight;
        return V(safe ? math::select(total == V(0), V(0), by_sink) : by_sink);
    }
};

/// The logarithm of the sum of e^ of logits, the sink's included.
struct logsumexp_of_logits {
    static constexpr bool is_safe = false;
    static constexpr bool is_logarithm = true;

    template <class L> static ACTFN_INLINE auto reduce(L const& t) noexcept {
        using V = typename L::V;
        auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
            auto const k = t.counted(h, [&]() ACTFN_LAMBDA_INLINE { return t.term(h, l); });
            return kept<V, 2>{h, {k.largest, k.others}};
        };
        auto const [largest, others] =
            t.row.template sums<terms::not_negative>(of_entry, discard{}, t.hi, t.lo);
        return V(t.largest_plus(t.total(largest, others).log()));
    }
    /// Of `safe` logits.
    template <class L, class T, class V>
    static ACTFN_INLINE V backward(L const& t, V gy, line<T> gx) noexcept {
        auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
            return kept<V, 1>{h, {t.numerator(h, l)}};
        };
        V const of_sink = t.sink_numerator();
        V const sum =
            t.row.template sums<terms::not_negative>(of_entry, discard{}, t.hi, t.lo)[0] + of_sink;
        V const total = math::select(sum == V(0), V(1), sum);
        common_divisor<V> const by(total);
        auto const gradient = [&](V h, V l, V slope) ACTFN_LAMBDA_INLINE {
            return t.by_entry(by.share(t.numerator(h, l)) * gy, slope);
        };
        t.row.map(gradient, gx, t.hi, t.lo, t.slope);
        return (of_sink / total) * gy;
    }
};

} // namespace actfn::math
