// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/shifted_exp.hpp>
#include <actfn/math/top_k_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sigmoid_top_k(x)ᵢ = σ(xᵢ)/Σ σ(xⱼ) over the k largest entries of a row (of equal ones the first),
/// 0 elsewhere;  gxᵢ = yᵢ·σ(−xᵢ)·(gᵢ − Σ yⱼgⱼ). Shorter rows keep all. A NaN, and nothing but −∞,
/// makes its row NaN. Numerators have a factor so that they do not vanish all together.
struct sigmoid_top_k {
    static constexpr actfn::facts facts{
        .name = "sigmoid_top_k",
        .formula = "s / sum(s) with s = logistic(x) where x is one of the k largest, else 0",
        .derivative = "y * logistic(-x) * (g - sum(y * g))",
        .source = "DeepSeek-AI 2024, arXiv:2412.19437",
        .lower = 0,
        .upper = 1,
        .max_ulp = {.value = 3.5, .derivative = 5}};

    long long k{2};

    constexpr void check() const { math::check_kept(facts.name, k); }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        using V = typename Row::value_type;
        math::keep_largest_logits(row, k, x, y);
        math::line<T const> const kept{y.at, y.step};
        weight<V> const s(V((row.max)(kept)));
        auto const numerator = [&](V v) ACTFN_LAMBDA_INLINE {
            V const w = s(v);
            return math::kept<V, 1>{w, {w}};
        };
        V const total = row.sums(numerator, y, kept)[0];
        row.map([&](V w) ACTFN_LAMBDA_INLINE { return w / total; }, y, kept);
    }

    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        using V = typename Row::value_type;
        auto const shares = [this](auto const&... line) { this->forward(line...); };
        auto const slope = [](V d, V v) ACTFN_LAMBDA_INLINE { return V(d * complement(v)); };
        math::backward_of_shares(row, x, gy, gx, shares, slope);
    }

  private:
    /// σ(x)/e^c, c = min(0, the largest x), enlarged.
    template <class V> struct weight {
        V shift;
        math::shifted_exp<V> e;

        explicit ACTFN_INLINE weight(V largest)
            : shift(math::at_most(largest, V(0))), e(shift, 1) {}
        ACTFN_INLINE V operator()(V x) const {
            V const a = math::abs(x);
            return e(math::at_most(x, shift)).scaled() / math::exp_decay(a).plus_one();
        }
    };
    /// σ(−x).
    template <class V> static ACTFN_INLINE V complement(V x) {
        auto const q = math::exp_decay(math::abs(x));
        return math::select(x > V(0), q.value(), V(1)) / q.plus_one();
    }
};

} // namespace kernel

inline constexpr function<kernel::sigmoid_top_k> sigmoid_top_k{};

} // namespace actfn
