// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/softmax_rows.hpp>
#include <actfn/math/top_k_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softmax_top_k(x): softmax over the k largest entries of a row (of equal ones the first), which
/// is the softmax of all of them divided by what the k have of it; 0 elsewhere. gxᵢ = yᵢ·(gᵢ − Σ
/// yⱼgⱼ). Shorter rows keep all. Special values as in softmax.
struct softmax_top_k {
    static constexpr actfn::facts facts{
        .name = "softmax_top_k",
        .formula = "softmax(x where it is one of the k largest, else -inf)",
        .derivative = "y * (g - sum(y * g))",
        .source = "Shazeer et al. 2017, arXiv:1701.06538",
        .lower = 0,
        .upper = 1,
        .max_ulp = {.value = 3, .derivative = 5}};

    long long k{2};

    constexpr void check() const { math::check_kept(facts.name, k); }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        math::keep_largest_logits(row, k, x, y);
        math::softmax_rows<>{}.forward(row, math::line<T const>{y.at, y.step}, y);
    }
    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        using V = typename Row::value_type;
        auto const shares = [this](auto const&... line) { this->forward(line...); };
        auto const slope = [](V d, V) ACTFN_LAMBDA_INLINE { return d; };
        math::backward_of_shares(row, x, gy, gx, shares, slope);
    }
    template <class Row, class T>
    ACTFN_INLINE static void backward_from_output(Row const& row, math::line<T const> y,
                                                  math::line<T const> gy, math::line<T> gx) {
        math::softmax_rows<>{}.backward_from_output(row, y, gy, gx);
    }
};

} // namespace kernel

inline constexpr function<kernel::softmax_top_k> softmax_top_k{};

} // namespace actfn
