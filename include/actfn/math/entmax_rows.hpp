// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/power.hpp>
#include <actfn/math/rows.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// entmax of rows: yᵢ = uᵢᵖ for uᵢ = (α − 1)·xᵢ − τ > 0, else 0, with p = 1/(α − 1) and τ so that
/// the row sums to 1;  gxᵢ = qᵢ·(gᵢ − Σ qⱼgⱼ/Σ qⱼ) with qᵢ = yᵢ/uᵢ. `squares` says that α is 1.5.
///
/// With z = (α − 1)·(x − max x) it is u = 1 + (z − s) for α ≤ 2, where u is near 1 if α is near 1,
/// and u = z + t beyond, where u may be tiny. s is Newton's on a convex function from 0 on; t is,
/// too, within a bracket, which is halved where a step would leave it. What is left of the sum's
/// error, some ULP, is divided off.
template <bool squares> struct entmax_rows {
    double alpha = 1.5;

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, line<T const> x, line<T> y) const {
        using V = typename Row::value_type;
        support<V> const s(row, x, alpha);
        auto const entries = [&](V v) ACTFN_LAMBDA_INLINE {
            V const part = s(v).value;
            return kept<V, 1>{part, {part}};
        };
        V const total = row.sums(entries, y, x)[0];
        row.map([&](V v) ACTFN_LAMBDA_INLINE { return v / total; }, y, line<T const>{y.at, y.step});
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, line<T const> x, line<T const> gy,
                               line<T> gx) const {
        using V = typename Row::value_type;
        support<V> const s(row, x, alpha);
        auto const weight = [&](V v) ACTFN_LAMBDA_INLINE { return s(v).weight; };
        project(row, weight, x, gy, gx, s.per_weight());
    }

    template <class Row, class T>
    ACTFN_INLINE void backward_from_output(Row const& row, line<T const> y, line<T const> gy,
                                           line<T> gx) const {
        using V = typename Row::value_type;
        auto const weight = [&](V v) ACTFN_LAMBDA_INLINE {
            if constexpr (squares) {
                V const positive = math::select(v > V(0), v, V(1));
                return math::select(v == V(0), V(0), math::sqrt(positive)) * (v / positive);
            } else {
                V const positive = math::select(v == V(0), V(1), v);
                return math::select(v == V(0), V(0), math::power(positive, 2 - alpha));
            }
        };
        project(row, weight, y, gy, gx, V(1));
    }

    /// Σ gᵢ·∂yᵢ/∂α = p·Σ gᵢ·(qᵢ·(dᵢ − s′) − yᵢ·log yᵢ) with d = x − max x and
    /// s′ = Σ (q·d − y·log y)/Σ q. Its terms are of the size of p.
    template <class Row, class T>
    ACTFN_INLINE auto alpha_gradient(Row const& row, line<T const> x, line<T const> gy) const {
        using V = typename Row::value_type;
        support<V> const s(row, x, alpha);
        auto const of = [&](V v) ACTFN_LAMBDA_INLINE {
            auto const e = s(v);
            V const none = e.value - e.value;
            V const d = math::select(e.value > V(0), v - s.largest, none);
            return kept<V, 2>{e.weight * s.per_weight(), {d, math::times_or_zero(e.log, e.value)}};
        };
        auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
            auto const e = of(v);
            return kept<V, 2>{v, {e.entry, e.entry * e.terms[0] - e.terms[1]}};
        };
        auto const [weights, moved] = row.sums(terms, discard{}, x);
        V const shift = moved / weights;
        auto const slopes = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            auto const e = of(v);
            V const slope = e.entry * (e.terms[0] - shift) - e.terms[1];
            return kept<V, 1>{v, {math::times_or_zero(g, slope)}};
        };
        return V(row.sums(slopes, discard{}, x, gy)[0] * math::as<V>(1 / (alpha - 1)));
    }

  private:
    /// An entry: y, q over `per_weight`, and log y.
    template <class V> struct share {
        V value;
        V weight;
        V log;
    };

    template <class V> class support {
        using S = scalar_t<V>;

      public:
        V largest;

        template <class Row, class T>
        ACTFN_INLINE support(Row const& row, line<T const> x, double alpha)
            : largest((row.max)(x)),
              root_(V(0)),
              less_(alpha - 1),
              power_(1 / less_),
              from_one_(squares || alpha <= 2) {
            constexpr S epsilon = std::numeric_limits<S>::epsilon();
            V low(from_one_ ? S(0) : (std::numeric_limits<S>::min)());
            V high(1);
            root_ = from_one_ ? V(0) : V(1);
            V open(1);
            for (int i = 0; i < 300 && math::any_less(V(0), open); ++i) {
                auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
                    auto const e = (*this)(v);
                    return kept<V, 2>{v, {e.value, e.weight}};
                };
                auto const [sum, weights] = row.sums(terms, discard{}, x);
                V const excess = sum - V(1);
                V const step = excess / (weights * per_weight()) * math::as<V>(less_);
                auto const too_much = excess > V(0);
                V const newton = from_one_ ? root_ + step : root_ - step;
                auto const settled = math::abs(step) <= V(4 * epsilon) * root_ ||
                                     math::abs(excess) <= V(2 * epsilon) || !(excess == excess);
                auto const take = [&](V& end, auto where) ACTFN_LAMBDA_INLINE {
                    end = math::select(where, root_, end);
                };
                take(from_one_ ? low : high, too_much);
                take(from_one_ ? high : low, excess < V(0));
                auto const within = (newton > low && newton < high) || settled;
                V const middle =
                    from_one_ ? (low + high) * V(S(0.5)) : math::sqrt(low) * math::sqrt(high);
                V const next = math::select(within, newton, middle);
                root_ = math::select(open > V(0), next, root_);
                open = math::select(settled, V(0), open);
            }
        }

        /// What the weights are multiplied by to be q.
        ACTFN_INLINE V per_weight() const { return from_one_ ? V(1) : V(1) / root_; }

        ACTFN_INLINE share<V> operator()(V x) const {
            V const z = (x - largest) * math::as<V>(less_);
            V const w = z - root_;
            V const u = from_one_ ? V(1) + w : z + root_;
            auto const inside = u > V(0);
            V const other = math::select(u == u, V(0), u);
            if constexpr (squares) {
                V const positive = math::at_least(u, V(0));
                return {positive * positive, positive,
                        V(2) * math::log1p(V(math::select(inside, w, V(0))))};
            } else {
                V const positive = math::select(inside, u, V(1));
                V const log =
                    from_one_ ? math::log1p(V(math::select(inside, w, V(0)))) : math::log(positive);
                auto const e = math::two_product(math::as<V>(power_), log);
                V const rest = math::fma(math::low<V>(power_), log, e.lo);
                V const y = math::exp_of_sum(e.hi, rest, V(1));
                V const weight = from_one_ ? y / positive : y * (root_ / positive);
                return {math::select(inside, y, other), math::select(inside, weight, other),
                        e.hi + rest};
            }
        }

      private:
        V root_; // s or t
        double less_;
        double power_;
        bool from_one_;
    };

    template <class Row, class T, class Weight, class V>
    ACTFN_INLINE static void project(Row const& row, Weight const& weight, line<T const> v,
                                     line<T const> gy, line<T> gx, V factor) {
        auto const terms = [&](V at, V g) ACTFN_LAMBDA_INLINE {
            V const q = weight(at);
            return kept<V, 2>{g, {q, math::times_or_zero(g, q)}};
        };
        auto const [sum, weighted] = row.sums(terms, discard{}, v, gy);
        V const mean = weighted / sum;
        auto const gradient = [&](V at, V g) ACTFN_LAMBDA_INLINE {
            V const q = weight(at);
            // Where q is 0, g does not count; NaN of the row does.
            return (q * factor) * math::select(q == V(0), mean, g - mean);
        };
        row.map(gradient, gx, v, gy);
    }
};

} // namespace actfn::math
