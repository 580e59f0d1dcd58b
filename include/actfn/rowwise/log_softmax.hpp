// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/softmax_rows.hpp>

namespace actfn {

namespace kernel {

/// log_softmax(x)ᵢ = (xᵢ−m)/T − log Σ e^((xⱼ−m)/T), m = max x;  gxᵢ = (gᵢ − e^yᵢ·Σ gⱼ)/T.
/// The logarithm is log1p of the sum without its largest entry, so the most probable entry keeps
/// relative accuracy however close to 0 it is. Special values as in softmax, −∞ staying −∞.
template <class P = double> struct log_softmax {
    static constexpr actfn::facts facts{.name = "log_softmax",
                                        .formula =
                                            "x / temperature - log(sum(exp(x / temperature)))",
                                        .derivative = "(g - exp(y) * sum(g)) / temperature",
                                        .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                        .upper = 0,
                                        .max_ulp = {.value = 2.5, .derivative = 2}};

    P temperature{1};

    constexpr void check() const { math::check_temperature(facts.name, temperature); }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e(row.max(x), temperature);
        auto const terms = [&](V v) ACTFN_LAMBDA_INLINE {
            auto const t = math::exp_total<V>::term(e, v);
            return math::kept<V, 2>{v, {t.largest, t.others}};
        };
        auto const [largest, others] = row.sums(terms, math::discard{}, x);
        V const log_total = math::exp_total<V>{largest, others}.log();
        auto const normalise = [&](V v) ACTFN_LAMBDA_INLINE {
            auto const d = e.distance(v);
            return -(d.hi + (d.lo + log_total));
        };
        row.map(normalise, y, x);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e(row.max(x), temperature);
        auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 2>{v, {e(v).scaled(), g}};
        };
        auto const sums = row.sums(terms, math::discard{}, x, gy);
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return math::over_temperature(math::fma(-(e(v).scaled() / sums[0]), sums[1], g),
                                          temperature);
        };
        row.map(gradient, gx, x, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward_from_output(Row const& row, math::line<T const> y,
                                           math::line<T const> gy, math::line<T> gx) const {
        using V = typename Row::value_type;
        auto const terms = [](V, V g) ACTFN_LAMBDA_INLINE { return math::kept<V, 1>{g, {g}}; };
        V const total = row.sums(terms, math::discard{}, y, gy)[0];
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return math::over_temperature(math::fma(-math::exp(v), total, g), temperature);
        };
        row.map(gradient, gx, y, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE auto temperature_gradient(Row const& row, math::line<T const> x,
                                           math::line<T const> gx) const {
        return math::temperature_gradient<math::itself>(row, x, gx, temperature);
    }
};

} // namespace kernel

inline constexpr function<kernel::log_softmax<>> log_softmax{};

} // namespace actfn
