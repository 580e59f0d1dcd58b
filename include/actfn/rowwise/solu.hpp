// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/shifted_exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// solu(x)ᵢ = xᵢ·pᵢ, p = softmax(x);  gxᵢ = pᵢ·(gᵢ + xᵢ·gᵢ − Σ pⱼ·xⱼ·gⱼ). −∞ gives 0; a row with +∞
/// or NaN, and a row of −∞ only, is NaN, as in softmax. The error of the gradient is relative to
/// the largest of its terms.
struct solu {
    static constexpr actfn::facts facts{
        .name = "solu",
        .formula = "x * exp(x) / sum(exp(x))",
        .derivative = "p * (g + x * g - sum(p * x * g)) with p = softmax(x)",
        .source = "Elhage et al. 2022, transformer-circuits.pub/2022/solu",
        .max_ulp = {.value = 3.5, .derivative = 5}};

    template <class Row, class T>
    ACTFN_INLINE static void forward(Row const& row, math::line<T const> x, math::line<T> y) {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e((row.max)(x), 1);
        auto const numerator = [&](V v) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 1>{v, {e.numerator(v).scaled()}};
        };
        V const total = math::scaled_exp<V>::unscale(row.sums(numerator, math::discard{}, x)[0]);
        auto const weigh = [&](V v) ACTFN_LAMBDA_INLINE {
            return times(v, V(e.numerator(v).scaled() / total));
        };
        row.map(weigh, y, x);
    }

    template <class Row, class T>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                                      math::line<T> gx) {
        using V = typename Row::value_type;
        math::shifted_exp<V> const e((row.max)(x), 1);
        auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            auto const k = e.numerator(v);
            return math::kept<V, 2>{v, {k.scaled(), math::times_or_zero(v, k.value()) * g}};
        };
        auto const [sum, weighted] = row.sums(terms, math::discard{}, x, gy);
        V const total = math::scaled_exp<V>::unscale(sum);
        V const mean = weighted / total;
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return times(V(g + math::fma(v, g, -mean)), V(e.numerator(v).scaled() / total));
        };
        row.map(gradient, gx, x, gy);
    }

  private:
    /// v times a share, which is enlarged since it may be subnormal where the product is not.
    template <class V> static ACTFN_INLINE V times(V v, V enlarged) {
        using E = math::scaled_exp<V>;
        V const large = E::unscale(v) * enlarged;
        V const little = E::unscale(v * enlarged);
        return math::select(enlarged == V(0), V(0),
                            math::select(math::abs(v) >= V(1), large, little));
    }
};

} // namespace kernel

inline constexpr function<kernel::solu> solu{};

} // namespace actfn
