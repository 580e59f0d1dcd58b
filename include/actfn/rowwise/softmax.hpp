// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/rowwise.hpp>
#include <actfn/math/shifted_exp.hpp>

namespace actfn {

namespace kernel {

/// Softmax of ±x, the sign being an odd map of entries. Where Kind is `safe`, a row of nothing but
/// −∞ is no exception: its largest entry counts as 0 and its sum as 1.
template <class Kind, class P> struct softmax_rows {
    static constexpr summary const& facts = Kind::facts;

    P temperature{1};

    constexpr void check() const { math::check_temperature(facts.name, temperature); }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, core::line<T const> x, core::line<T> y) const {
        using V = typename Row::value_type;
        auto const e = numerators(row, x);
        auto const numerator = [&](V v) ACTFN_LAMBDA_INLINE {
            V const k = e(Kind::sign(v)).enlarged();
            return core::kept<V, 1>{k, {k}};
        };
        V const total = divisor<V>(row.sums(numerator, y, x)[0]);
        auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE { return k / total; };
        row.map(normalise, y, y);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, core::line<T const> x, core::line<T const> gy,
                               core::line<T> gx) const {
        using V = typename Row::value_type;
        auto const e = numerators(row, x);
        auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            auto const k = e(Kind::sign(v));
            return core::kept<V, 2>{k.value(), {k.enlarged(), k.value() * g}};
        };
        auto const [sum, weighted] = row.sums(terms, core::discard{}, x, gy);
        V const total = divisor<V>(sum);
        V const mean = weighted / math::decay<V>::shrink(total);
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return (e(Kind::sign(v)).enlarged() / total) * deviation<V>(g, mean);
        };
        row.map(gradient, gx, x, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward_from_output(Row const& row, core::line<T const> y,
                                           core::line<T const> gy, core::line<T> gx) const {
        using V = typename Row::value_type;
        auto const terms = [](V v, V g) ACTFN_LAMBDA_INLINE {
            return core::kept<V, 1>{v, {v * g}};
        };
        V const mean = row.sums(terms, core::discard{}, y, gy)[0];
        auto const gradient = [&](V v, V g)
                                  ACTFN_LAMBDA_INLINE { return v * deviation<V>(g, mean); };
        row.map(gradient, gx, y, gy);
    }

  private:
    template <class Row, class T>
    ACTFN_INLINE auto numerators(Row const& row, core::line<T const> x) const {
        using V = typename Row::value_type;
        V m = row.max(x, Kind::sign);
        if constexpr (Kind::safe) {
            m = math::select(m == V(-std::numeric_limits<T>::infinity()), V(0), m);
        }
        return math::shifted_exp<V>(m, temperature);
    }
    template <class V> static ACTFN_INLINE V divisor(V total) noexcept {
        return Kind::safe ? math::select(total == V(0), V(1), total) : total;
    }
    template <class V> ACTFN_INLINE V deviation(V g, V mean) const noexcept {
        return math::over_temperature(Kind::sign(g - mean), temperature);
    }
};

struct softmax_kind {
    static constexpr core::itself sign{};
    static constexpr bool safe = false;
    static constexpr summary facts{.name = "softmax",
                                   .formula = "exp(x / temperature) / sum(exp(x / temperature))",
                                   .gradient = "y * (g - sum(y * g)) / temperature",
                                   .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                   .lower = 0,
                                   .upper = 1,
                                   .max_ulp = {.value = 3, .gradient = 5}};
};

/// softmax(x)ᵢ = e^((xᵢ−m)/T) / Σ e^((xⱼ−m)/T), m = max x;  gxᵢ = yᵢ·(gᵢ − Σ yⱼgⱼ)/T.
/// −∞ gives an exact 0; +∞, NaN or nothing but −∞ in a row makes all of it NaN, as in PyTorch and
/// JAX. PyTorch's Softmax2d is softmax with axis_layout{.outer = N, .size = C, .inner = H * W}.
template <class P = double> using softmax = softmax_rows<softmax_kind, P>;

} // namespace kernel

inline constexpr rowwise_activation<kernel::softmax<>> softmax{};

} // namespace actfn
