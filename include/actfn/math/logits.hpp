// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>
#include <actfn/math/log_softmax_rows.hpp>
#include <actfn/math/logit_of.hpp>

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

/// The logits of a row, or of rows side by side, and the largest of them and of the sink. An entry
/// of the two lines is a logit as a sum, or, where there is no bias, a number that stands for it.
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
    /// there is nothing but −∞; where, if the logits are numbers, they are all that is wanted.
    struct use {
        bool exact;
        bool safe;
        bool are_numbers_enough = false;
    };

    ACTFN_INLINE logits(Row const& rows, logit_of<V> const& f, sources const& from,
                        memory const& to, double temperature, use wanted) noexcept
        : row(rows),
          hi{to.hi.at, to.hi.step},
          lo{from.bias.at != nullptr ? to.lo.at : to.hi.at, to.lo.step},
          slope{to.slope.at, to.slope.step},
          f_(f),
          temperature_(from.by_logit ? 1 : temperature),
          sink_{from.sink.hi * V(f.unit()), from.sink.lo * V(f.unit())},
          per_unit_(f.per_unit()),
          numbers_(from.bias.at == nullptr),
          single_(numbers_ && !from.has_sink) {
        std::true_type const yes;
        std::false_type const no;
        bool const hides = from.keep.at != nullptr;
        if (f.is_capped()) {
            largest_entry_ = make(yes, !numbers_, hides, from, to);
        } else if (hides) {
            largest_entry_ = numbers_ ? make(no, no, yes, from, to) : make(no, yes, yes, from, to);
        } else {
            largest_entry_ = numbers_ ? make(no, no, no, from, to) : make(no, yes, no, from, to);
        }
        if (!(single_ && wanted.are_numbers_enough)) find_largest(wanted);
    }

    /// The entries are numbers without a sink beside them.
    bool are_numbers() const noexcept { return single_; }
    /// Of these, the largest, and by how much they are too large for logits.
    V const& largest_entry() const noexcept { return largest_entry_; }
    double divisor() const noexcept { return f_.divisor(); }
    /// An entry of the two lines as a logit.
    ACTFN_INLINE pair<V> at(V h, V l) const noexcept {
        return numbers_ ? f_.from_number(h) : pair<V>{h, l};
    }
    /// How far a logit lies below the largest, as an unevaluated sum; its lower part says nothing
    /// where the upper is infinite.
    ACTFN_INLINE pair<V> distance(pair<V> t) const noexcept {
        auto const d = math::two_sum(largest_.hi, -t.hi);
        V const rest = d.lo + (largest_.lo - t.lo);
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
    ACTFN_INLINE scaled_exp<V> operator()(pair<V> t) const noexcept { return decay(distance(t)); }
    /// f(numerator), numerator(entry) being the same times a factor near 1, the same for all,
    /// enlarged.
    template <class F> ACTFN_INLINE auto with_numerators(F f) const noexcept {
        bool const usual = by_rounded_.all_usual();
        return f([this, usual, by = by_rounded_](V h, V l) ACTFN_LAMBDA_INLINE {
            return usual ? numerator(by.scaled(), h, l) : unusual(h, l);
        });
    }
    /// That of the sink, 0 without one.
    ACTFN_INLINE V sink_numerator() const noexcept {
        auto const quick = [&](auto const& e) ACTFN_LAMBDA_INLINE {
            V const k = e(sink_.hi * per_unit_, sink_.lo * per_unit_).scaled();
            return math::select(sink_.hi == V(lowest), V(0), k);
        };
        return by_rounded_.where_usual(quick, [&]() ACTFN_LAMBDA_INLINE { return sink_scaled(); });
    }
    /// The terms of an entry, those of others times the factor of numerators, which `total` takes
    /// from their sum.
    ACTFN_INLINE exp_total<V> counted(V h, V l) const noexcept {
        auto const general = [&]() ACTFN_LAMBDA_INLINE { return term_of(at(h, l)); };
        if (!single_) return general();
        return by_rounded_.where_usual(
            [&](auto const& e) ACTFN_LAMBDA_INLINE { return exp_total<V>::numerator(e, h); },
            general);
    }
    /// The sum of these, the sink's included.
    ACTFN_INLINE exp_total<V> total(V largest, V others) const noexcept {
        return with_sink({largest, single_ ? by_rounded_.from_m(others) : others});
    }
    /// A logit less the largest and log_total.
    ACTFN_INLINE V normalised(V h, V l, V log_total) const noexcept {
        auto const d = math::finite_sum(distance(at(h, l)));
        return -(d.hi + (d.lo + log_total));
    }
    /// The terms of an entry in the sum of all of these.
    ACTFN_INLINE exp_total<V> term(pair<V> d) const noexcept {
        return exp_total<V>::term((d.hi == V(0)) && (d.lo == V(0)), decay(d));
    }
    /// The same of a logit where +∞ as the largest counts like any other.
    ACTFN_INLINE exp_total<V> term_of(pair<V> t) const noexcept {
        return exp_total<V>::term((t.hi == largest_.hi) && !(t.lo < largest_.lo), (*this)(t));
    }
    /// Those of the sink added, if there is one.
    ACTFN_INLINE exp_total<V> with_sink(exp_total<V> const& others) const noexcept {
        auto const sink = sink_term();
        return {others.largest + sink.largest, others.others + sink.others};
    }
    /// e^(sink − largest), enlarged.
    ACTFN_INLINE V sink_scaled() const noexcept { return sink_term().scaled(); }
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
    template <class E> ACTFN_INLINE V numerator(E const& by, V h, V l) const noexcept {
        return (numbers_ ? by(h) : by(h * per_unit_, l * per_unit_)).scaled();
    }
    /// Rare, and not to be repeated in every loop.
    ACTFN_NOINLINE V unusual(V h, V l) const noexcept {
        auto const quick = [&](auto const&) ACTFN_LAMBDA_INLINE {
            return numerator(by_rounded_.scaled(), h, l);
        };
        return by_rounded_.where_usual(
            quick, [&]() ACTFN_LAMBDA_INLINE { return (*this)(at(h, l)).scaled(); });
    }

    static constexpr T lowest = -std::numeric_limits<T>::infinity();

    /// Fills the lines. Returns the largest entry. What is known while compiling is not asked for
    /// every entry.
    template <class Capped, class HasBias, class Hides>
    ACTFN_INLINE V make(Capped is_capped, HasBias has_bias, Hides hides, sources const& from,
                        memory const& to) noexcept {
        logit_of<V> const f = f_; // what is stored cannot change it
        V const unit(f.unit());
        return row.largest([&](auto get, auto put) ACTFN_LAMBDA_INLINE {
            V const x = get(from.x);
            pair<V> t{is_capped ? f.capped(x) : f.signed_entry(x), V(0)};
            if (has_bias) {
                if (!is_capped) t = f.from_number(t.hi);
                V const rest = t.lo;
                t = math::two_sum(t.hi, get(from.bias) * unit);
                if (!f.is_rounded()) t = renormalised(t, rest);
            }
            V by_x(1);
            if (is_capped && slope.at != nullptr && !from.by_logit) by_x = f.slope(x);
            if (hides) {
                auto const is_left_out = get(from.keep) == V(0);
                t.hi = math::select(is_left_out, V(lowest), t.hi);
                by_x = math::select(is_left_out, V(-1), by_x);
            }
            put(to.hi, t.hi);
            if (has_bias) put(to.lo, t.lo);
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
        V const entry = largest_entry_;
        largest_ = numbers_ ? f_.from_number(entry) : pair<V>{entry, V(0)};
        // Where all that counts is small, what the largest lacks is, too, and does no harm.
        constexpr T little = T(std::uint64_t(1) << (std::numeric_limits<T>::digits - 11));
        V const size = math::abs(largest_.hi);
        near_ =
            !math::any_less(V(little) / per_unit_, math::select(size == V(-lowest), V(0), size));
        if (!numbers_ && (wanted.exact || !near_)) {
            largest_.lo = row.largest([&](auto get, auto) ACTFN_LAMBDA_INLINE {
                return math::select(get(hi) == largest_.hi, get(lo), V(lowest));
            });
        }
        largest_ = math::finite_sum(largest_);
        auto const sink_wins = (sink_.hi > largest_.hi) ||
                               ((sink_.hi == largest_.hi) && (sink_.lo > largest_.lo)) ||
                               !(sink_.hi == sink_.hi);
        largest_ = {math::select(sink_wins, sink_.hi, largest_.hi),
                    math::select(sink_wins, sink_.lo, largest_.lo)};
        largest_ = math::finite_sum(largest_);
        if (wanted.safe) {
            largest_.hi = math::select(largest_.hi == V(lowest), V(0), largest_.hi);
        }
        if (numbers_) {
            V const sink = sink_.hi * per_unit_ * math::as<V>(f_.divisor());
            V const largest = math::select(sink_wins, sink, entry);
            by_rounded_ = rounded_shift<V>(
                wanted.safe ? math::select(largest == V(lowest), V(0), largest) : largest,
                f_.divisor());
        } else {
            by_rounded_ = rounded_shift<V>(largest_.hi * per_unit_);
        }
    }
    /// The terms of the sink, 0 without one.
    ACTFN_INLINE exp_total<V> sink_term() const noexcept {
        auto const is_none = sink_.hi == V(lowest);
        auto const t = term_of(sink_);
        return {math::select(is_none, V(0), t.largest), math::select(is_none, V(0), t.others)};
    }

    logit_of<V> const& f_;
    double temperature_;
    pair<V> sink_;
    V largest_entry_{};
    pair<V> largest_{};
    V per_unit_;
    rounded_shift<V> by_rounded_{};
    bool near_ = true;
    bool numbers_; // there is no bias
    bool single_;  // and no sink
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
        if (t.are_numbers()) {
            share(t, y);
            return;
        }
        t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const numerator = [&](V h, V l) ACTFN_LAMBDA_INLINE {
                V const k = e(h, l);
                return kept<V, 1>{k, {k}};
            };
            V const others = t.row.template sums<terms::not_negative>(numerator, y, t.hi, t.lo)[0];
            common_divisor<V> const total(divisor(V(others + t.sink_numerator())));
            auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE { return total.share(k); };
            t.row.map(normalise, y, y);
        });
    }
    /// Returns the gradient by the sink.
    template <class L, class T>
    static ACTFN_INLINE auto backward(L const& t, line<T const> gy, line<T> gx) noexcept {
        using V = typename L::V;
        return t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const sums = weighted_total<V>::of([&](V unit) ACTFN_LAMBDA_INLINE {
                auto const terms = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                    V const k = e(h, l);
                    return kept<V, 2>{h, {k, k * unit * math::counted(g, slope)}};
                };
                return t.row.sums(terms, discard{}, t.hi, t.lo, t.slope, gy);
            });
            V const of_sink = t.sink_numerator();
            V const total = divisor(V(sums.sum + of_sink));
            V const mean = sums.mean(total);
            common_divisor<V> const by(total);
            auto const gradient = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                return t.by_entry(by.share(e(h, l)) * (g - mean), slope);
            };
            t.row.map(gradient, gx, t.hi, t.lo, t.slope, gy);
            return V(-(of_sink / total) * mean);
        });
    }

  private:
    template <class L, class T> static ACTFN_NOINLINE void share(L const& t, line<T> y) noexcept {
        softmax_rows<itself, safe>{t.divisor()}.share(t.row, t.largest_entry(), t.hi, y);
    }
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
        if (t.are_numbers()) {
            log_softmax_rows<safe>{t.divisor()}.normalise(t.row, t.largest_entry(), t.hi, y);
            return;
        }
        auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
            auto const k = t.term(t.distance(t.at(h, l)));
            return kept<V, 2>{h, {k.largest, k.others}};
        };
        auto const [largest, others] =
            t.row.template sums<terms::not_negative>(of_entry, discard{}, t.hi, t.lo);
        exp_total<V> total = t.with_sink({largest, others});
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
        return t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const terms = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                return kept<V, 2>{h, {e(h, l), math::counted(g, slope)}};
            };
            auto const [sum, all] = t.row.sums(terms, discard{}, t.hi, t.lo, t.slope, gy);
            V const of_sink = t.sink_numerator();
            V const total = sum + of_sink;
            V const weight = all;
            common_divisor<V> const by(total);
            auto const gradient = [&](V h, V l, V slope, V g) ACTFN_LAMBDA_INLINE {
                V const by_logit = math::fma(-by.share(e(h, l)), weight, g);
                V const kept_ = safe ? math::select(total == V(0), V(0), by_logit) : by_logit;
                return t.by_entry(kept_, slope);
            };
            t.row.map(gradient, gx, t.hi, t.lo, t.slope, gy);
            V const by_sink = -(of_sink / total) * weight;
            return V(safe ? math::select(total == V(0), V(0), by_sink) : by_sink);
        });
    }
};

