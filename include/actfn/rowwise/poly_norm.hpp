// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/row_unit.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// poly_norm(x) = w1·N(x) + w2·N(x²) + w3·N(x³) + b with N(v) = v/rms(v), rms(v) = √(Σ vᵢ²/n) over
/// the row, N(0) = 0;  gxⱼ = Σᵢ i·wᵢ·xⱼⁱ⁻¹/rms(xⁱ)·(gⱼ − N(xⁱ)ⱼ·Σ g·N(xⁱ)/n).
///
/// Powers are those of x over a power of two, which the quotients do not see, so that none
/// overflows. Infinite entries count as equal, the others as 0 beside them. Errors are relative to
/// the largest of the terms.
template <class P = double> struct poly_norm {
    static constexpr actfn::facts facts{
        .name = "poly_norm",
        .formula = "w1 * x / rms(x) + w2 * x**2 / rms(x**2) + w3 * x**3 / rms(x**3) + b",
        .derivative = "sum(i * w[i] * x**(i - 1) / rms(x**i) * (g - n[i] * mean(g * n[i]))) with "
                      "n[i] = x**i / rms(x**i)",
        .source = "Zhuo et al. 2024, arXiv:2411.03884",
        .max_ulp = {.value = 3.5, .derivative = 4}};

    P w1{1.0 / 3};
    P w2{1.0 / 3};
    P w3{1.0 / 3};
    P b{0};

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        using V = typename Row::value_type;
        powers<V> const p(row, x);
        V const c1 = math::as<V>(w1) * p.factor[0];
        V const c2 = math::as<V>(w2) * p.factor[1];
        V const c3 = math::as<V>(w3) * p.factor[2];
        V const constant = math::as<V>(b);
        auto const polynomial = [&](V v) ACTFN_LAMBDA_INLINE {
            auto const of = p.of(v);
            return math::fma(c1, of[0], math::fma(c2, of[1], math::fma(c3, of[2], constant)));
        };
        row.map(polynomial, y, x);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        using V = typename Row::value_type;
        powers<V> const p(row, x);
        auto const sums = p.weighted(row, x, gy);
        V const n(static_cast<scalar_t<V>>(row.size()));
        V const weight[3] = {math::as<V>(w1), math::as<V>(w2), math::as<V>(w3)};
        V slope[3];
        V mean[3];
        for (int i = 0; i < 3; ++i) {
            auto const k = static_cast<std::size_t>(i);
            slope[i] = V(static_cast<scalar_t<V>>(i + 1)) * weight[i] * p.factor[k];
            mean[i] = ((sums[k] * p.factor[k]) * p.factor[k]) / n;
        }
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            auto const of = p.of(v);
            V const a = slope[0] * math::fma(-of[0], mean[0], g);
            V const b_ = (slope[1] * of[0]) * math::fma(-of[1], mean[1], g);
            V const c = (slope[2] * of[1]) * math::fma(-of[2], mean[2], g);
            return ((a + b_) + c) * p.unit.inverse;
        };
        row.map(gradient, gx, x, gy);
    }

    template <class Row, class T>
    ACTFN_INLINE auto parameter_gradients(Row const& row, math::line<T const> x,
                                          math::line<T const> gy, math::line<T const>) const {
        using V = typename Row::value_type;
        powers<V> const p(row, x);
        auto const sums = p.weighted(row, x, gy);
        auto const entries = [](V g) ACTFN_LAMBDA_INLINE { return math::kept<V, 1>{g, {g}}; };
        V const all = row.sums(entries, math::discard{}, gy)[0];
        return poly_norm<V>{.w1 = sums[0] * p.factor[0],
                            .w2 = sums[1] * p.factor[1],
                            .w3 = sums[2] * p.factor[2],
                            .b = all};
    }

  private:
    template <class V> struct powers {
        math::row_unit<V> unit;
        std::array<V, 3> factor; // 1/rms of the powers of u, 0 for a row of zeros

        template <class Row, class T>
        ACTFN_INLINE powers(Row const& row, math::line<T const> x) : unit(row, x) {
            auto const squares = [&](V v) ACTFN_LAMBDA_INLINE {
                auto const a = of(v);
                return math::kept<V, 3>{v,
                                        {math::square_or_zero(a[0]), math::square_or_zero(a[1]),
                                         math::square_or_zero(a[2])}};
            };
            auto const sums = row.sums(squares, math::discard{}, x);
            V const n(static_cast<scalar_t<V>>(row.size()));
            for (std::size_t i = 0; i < 3; ++i) {
                auto const nothing = sums[i] == V(0);
                V const ratio = n / math::select(nothing, V(1), sums[i]);
                factor[i] = math::select(nothing, V(0), math::sqrt(ratio));
            }
        }
        /// u, u² and u³, the cube 0 where it does not count.
        ACTFN_INLINE std::array<V, 3> of(V x) const {
            using S = scalar_t<V>;
            V const u = unit(x);
            V const square = math::square_or_zero(u);
            auto const tiny = math::abs(u) < V(std::is_same_v<S, float> ? S(0x1p-40) : S(0x1p-300));
            return {u, square, math::select(tiny, V(0), square * u)};
        }
        /// Σ g·uⁱ.
        template <class Row, class T>
        ACTFN_INLINE std::array<V, 3> weighted(Row const& row, math::line<T const> x,
                                               math::line<T const> gy) const {
            auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
                auto const a = of(v);
                return math::kept<V, 3>{v, {g * a[0], g * a[1], g * a[2]}};
            };
            return row.sums(terms, math::discard{}, x, gy);
        }
    };
};

} // namespace kernel

inline constexpr function<kernel::poly_norm<>> poly_norm{};

} // namespace actfn
