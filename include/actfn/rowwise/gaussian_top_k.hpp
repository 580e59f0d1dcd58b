// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/row_unit.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gaussian_top_k(x)ᵢ = max(0, xᵢ − t), t = mean + z·sd of the row, z = Φ⁻¹(p): of a row of normal
/// numbers all but the share p = `sparsity` becomes 0. The standard deviation is that of the row,
/// divided by n, as in Gemma 3n. gxᵢ = hᵢgᵢ − Σ hg·(1 + z·(xᵢ − mean)/sd)/n, h = 1 where y > 0,
/// else 0; where all entries are equal, the last term is 0.
///
/// Errors are relative to the largest |x| of the row and to z·sd, those of the gradient to the
/// largest of its terms. A row with ±∞ or NaN is NaN.
template <class P = double> struct gaussian_top_k {
    static constexpr actfn::facts facts{
        .name = "gaussian_top_k",
        .formula = "max(0, x - mean(x) - z * sd(x)) with z = normal quantile of sparsity",
        .derivative = "h * g - sum(h * g) * (1 + z * (x - mean(x)) / sd(x)) / n with h = (y > 0)",
        .source = "You et al. 2025, arXiv:2506.06644",
        .lower = 0,
        .max_ulp = {.value = 3.5, .derivative = 4}};

    P sparsity{0.95};

    constexpr void check() const {
        core::require(sparsity > 0, facts.name, "sparsity", sparsity, "greater than", 0);
        core::require(sparsity < 1, facts.name, "sparsity", sparsity, "less than", 1);
    }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        using V = typename Row::value_type;
        statistics<V> const s(row, x, quantile());
        auto const above = [&](V v) ACTFN_LAMBDA_INLINE {
            return math::at_least(s(v), V(0)) * s.of.unit;
        };
        row.map(above, y, x);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        using V = typename Row::value_type;
        double const z = quantile();
        statistics<V> const s(row, x, z);
        V const share = passed(row, s, x, gy) / V(static_cast<scalar_t<V>>(row.size()));
        V const slope = math::as<V>(z) / math::select(s.sd > V(0), s.sd, V(1));
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            V const from_mean = math::fma(s.deviation(v), slope, V(1));
            return math::fma(-from_mean, share, through(s(v), g));
        };
        row.map(gradient, gx, x, gy);
    }

    /// ∂y/∂p = −h·sd/φ(z).
    template <class Row, class T>
    ACTFN_INLINE auto parameter_gradients(Row const& row, math::line<T const> x,
                                          math::line<T const> gy, math::line<T const>) const {
        using V = typename Row::value_type;
        double const z = quantile();
        statistics<V> const s(row, x, z);
        V const by_z = -(passed(row, s, x, gy) * (s.sd * s.of.unit));
        return gaussian_top_k<V>{.sparsity = by_z / math::as<V>(math::normal(z).pdf())};
    }

    /// Φ⁻¹(sparsity), by Newton's method on the logarithm of Φ, which is concave, from below.
    double quantile() const {
        auto const given = static_cast<double>(sparsity);
        if (given == 0.5) return 0;
        bool const right = given > 0.5;
        double const p = right ? 1 - given : given;
        double z = -std::sqrt(-2 * math::log(p));
        for (int i = 0; i < 40; ++i) {
            auto const normal = math::normal(z);
            double const next = z - math::log(normal.cdf() / p) * normal.cdf() / normal.pdf();
            if (!(next > z)) break;
            z = next;
        }
        return right ? -z : z;
    }

  private:
    template <class V> struct statistics {
        math::row_unit<V> of;
        V largest; // in units of the row
        V mean;    // above it
        V sd;
        V distance; // z·sd

        template <class Row, class T>
        ACTFN_INLINE statistics(Row const& row, math::line<T const> x, double z)
            : of(row, x), largest((row.max)(x)*of.inverse), mean(V(0)), sd(V(0)), distance(V(0)) {
            V const n(static_cast<scalar_t<V>>(row.size()));
            auto const entries = [&](V v) ACTFN_LAMBDA_INLINE {
                return math::kept<V, 1>{v, {below(v)}};
            };
            mean = row.sums(entries, math::discard{}, x)[0] / n;
            auto const squares = [&](V v) ACTFN_LAMBDA_INLINE {
                return math::kept<V, 1>{v, {math::square_or_zero(deviation(v))}};
            };
            V const variance = row.sums(squares, math::discard{}, x)[0] / n;
            V const positive = math::select(variance == V(0), V(1), variance);
            sd = math::select(variance == V(0), V(0), math::sqrt(positive));
            distance = sd * math::as<V>(z);
        }
        ACTFN_INLINE V below(V x) const { return x * of.inverse - largest; }
        ACTFN_INLINE V deviation(V x) const { return below(x) - mean; }
        /// What y is, in units of the row.
        ACTFN_INLINE V operator()(V x) const { return deviation(x) - distance; }
    };
    /// g where the entry is passed on, NaN where it is.
    template <class V> static ACTFN_INLINE V through(V excess, V g) {
        return math::select(excess > V(0), g, math::select(excess == excess, V(0), excess));
    }
    /// Σ hᵢgᵢ.
    template <class Row, class V, class T>
    static ACTFN_INLINE V passed(Row const& row, statistics<V> const& s, math::line<T const> x,
                                 math::line<T const> gy) {
        auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 1>{g, {through(s(v), g)}};
        };
        return row.sums(terms, math::discard{}, x, gy)[0];
    }
};

} // namespace kernel

inline constexpr function<kernel::gaussian_top_k<>> gaussian_top_k{};

} // namespace actfn
