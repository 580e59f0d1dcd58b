// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/logits.hpp>

/// The scores of a row of which softmax makes shares, plain entries or logits with options, read
/// alike by what is computed of them: entry by entry, as distances from the largest.
namespace actfn::inline ACTFN_ABI::math {

/// Entries as they are.
template <class Row> class plain_scores {
  public:
    using V = typename Row::value_type;
    using T = scalar_t<V>;

    struct entry {
        shifted_exp<V> const& e;
        V x;

        /// How far below the largest, as an unevaluated sum.
        ACTFN_INLINE pair<V> distance() const noexcept { return e.distance(x); }
        /// What it adds to Σ e^(x − largest), and that times the factor of `scaled_exp`.
        ACTFN_INLINE exp_total<V> term() const noexcept { return exp_total<V>::term(e, x); }
        ACTFN_INLINE V scaled() const noexcept { return e(x).scaled(); }
        /// v, but 0 of an entry that is left out.
        ACTFN_INLINE V counted(V v) const noexcept { return v; }
        ACTFN_INLINE V by_entry(V gradient) const noexcept { return gradient; }
    };

    ACTFN_INLINE plain_scores(Row const& rows, line<T const> x) noexcept
        : row(rows), x_(x), largest_((rows.max)(x)), e_(largest_, 1) {}

    /// The sums of the terms of f(entry, more...), as `sums` of rows.
    template <terms known = terms::signed_, class F, class Keep, class... More>
    ACTFN_INLINE auto sums(F f, Keep keep, line<More>... more) const noexcept {
        auto const of_entry = [&](V x, auto... m) ACTFN_LAMBDA_INLINE {
            return f(entry{e_, x}, m...);
        };
        return row.template sums<known>(of_entry, keep, x_, more...);
    }
    /// gx = f(entry, more...), a gradient by the entry.
    template <class F, class... More>
    ACTFN_INLINE void map(F f, line<T> gx, line<More>... more) const noexcept {
        auto const of_entry = [&](V x, auto... m) ACTFN_LAMBDA_INLINE {
            return f(entry{e_, x}, m...);
        };
        row.map(of_entry, gx, x_, more...);
    }
    /// gx = f(gx, more...), likewise.
    template <class F, class... More>
    ACTFN_INLINE void finish(F f, line<T> gx, line<More>... more) const noexcept {
        row.map(f, gx, line<T const>{gx.at, gx.step}, more...);
    }
    ACTFN_INLINE entry pick(std::size_t const* index) const noexcept {
        return {e_, row.pick(x_, index)};
    }
    /// v in equal parts for all entries.
    ACTFN_INLINE V share(double v) const noexcept {
        return math::as<V>(v / static_cast<double>(row.size()));
    }
    /// The terms of a sink, e^sink being one more of the sum.
    ACTFN_INLINE exp_total<V> with_sink(exp_total<V> const& total) const noexcept { return total; }
    ACTFN_INLINE V sink_scaled() const noexcept { return V(0); }
    ACTFN_INLINE V largest_plus(V v) const noexcept { return largest_ + v; }

    Row const& row;

  private:
    line<T const> x_;
    V largest_;
    shifted_exp<V> e_;
};

/// Logits with their slopes.
template <class Row, bool has_lines> class logit_scores {
  public:
    using V = typename Row::value_type;
    using T = scalar_t<V>;

    struct entry {
        logits<Row, has_lines> const& t;
        V hi;
        V lo;
        V slope;

        ACTFN_INLINE pair<V> distance() const noexcept {
            return math::finite_sum(t.distance(t.at(hi, lo)));
        }
        ACTFN_INLINE exp_total<V> term() const noexcept { return t.term(t.distance(t.at(hi, lo))); }
        ACTFN_INLINE V scaled() const noexcept { return t(t.at(hi, lo)).scaled(); }
        ACTFN_INLINE V counted(V v) const noexcept { return math::counted(v, slope); }
        ACTFN_INLINE V by_entry(V gradient) const noexcept { return t.by_entry(gradient, slope); }
    };

    /// The logits have been made `exact`.
    explicit ACTFN_INLINE logit_scores(logits<Row, has_lines> const& t) noexcept
        : row(t.row), t_(t) {}

    template <terms known = terms::signed_, class F, class Keep, class... More>
    ACTFN_INLINE auto sums(F f, Keep keep, line<More>... more) const noexcept {
        auto const of_entry = [&](V h, V l, V slope, auto... m) ACTFN_LAMBDA_INLINE {
            return f(entry{t_, h, l, slope}, m...);
        };
        return row.template sums<known>(of_entry, keep, t_.hi, t_.lo, t_.slope, more...);
    }
    template <class F, class... More>
    ACTFN_INLINE void map(F f, line<T> gx, line<More>... more) const noexcept {
        auto const of_entry = [&](V h, V l, V slope, auto... m) ACTFN_LAMBDA_INLINE {
            return t_.by_entry(f(entry{t_, h, l, slope}, m...), slope);
        };
        row.map(of_entry, gx, t_.hi, t_.lo, t_.slope, more...);
    }
    template <class F, class... More>
    ACTFN_INLINE void finish(F f, line<T> gx, line<More>... more) const noexcept {
        auto const of_entry = [&](V k, V slope, auto... m)
                                  ACTFN_LAMBDA_INLINE { return t_.by_entry(f(k, m...), slope); };
        row.map(of_entry, gx, line<T const>{gx.at, gx.step}, t_.slope, more...);
    }
    ACTFN_INLINE entry pick(std::size_t const* index) const noexcept {
        return {t_, row.pick(t_.hi, index), row.pick(t_.lo, index), row.pick(t_.slope, index)};
    }
    /// Of the entries that are not left out.
    ACTFN_INLINE V share(double v) const noexcept {
        auto const one = [](V slope) ACTFN_LAMBDA_INLINE {
            return kept<V, 1>{slope, {math::counted(V(1), slope)}};
        };
        return math::as<V>(v) / row.sums(one, discard{}, t_.slope)[0];
    }
    ACTFN_INLINE exp_total<V> with_sink(exp_total<V> const& total) const noexcept {
        return t_.with_sink(total);
    }
    ACTFN_INLINE V sink_scaled() const noexcept { return t_.sink_scaled(); }
    ACTFN_INLINE V largest_plus(V v) const noexcept { return t_.largest_plus(v); }

    Row const& row;

  private:
    logits<Row, has_lines> const& t_;
};

/// The loss of a row, and the gradients by its sink and by a number that is added to all entries
/// and to the sink.
template <class V> struct row_loss {
    V value;
    V by_sink;
    V by_all;
};

} // namespace actfn::math
