// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/rows.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// sparsemax of rows x/T: max(xᵢ/T − τ, 0) with τ so that the row sums to 1, and its gradient.
///
/// τ is Newton's on the convex Σ max(xᵢ/T − τ, 0) − 1 from max x/T − 1 on: every step drops entries
/// or is the last, and halves the excess or the support, so that a row takes some log n passes;
/// nothing is sorted or allocated.
struct sparsemax_rows {
    double temperature = 1;

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, line<T const> x, line<T> y) const {
        using V = typename Row::value_type;
        threshold<V> const t(row, x, temperature);
        auto const above = [&](V v) ACTFN_LAMBDA_INLINE { return math::at_least(t(v), V(0)); };
        row.map(above, y, x);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, line<T const> x, line<T const> gy,
                               line<T> gx) const {
        using V = typename Row::value_type;
        threshold<V> const t(row, x, temperature);
        project(row, t, x, gy, gx);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward_from_output(Row const& row, line<T const> y, line<T const> gy,
                                           line<T> gx) const {
        project(row, itself{}, y, gy, gx);
    }

  private:
    /// max x/T + shift + rest = τ.
    template <class V> struct threshold {
        V largest;
        V scale;
        V shift = V(-1);
        V rest = V(0);

        template <class Row, class T>
        ACTFN_INLINE threshold(Row const& row, line<T const> x, double temperature)
            : largest((row.max)(x)), scale(math::as<V>(1 / temperature)) {
            V before(std::numeric_limits<scalar_t<V>>::infinity());
            while (true) {
                auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
                    V const d = (v - largest) * scale - shift;
                    return kept<V, 2>{
                        v, {math::at_least(d, V(0)), math::select(d > V(0), V(1), V(0))}};
                };
                auto const [sum, count] = row.sums(terms, discard{}, x);
                rest = (sum - V(1)) / count;
                if (!math::any_less(V(count), before)) return;
                // Where the support has settled, the step is left to `rest`.
                shift = math::select(count < before, shift + rest, shift);
                before = count;
            }
        }
        /// x/T − τ.
        ACTFN_INLINE V operator()(V x) const { return ((x - largest) * scale - shift) - rest; }
    };

    /// (g − mean g)/T where excess(v) > 0, else 0; NaN where it is.
    template <class Row, class T, class Excess>
    ACTFN_INLINE void project(Row const& row, Excess const& excess, line<T const> v,
                              line<T const> gy, line<T> gx) const {
        using V = typename Row::value_type;
        auto const terms = [&](V at, V g) ACTFN_LAMBDA_INLINE {
            auto const inside = excess(at) > V(0);
            return kept<V, 2>{g, {math::select(inside, g, V(0)), math::select(inside, V(1), V(0))}};
        };
        auto const [sum, count] = row.sums(terms, discard{}, v, gy);
        V const mean = sum / count;
        V const scale = math::as<V>(1 / temperature);
        auto const gradient = [&](V at, V g) ACTFN_LAMBDA_INLINE {
            V const e = excess(at);
            return math::select(e > V(0), (g - mean) * scale, math::select(e == e, V(0), e));
        };
        row.map(gradient, gx, v, gy);
    }
};

} // namespace actfn::math
