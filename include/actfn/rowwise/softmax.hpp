// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/rowwise.hpp>
#include <actfn/math/shifted_exp.hpp>

namespace actfn {

namespace kernel {

/// softmax(x)ᵢ = e^((xᵢ−m)/T) / Σ e^((xⱼ−m)/T), m = max x;  gxᵢ = yᵢ·(gᵢ − Σ yⱼgⱼ)/T.
/// −∞ gives an exact 0; +∞, NaN or nothing but −∞ in a row makes all of it NaN, as in PyTorch and
/// JAX.
template <class P = double> struct softmax {
    static constexpr summary facts{.name = "softmax",
                                   .formula = "exp(x / temperature) / sum(exp(x / temperature))",
                                   .gradient = "y * (g - sum(y * g)) / temperature",
                                   .source = "Bridle 1990, doi:10.1007/978-3-642-76153-9_28",
                                   .lower = 0,
                                   .upper = 1,
                                   .max_ulp = {.value = 3, .gradient = 5}};

    P temperature{1};

    constexpr void check() const {
        core::require(temperature > 0, facts.name, "temperature", temperature, "greater than", 0);
        core::require(temperature < summary::infinity, facts.name, "temperature", temperature,
                      "less than", summary::infinity);
    }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, core::line<T const> x, core::line<T> y) const {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e(row.max(x), temperature);
        auto const numerator = [&](V v) ACTFN_LAMBDA_INLINE {
            V const k = e(v).enlarged();
            return core::kept<V, 1>{k, {k}};
        };
        V const total = row.sums(numerator, y, x)[0];
        auto const normalise = [&](V k) ACTFN_LAMBDA_INLINE { return k / total; };
        row.map(normalise, y, y);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, core::line<T const> x, core::line<T const> gy,
                               core::line<T> gx) const {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e(row.max(x), temperature);
        auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            auto const k = e(v);
            return core::kept<V, 2>{k.value(), {k.enlarged(), k.value() * g}};
        };
        auto const [total, weighted] = row.sums(terms, core::discard{}, x, gy);
        V const divisor = total;
        V const mean = weighted / math::decay<V>::shrink(total);
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return (e(v).enlarged() / divisor) * scaled(g - mean);
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
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE { return v * scaled(g - mean); };
        row.map(gradient, gx, y, gy);
    }

  private:
    template <class V> ACTFN_INLINE V scaled(V g) const {
        return temperature == 1 ? g : g / math::as<V>(temperature);
    }
};

} // namespace kernel

inline constexpr rowwise_activation<kernel::softmax<>> softmax{};

} // namespace actfn
