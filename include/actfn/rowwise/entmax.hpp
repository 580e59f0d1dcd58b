// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/entmax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// entmax(x)ᵢ = max((α − 1)·xᵢ − τ, 0)^(1/(α − 1)) with τ so that the row sums to 1, α > 1:
/// sparsemax for α = 2, softmax as α tends to 1, and sparser the larger α is. gxᵢ = qᵢ·(gᵢ − Σ
/// qⱼgⱼ/Σ qⱼ) with qᵢ = yᵢ^(2 − α), and 0 where y is. Special values as in softmax.
///
/// The error of the value is relative to the larger of y and of what rounding x − max x changes in
/// it, q·(1 − y^(α − 1))/(α − 1), that of the gradient to its terms, enlarged by what this changes
/// in q. From the output the gradient is accurate for α ≤ 2. The gradient by α loses digits as α
/// tends to 1: its terms grow as 1/(α − 1)².
template <class P = double> struct entmax {
    static constexpr actfn::facts facts{
        .name = "entmax",
        .formula = "max((alpha - 1) * x - tau, 0)**(1 / (alpha - 1)) with sum(y) = 1",
        .derivative = "q * (g - sum(q * g) / sum(q)) with q = y**(2 - alpha) where y > 0, else 0",
        .source = "Peters, Niculae, Martins 2019, arXiv:1905.05702",
        .lower = 0,
        .upper = 1,
        .max_ulp = {.value = 4, .derivative = 4}};

    P alpha{1.5};

    constexpr void check() const {
        core::require(alpha > 1, facts.name, "alpha", alpha, "greater than", 1);
    }
    constexpr auto rows() const { return of_rows{{static_cast<double>(alpha)}}; }

  private:
    struct of_rows : math::entmax_rows<false> {
        template <class Row, class T>
        ACTFN_INLINE auto parameter_gradients(Row const& row, math::line<T const> x,
                                              math::line<T const> gy, math::line<T const>) const {
            using V = typename Row::value_type;
            return entmax<V>{this->alpha_gradient(row, x, gy)};
        }
    };
};

} // namespace kernel

inline constexpr function<kernel::entmax<>> entmax{};

} // namespace actfn
