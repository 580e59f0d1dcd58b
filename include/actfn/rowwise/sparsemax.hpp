// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sparsemax(x)ᵢ = max(xᵢ − τ, 0) with τ so that the row sums to 1: the point of the simplex
/// nearest to x, with exact zeros. gxᵢ = gᵢ − mean of g over the support S, 0 off it.
///
/// τ is Newton's on the convex Σ max(xᵢ − τ, 0) − 1 from max x − 1 on: every step drops entries or
/// is the last, and halves the excess or the support, so that a row takes some log n passes;
/// nothing is sorted or allocated. Special values as in softmax.
struct sparsemax {
    static constexpr actfn::facts facts{.name = "sparsemax",
                                        .formula = "max(x - tau, 0) with sum(y) = 1",
                                        .derivative = "g - mean(g over y > 0) where y > 0, else 0",
                                        .source = "Martins, Astudillo 2016, arXiv:1602.02068",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 2, .derivative = 2}};

    template <class Row, class T>
    ACTFN_INLINE static void forward(Row const& row, math::line<T const> x, math::line<T> y) {
        using V = typename Row::value_type;
        threshold<V> const t(row, x);
        auto const above = [&](V v) ACTFN_LAMBDA_INLINE { return math::at_least(t(v), V(0)); };
        row.map(above, y, x);
    }

    template <class Row, class T>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                                      math::line<T> gx) {
        using V = typename Row::value_type;
        threshold<V> const t(row, x);
        project(row, t, x, gy, gx);
    }

    template <class Row, class T>
    ACTFN_INLINE static void backward_from_output(Row const& row, math::line<T const> y,
                                                  math::line<T const> gy, math::line<T> gx) {
        project(row, math::itself{}, y, gy, gx);
    }

  private:
    /// max x + shift + rest = τ.
    template <class V> struct threshold {
        V largest;
        V shift = V(-1);
        V rest = V(0);

        template <class Row, class T>
        ACTFN_INLINE threshold(Row const& row, math::line<T const> x) : largest((row.max)(x)) {
            V before(std::numeric_limits<scalar_t<V>>::infinity());
            while (true) {
                auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
                    V const d = (v - largest) - shift;
                    return math::kept<V, 2>{
                        v, {math::at_least(d, V(0)), math::select(d > V(0), V(1), V(0))}};
                };
                auto const [sum, count] = row.sums(terms, math::discard{}, x);
                rest = (sum - V(1)) / count;
                if (!math::any_less(V(count), before)) return;
                // Where the support has settled, the step is left to `rest`.
                shift = math::select(count < before, shift + rest, shift);
                before = count;
            }
        }
        /// x − τ.
        ACTFN_INLINE V operator()(V x) const { return ((x - largest) - shift) - rest; }
    };

    /// g − mean g where excess(v) > 0, else 0; NaN where it is.
    template <class Row, class T, class Excess>
    ACTFN_INLINE static void project(Row const& row, Excess const& excess, math::line<T const> v,
                                     math::line<T const> gy, math::line<T> gx) {
        using V = typename Row::value_type;
        auto const terms = [&](V at, V g) ACTFN_LAMBDA_INLINE {
            auto const inside = excess(at) > V(0);
            return math::kept<V, 2>{
                g, {math::select(inside, g, V(0)), math::select(inside, V(1), V(0))}};
        };
        auto const [sum, count] = row.sums(terms, math::discard{}, v, gy);
        V const mean = sum / count;
        auto const gradient = [&](V at, V g) ACTFN_LAMBDA_INLINE {
            V const e = excess(at);
            return math::select(e > V(0), g - mean, math::select(e == e, V(0), e));
        };
        row.map(gradient, gx, v, gy);
    }
};

} // namespace kernel

inline constexpr function<kernel::sparsemax> sparsemax{};

} // namespace actfn
