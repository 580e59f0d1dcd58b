// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/softmax_rows.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// The logarithm of softmax of rows. Where it `is_safe`, a row of only −∞ gives −∞ and the gradient
/// 0: its largest entry counts as 0 and its sum as 1.
struct log_softmax_rows {
    double temperature = 1;
    bool is_safe = false;

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, line<T const> x, line<T> y) const {
        normalise(row, (row.max)(x), x, y);
    }
    /// The same where the largest entry is known.
    template <class Row, class T, class V>
    ACTFN_INLINE void normalise(Row const& row, V m, line<T const> x, line<T> y) const {
        auto const logarithms = [&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const counted = [&](V v) ACTFN_LAMBDA_INLINE {
                auto const t = e.counted(v);
                return kept<V, 2>{v, {t.largest, t.others}};
            };
            auto const [largest, others] =
                row.template sums<terms::not_negative>(counted, discard{}, x);
            V const log_total =
                math::exp_total<V>{unless_masked(m, V(largest), V(1)), e.from_m(others)}.log();
            row.map([&](V v) ACTFN_LAMBDA_INLINE { return e.below_largest(v, log_total); }, y, x);
        };
        math::with_terms<V>(unless_masked(m, m, V(0)), temperature, 0, logarithms);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, line<T const> x, line<T const> gy,
                               line<T> gx) const {
        using V = typename Row::value_type;
        V const m = (row.max)(x);
        math::shifted_exp<V> const e(unless_masked(m, m, V(0)), temperature);
        auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return kept<V, 2>{v, {e.numerator(v).scaled(), g}};
        };
        auto const [total, weight] = row.totals(terms, discard{}, x, gy);
        common_divisor<V> const by(total);
        V const sum = total.hi;
        V const all = weight.hi;
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            V const slope = math::fma(-by.share(e.numerator(v).scaled()), all, g);
            V const kept_slope = is_safe ? math::select(sum == V(0), V(0), slope) : slope;
            return math::over_temperature(kept_slope, temperature);
        };
        row.map(gradient, gx, x, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward_from_output(Row const& row, line<T const> y, line<T const> gy,
                                           line<T> gx) const {
        using V = typename Row::value_type;
        V const m = is_safe ? (row.max)(y) : V(0);
        auto const terms = [](V, V g) ACTFN_LAMBDA_INLINE { return kept<V, 1>{g, {g}}; };
        V const total = row.sums(terms, discard{}, y, gy)[0];
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            V const slope = math::fma(-math::exp(v), total, g);
            return math::over_temperature(unless_masked(m, slope, math::select(v == v, V(0), v)),
                                          temperature);
        };
        row.map(gradient, gx, y, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE auto temperature_gradient(Row const& row, line<T const> x,
                                           line<T const> gx) const {
        return math::temperature_gradient<itself>(row, x, gx, temperature);
    }

  private:
    /// v, but `otherwise` where it `is_safe` and the largest entry m is −∞.
    template <class V> ACTFN_INLINE V unless_masked(V m, V v, V otherwise) const noexcept {
        if (!is_safe) return v;
        V const lowest(-std::numeric_limits<scalar_t<V>>::infinity());
        return math::select(m == lowest, otherwise, v);
    }
};

} // namespace actfn::math
