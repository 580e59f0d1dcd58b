// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/common_divisor.hpp>
#include <actfn/math/rows.hpp>
#include <actfn/math/shifted_exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

struct negation {
    template <class V> ACTFN_INLINE V operator()(V v) const noexcept { return -v; }
};

/// Σ gyᵢ·∂yᵢ/∂T = −Σ (xᵢ − m)·gxᵢ/T over a row, for y that depends on x/T alone and does not change
/// where a number is added to all of x, so that Σ gxᵢ = 0. Entries without influence count as 0,
/// infinite ones too.
template <class Sign, class Row, class T>
ACTFN_INLINE auto temperature_gradient(Row const& row, line<T const> x, line<T const> gx,
                                       double temperature) {
    using V = typename Row::value_type;
    V const m = Sign{}((row.max)(x, Sign{}));
    auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
        V const term = (m - v) * g;
        return kept<V, 1>{term, {math::select(g == V(0), V(0), term)}};
    };
    return math::over_temperature(row.sums(terms, discard{}, x, gx)[0], temperature);
}

/// Σ k and unit·Σ k·g of a row, k being enlarged as what is `scaled`: with unit = 1, and what
/// rounding takes from the products is no subnormal number, unless the sum is out of range.
template <class V> struct weighted_total {
    V sum;
    V weighted;
    V unit;

    /// sums(unit) are both.
    template <class F> ACTFN_INLINE static weighted_total of(F sums) noexcept {
        using T = scalar_t<V>;
        weighted_total total{V(0), V(0), V(1)};
        for (int attempt = 0; attempt < 2; ++attempt) {
            auto const [sum, weighted] = sums(total.unit);
            total.sum = sum;
            total.weighted = weighted;
            auto const fits = math::abs(total.weighted) <= V((std::numeric_limits<T>::max)());
            V const unit = math::select(fits, total.unit, V(scaled_exp<V>::unscale_by));
            if (!math::any_less(unit, total.unit)) break;
            total.unit = unit;
        }
        return total;
    }
    /// Σ k·g/d, d being enlarged.
    ACTFN_INLINE V mean(V d) const noexcept { return weighted / (d * unit); }
};

/// Softmax of rows, or of their negatives. Where it `is_safe`, a row of only −∞ gives zeros: its
/// largest entry counts as 0 and its sum as 1.
template <class Sign = itself> struct softmax_rows {
    static constexpr Sign sign{};

    double temperature = 1;
    double temperature_rest = 0; // what rounding took from it
    bool is_safe = false;

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, line<T const> x, line<T> y) const {
        share(row, (row.max)(x, sign), x, y);
    }
    /// The same where the largest entry is known.
    template <class Row, class T, class V>
    ACTFN_INLINE void share(Row const& row, V m, line<T const> x, line<T> y) const {
        auto const shares = [&](auto const& e) ACTFN_LAMBDA_INLINE {
            auto const numerator = [&](V v) ACTFN_LAMBDA_INLINE {
                V const k = e.numerator(sign(v));
                return kept<V, 1>{k, {k}};
            };
            auto total = row.template totals<terms::not_negative>(numerator, y, x)[0];
            total.hi = divisor(total.hi);
            common_divisor<V> const by(total);
            auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE { return by.share(k); };
            row.map(normalise, y, y);
        };
        math::with_terms<V>(largest(m), temperature, temperature_rest, shares);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, line<T const> x, line<T const> gy,
                               line<T> gx) const {
        using V = typename Row::value_type;
        V const m = largest(V((row.max)(x, sign)));
        math::shifted_exp<V> const e(m, temperature, temperature_rest);
        auto const sums = weighted_total<V>::of([&](V unit) ACTFN_LAMBDA_INLINE {
            auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
                V const k = e.numerator(sign(v)).scaled();
                return kept<V, 2>{k, {k, k * unit * g}};
            };
            return row.sums(terms, discard{}, x, gy);
        });
        V const total = divisor<V>(sums.sum);
        V const mean = sums.mean(total);
        common_divisor<V> const by(total);
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return by.share(e.numerator(sign(v)).scaled()) * deviation<V>(g, mean);
        };
        row.map(gradient, gx, x, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward_from_output(Row const& row, line<T const> y, line<T const> gy,
                                           line<T> gx) const {
        using V = typename Row::value_type;
        auto const terms = [](V v, V g) ACTFN_LAMBDA_INLINE { return kept<V, 1>{v, {v * g}}; };
        V const mean = row.sums(terms, discard{}, y, gy)[0];
        auto const gradient = [&](V v, V g)
                                  ACTFN_LAMBDA_INLINE { return v * deviation<V>(g, mean); };
        row.map(gradient, gx, y, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE auto temperature_gradient(Row const& row, line<T const> x,
                                           line<T const> gx) const {
        return math::temperature_gradient<Sign>(row, x, gx, temperature);
    }

  private:
    template <class V> ACTFN_INLINE V largest(V m) const noexcept {
        if (!is_safe) return m;
        return math::select(m == V(-std::numeric_limits<scalar_t<V>>::infinity()), V(0), m);
    }
    template <class V> ACTFN_INLINE V divisor(V total) const noexcept {
        return is_safe ? math::select(total == V(0), V(1), total) : total;
    }
    template <class V> ACTFN_INLINE V deviation(V g, V mean) const noexcept {
        return math::over_temperature(sign(g - mean), temperature);
    }
};

} // namespace actfn::math