/// The logarithm of the sum of e^ of logits, the sink's included.
struct logsumexp_of_logits {
    static constexpr bool is_safe = false;
    static constexpr bool is_logarithm = true;

    template <class L> static ACTFN_INLINE auto reduce(L const& t) noexcept {
        using V = typename L::V;
        auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
            auto const k = t.counted(h, l);
            return kept<V, 2>{h, {k.largest, k.others}};
        };
        auto const [largest, others] =
            t.row.template sums<terms::not_negative>(of_entry, discard{}, t.hi, t.lo);
        return V(t.largest_plus(t.total(largest, others).log()));
    }
    /// Of `safe` logits.
    template <class L, class T, class V>
    static ACTFN_INLINE V backward(L const& t, V gy, line<T> gx) noexcept {
        return t.with_numerators([&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
                return kept<V, 1>{h, {e(h, l)}};
            };
            V const of_sink = t.sink_numerator();
            V const others =
                t.row.template sums<terms::not_negative>(of_entry, discard{}, t.hi, t.lo)[0];
            V const sum = others + of_sink;
            V const total = math::select(sum == V(0), V(1), sum);
            common_divisor<V> const by(total);
            auto const gradient = [&](V h, V l, V slope) ACTFN_LAMBDA_INLINE {
                return t.by_entry(by.share(e(h, l)) * gy, slope);
            };
            t.row.map(gradient, gx, t.hi, t.lo, t.slope);
            return V((of_sink / total) * gy);
        });
    }
};

} // namespace actfn::math
