// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/softmax_rows.hpp>
#include <actfn/math/sparsemax_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sparsegen(x) = sparsemax(x/(1 − λ)), λ < 1: sparser than sparsemax for λ > 0, denser for λ < 0.
/// gx is that of sparsemax over 1 − λ. Special values as in softmax. The error of the value is
/// relative to 1.
template <class P = double> struct sparsegen {
    static constexpr actfn::facts facts{
        .name = "sparsegen",
        .formula = "max(x / (1 - lambda) - tau, 0) with sum(y) = 1",
        .derivative = "(g - mean(g over y > 0)) / (1 - lambda) where y > 0, else 0",
        .source = "Laha et al. 2018, arXiv:1810.11975",
        .lower = 0,
        .upper = 1,
        .max_ulp = {.value = 2, .derivative = 2}};

    P lambda{0};

    constexpr void check() const {
        core::require(lambda < 1, facts.name, "lambda", lambda, "less than", 1);
    }
    constexpr auto rows() const { return of_rows{{1 - static_cast<double>(lambda)}}; }

  private:
    struct of_rows : math::sparsemax_rows {
        /// y depends on x/(1 − λ) alone.
        template <class Row, class T>
        ACTFN_INLINE auto parameter_gradients(Row const& row, math::line<T const> x,
                                              math::line<T const>, math::line<T const> gx) const {
            using V = typename Row::value_type;
            return sparsegen<V>{
                -math::temperature_gradient<math::itself>(row, x, gx, this->temperature)};
        }
    };
};

} // namespace kernel

inline constexpr function<kernel::sparsegen<>> sparsegen{};

} // namespace actfn
