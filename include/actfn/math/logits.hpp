// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>
#include <actfn/math/log_softmax_rows.hpp>
#include <actfn/math/logit_of.hpp>

#include <memory>

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
/// There is neither bias nor mask unless `has_lines`: most of what follows is for them.
template <class Row, bool has_lines> class logits {
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

        ACTFN_INLINE bool adds() const noexcept { return has_lines && bias.at != nullptr; }
        ACTFN_INLINE bool hides() const noexcept { return has_lines && keep.at != nullptr; }
    };
    /// What they are for: where the largest has to be exact, in logarithms; where it counts as 0 if
    /// there is nothing but −∞; where, if the logits are numbers, they are all that is wanted.
    struct use {
        bool exact;
        bool safe;
        bool are_numbers_enough = false;
    };

    ACTFN_INLINE logits(Row const& rows, logit_of<V> const& f, sources const& from,
                        memory const& to, double temperature, use const& wanted) noexcept
        : row(rows),
          hi{to.hi.at, to.hi.step},
          lo{from.adds() ? to.lo.at : to.hi.at, to.lo.step},
          slope{to.slope.at, to.slope.step},
          f_(f),
          temperature_(from.by_logit ? 1 : temperature),
          unit_(f.unit()),
          per_unit_(f.per_unit()),
          adds_(from.adds()),
          has_sink_(from.has_sink) {
        largest_entry_ = make(from, to);
        sink_ = {from.sink.hi * V(unit_), from.sink.lo * V(unit_)};
        if (!(are_numbers() && wanted.are_numbers_enough)) find_largest(wanted);
    }

    /// The entries are numbers without a sink beside them.
    ACTFN_INLINE bool are_numbers() const noexcept { return numbers() && !has_sink_; }
    /// Of these, the largest, and by how much they are too large for logits.
    V const& largest_entry() const noexcept { return largest_entry_; }
    double divisor() const noexcept { return f_.divisor(); }
    /// An entry of the two lines as a logit.
    ACTFN_INLINE pair<V> at(V h, V l) const noexcept {
        return numbers() ? f_.from_number(h) : pair<V>{h, l};
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
        if (is_quick()) [[likely]] {
            auto const by = by_rounded_.logits();
            if constexpr (has_lines) {
                if (!numbers()) {
                    return f([by](V h, V l) ACTFN_LAMBDA_INLINE { return by(h, l).scaled(); });
                }
            }
            return f([by](V h, V) ACTFN_LAMBDA_INLINE { return by(h).scaled(); });
        }
        bool const usual = by_rounded_.all_usual();
        return f([this, usual, by = by_rounded_](V h, V l) ACTFN_LAMBDA_INLINE {
            return usual ? numerator(by.scaled(), h, l) : unusual(h, l);
        });
    }
    /// That of the sink, 0 without one.
    ACTFN_INLINE V sink_numerator() const noexcept {
        if (!has_sink_) return V(0);
        auto const quick = [&](auto const& e) ACTFN_LAMBDA_INLINE {
            V const k = e(sink_.hi * per_unit_, sink_.lo * per_unit_).scaled();
            return math::select(sink_.hi == V(lowest), V(0), k);
        };
        return by_rounded_.where_usual(quick, [&]() ACTFN_LAMBDA_INLINE { return sink_scaled(); });
    }
    /// The sum of all terms, the sink's included: sums(terms) are those of terms(entry). +∞ makes
    /// it NaN or, where it counts, is like any other as the largest.
    template <bool counts_infinity, class F>
    ACTFN_INLINE exp_total<V> total(F sums) const noexcept {
        if (is_quick()) [[likely]] {
            auto const by = by_rounded_.template logits<rounded_shift<V>::lift>();
            auto const m = largest_;
            auto const all_terms = [&](auto const& terms) ACTFN_LAMBDA_INLINE {
                auto all = sums(terms);
                all.others = by_rounded_.from_m(all.others, m.lo);
                return with_sink(all);
            };
            if constexpr (has_lines) {
                if (!numbers()) {
                    return all_terms([by, m](V h, V l) ACTFN_LAMBDA_INLINE {
                        return exp_total<V>::lifted((h == m.hi) && !(l < m.lo), by(h, l));
                    });
                }
            }
            return all_terms([by, m](V h, V) ACTFN_LAMBDA_INLINE {
                return exp_total<V>::lifted(h == m.hi, by(h));
            });
        }
        auto all = sums([this](V h, V l) ACTFN_LAMBDA_INLINE {
            return this->template counted<counts_infinity>(h, l);
        });
        if (may_be_quick() || are_numbers()) {
            all.others = by_rounded_.from_m(all.others, largest_.lo * per_unit_);
        }
        return with_sink(all);
    }
    template <bool counts_infinity> ACTFN_INLINE exp_total<V> sum_of_terms() const noexcept {
        return this->template total<counts_infinity>([this](auto const& terms) ACTFN_LAMBDA_INLINE {
            auto const of_entry = [&](V h, V l) ACTFN_LAMBDA_INLINE {
                auto const k = terms(h, l);
                return kept<V, 2>{h, {k.largest, k.others}};
            };
            auto const [largest, others] =
                row.template sums<math::terms::not_negative>(of_entry, discard{}, hi, lo);
            return exp_total<V>{largest, others};
        });
    }
    /// f(normalised), normalised(entry) being a logit less the largest and log_total.
    template <class F> ACTFN_INLINE void with_normalised(V log_total, F f) const noexcept {
        if (is_quick()) [[likely]] {
            auto const m = largest_;
            if constexpr (has_lines) {
                if (!numbers()) {
                    return f([=](V h, V l)
                                 ACTFN_LAMBDA_INLINE { return below_largest(m, h, l, log_total); });
                }
            }
            V const below = log_total + m.lo;
            return f([=](V h, V) ACTFN_LAMBDA_INLINE { return (h - m.hi) - below; });
        }
        f([=, this](V h, V l) ACTFN_LAMBDA_INLINE { return normalised(h, l, log_total); });
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
        if (!has_sink_) return others;
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
    /// There is no bias.
    ACTFN_INLINE bool numbers() const noexcept { return !has_lines || !adds_; }
    /// Of a row of usual size numerators, terms and what is normalised are made without asking for
    /// more than a number, or a sum of two in units of 1.
    ACTFN_INLINE bool may_be_quick() const noexcept { return !numbers() || by_rounded_.is_plain(); }
    ACTFN_INLINE bool is_quick() const noexcept {
        return by_rounded_.all_usual() && may_be_quick() && (numbers() || !is_scaled_);
    }
    /// A lower part, but finite and bounded.
    static ACTFN_INLINE V bounded(V lo) noexcept {
        return math::at_least(V(-T(0x1p16)), math::at_most(V(T(0x1p16)), lo));
    }
    static ACTFN_INLINE V below_largest(pair<V> m, V h, V l, V log_total) noexcept {
        return (h - m.hi) - (log_total + (m.lo - l));
    }
    /// The terms of an entry, those of others of usual size times the factor of numerators. Rare.
    template <bool counts_infinity> ACTFN_NOINLINE exp_total<V> counted(V h, V l) const noexcept {
        auto const general = [&]() ACTFN_LAMBDA_INLINE {
            return counts_infinity ? term_of(at(h, l)) : term(distance(at(h, l)));
        };
        if (!may_be_quick() && !are_numbers()) return general();
        auto const quick = [&](auto const& e) ACTFN_LAMBDA_INLINE {
            if (numbers()) return exp_total<V>::lifted(h == e.largest(), e.lifted(h));
            auto const by = e.template logits<rounded_shift<V>::lift>();
            return exp_total<V>::lifted((h == largest_.hi) && !(l < largest_.lo),
                                        by(h * per_unit_, bounded(l * per_unit_)));
        };
        return by_rounded_.where_usual(quick, general);
    }
    ACTFN_NOINLINE V normalised(V h, V l, V log_total) const noexcept {
        auto const d = math::finite_sum(distance(at(h, l)));
        V const general = -(d.hi + (d.lo + log_total));
        if (!may_be_quick()) return general;
        pair<V> const m{largest_.hi * per_unit_, largest_.lo * per_unit_};
        V const quick = numbers()
                            ? (h - m.hi) - (log_total + m.lo)
                            : below_largest(m, h * per_unit_, bounded(l * per_unit_), log_total);
        return math::select(by_rounded_.usual(), quick, general);
    }
    template <class E> ACTFN_INLINE V numerator(E const& by, V h, V l) const noexcept {
        return (numbers() ? by(h) : by(h * per_unit_, l * per_unit_)).scaled();
    }
    /// Rare, and not to be repeated in every loop.
    ACTFN_NOINLINE V unusual(V h, V l) const noexcept {
        auto const quick = [&](auto const&)
                               ACTFN_LAMBDA_INLINE { return numerator(by_rounded_, h, l); };
        return by_rounded_.where_usual(
            quick, [&]() ACTFN_LAMBDA_INLINE { return (*this)(at(h, l)).scaled(); });
    }

    static constexpr std::true_type yes{};
    static constexpr std::false_type no{};
    static constexpr T lowest = -std::numeric_limits<T>::infinity();

    /// Fills the lines with logits: of(get, take) gives one to `take`, a number or the parts of a
    /// sum, of which the lower is kept within `most`; slope_of(get) is its slope. Returns the
    /// largest. What is known while compiling, std::true_type and the like, is not asked for every
    /// entry.
    template <class Hides, class Slopes, class F, class Slope>
    ACTFN_INLINE V fill(Hides hides, Slopes has_slopes, sources const& from, memory const& to,
                        V most, F of, Slope slope_of) const noexcept {
        // What is stored cannot change copies.
        auto const keep = from.keep;
        auto const hi_ = to.hi;
        auto const lo_ = to.lo;
        auto const slopes = to.slope;
        return row.largest([&](auto get, auto put) ACTFN_LAMBDA_INLINE {
            return of(get, [&](V t, auto... rest) ACTFN_LAMBDA_INLINE {
                // And no NaN.
                (put(lo_, math::at_least(-most, math::at_most(most, rest))), ...);
                V by_x(1);
                if (has_slopes) by_x = slope_of(get);
                V entry = t;
                if (hides) {
                    auto const is_left_out = get(keep);
                    entry = math::select(is_left_out, V(lowest), t);
                    by_x = math::select(is_left_out, V(-1), by_x);
                }
                put(hi_, entry);
                if (has_slopes) put(slopes, by_x);
                return entry;
            });
        });
    }
    ACTFN_INLINE V make(sources const& from, memory const& to) noexcept {
        if constexpr (has_lines) {
            if (!numbers()) return make_sums(from, to);
        }
        return f_.is_capped() ? make_capped<false>(1, V(0), from, to) : make_numbers(from, to);
    }
    struct slope_of_one {
        template <class Get> ACTFN_INLINE V operator()(Get) const noexcept { return V(1); }
    };
    /// Numbers that are entries times a power of two; where they are the entries, these serve.
    ACTFN_INLINE V make_numbers(sources const& from, memory const& to) noexcept {
        bool const hides = from.hides();
        if (!hides && f_.sign() == 1 && to.slope.at == nullptr) {
            hi = from.x;
            lo = from.x;
            return (row.max)(from.x);
        }
        if (f_.sign() == 1 && to.slope.at == nullptr) {
            auto const same = [x = from.x](auto get, auto take)
                                  ACTFN_LAMBDA_INLINE { return take(V(get(x))); };
            return fill(yes, no, from, to, V(0), same, slope_of_one{});
        }
        auto const of = [x = from.x, by = V(f_.sign())](auto get, auto take)
                            ACTFN_LAMBDA_INLINE { return take(V(get(x) * by)); };
        return fill(hides, to.slope.at != nullptr, from, to, V(0), of, slope_of_one{});
    }
    /// With a cap, and perhaps a bias and a mask.
    template <bool is_sum>
    ACTFN_INLINE V make_capped(T unit, V most, sources const& from,
                               memory const& to) const noexcept {
        sources const in = from;
        auto const f = f_.capped(unit);
        auto const of = [&](auto get, auto take) ACTFN_LAMBDA_INLINE {
            V const t = f(get(in.x));
            if constexpr (is_sum) {
                auto const sum = math::two_sum(t, get(in.bias) * V(unit));
                return take(sum.hi, sum.lo);
            } else {
                return take(t);
            }
        };
        auto const slope_of = [&](auto get) ACTFN_LAMBDA_INLINE {
            return in.by_logit ? V(1) : V(f.slope(get(in.x)));
        };
        bool const has_slopes = to.slope.at != nullptr;
        return fill(in.hides(), has_slopes, in, to, most, of, slope_of);
    }
    /// Sums with a bias: first in units of 1, which serve where the largest logit is of usual size;
    /// then the lower parts are small where logits do not vanish, and finite elsewhere.
    ACTFN_INLINE V make_sums(sources const& from, memory const& to) noexcept {
        V const most(T(0x1p16));
        bool const hides = from.hides();
        bool const has_slopes = to.slope.at != nullptr;
        auto const exact = [&](auto is_hiding, auto with_slopes) ACTFN_LAMBDA_INLINE {
            return fill(is_hiding, with_slopes, from, to, most, exact_sum(from, f_.sign()),
                        slope_of_one{});
        };
        V const largest = f_.is_capped()     ? make_capped<true>(1, most, from, to)
                          : !f_.is_rounded() ? make_inexact(1, most, from, to)
                          : has_slopes       ? exact(hides, yes)
                          : hides            ? exact(yes, no)
                                             : exact(no, no);
        is_scaled_ = math::any_less(V(rounded_shift<V>::usual_size), math::abs(largest));
        if (is_scaled_) return make_scaled_sums(from, to);
        per_unit_ = V(1);
        unit_ = 1;
        return largest;
    }
    /// The same in units of f_. Rare.
    ACTFN_NOINLINE V make_scaled_sums(sources const& from, memory const& to) const noexcept {
        T const unit = f_.unit();
        V const most(-lowest);
        if (f_.is_capped()) return make_capped<true>(unit, most, from, to);
        if (!f_.is_rounded()) return make_inexact(unit, most, from, to);
        auto const of = [x = from.x, bias = from.bias, by = V(unit) * V(f_.sign()),
                         unit](auto get, auto take) ACTFN_LAMBDA_INLINE {
            auto const t = math::two_sum(get(x) * by, get(bias) * V(unit));
            return take(t.hi, t.lo);
        };
        return fill(from.hides(), to.slope.at != nullptr, from, to, most, of, slope_of_one{});
    }
    /// x times a power of two, plus the bias.
    static ACTFN_INLINE auto exact_sum(sources const& from, T sign) noexcept {
        return [x = from.x, bias = from.bias, by = V(sign)](auto get, auto take)
                   ACTFN_LAMBDA_INLINE {
                       auto const t = math::exact_two_sum(get(x), by, get(bias));
                       return take(t.hi, t.lo);
                   };
    }
    /// x/T, which is a sum as well, plus the bias, in such units.
    ACTFN_INLINE V make_inexact(T unit, V most, sources const& from,
                                memory const& to) const noexcept {
        auto const of = [x = from.x, bias = from.bias, by = f_.factor(unit),
                         unit](auto get, auto take) ACTFN_LAMBDA_INLINE {
            V const v = get(x);
            auto const p = math::two_product(v, by.hi);
            auto const t = renormalised(math::two_sum(p.hi, get(bias) * V(unit)), p.lo + v * by.lo);
            return take(t.hi, t.lo);
        };
        return fill(from.hides(), to.slope.at != nullptr, from, to, most, of, slope_of_one{});
    }
    /// t + rest, where t is finite.
    static ACTFN_INLINE pair<V> renormalised(pair<V> t, V rest) noexcept {
        auto const is_finite = math::abs(t.hi) <= V((std::numeric_limits<T>::max)());
        V const low = t.lo + rest;
        V const sum = t.hi + low;
        return {math::select(is_finite, sum, t.hi), low - (sum - t.hi)};
    }
    ACTFN_INLINE void find_largest(use const& wanted) noexcept {
        V const entry = largest_entry_;
        largest_ = numbers() ? f_.from_number(entry) : pair<V>{entry, V(0)};
        // Where all that counts is small, what the largest lacks is, too, and does no harm.
        constexpr T little = T(std::uint64_t(1) << (std::numeric_limits<T>::digits - 11));
        V const size = math::abs(largest_.hi);
        near_ = !math::any_less(V(little) * V(unit_), math::select(size == V(-lowest), V(0), size));
        if (!numbers() && (wanted.exact || !near_)) {
            largest_.lo = row.largest([&](auto get, auto) ACTFN_LAMBDA_INLINE {
                return math::select(get(hi) == largest_.hi, get(lo), V(lowest));
            });
        }
        largest_ = math::finite_sum(largest_);
        V number = entry;
        if (has_sink_) {
            auto const sink_wins = (sink_.hi > largest_.hi) ||
                                   ((sink_.hi == largest_.hi) && (sink_.lo > largest_.lo)) ||
                                   !(sink_.hi == sink_.hi);
            largest_ = {math::select(sink_wins, sink_.hi, largest_.hi),
                        math::select(sink_wins, sink_.lo, largest_.lo)};
            largest_ = math::finite_sum(largest_);
            number =
                math::select(sink_wins, sink_.hi * per_unit_ * math::as<V>(f_.divisor()), number);
        }
        if (wanted.safe) {
            largest_.hi = math::select(largest_.hi == V(lowest), V(0), largest_.hi);
            number = math::select(number == V(lowest), V(0), number);
        }
        if (numbers()) { // in place: it is large
            std::construct_at(&by_rounded_, number, f_.divisor());
        } else {
            std::construct_at(&by_rounded_, largest_.hi * per_unit_);
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
    pair<V> sink_{};
    V largest_entry_{};
    pair<V> largest_{};
    T unit_;
    V per_unit_;
    rounded_shift<V> by_rounded_;
    bool near_ = true;
    bool is_scaled_ = true; // sums are in units of f_
    bool adds_;             // a bias
    bool has_sink_;
};

/// g, but 0 of an entry left out.
template <class V> ACTFN_INLINE V counted(V g, V slope) noexcept {
    return math::select(slope < V(0), V(0), g);
}

} // namespace actfn::math
