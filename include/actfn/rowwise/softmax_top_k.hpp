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

    constexpr void check() const {
        core::require(k >= 1, facts.name, "k", static_cast<double>(k), "at least", 1);
    }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        math::keep_largest(row, k, x, x, y, nothing<T>);
        math::softmax_rows<>{}.forward(row, math::line<T const>{y.at, y.step}, y);
    }
    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        using V = typename Row::value_type;
        math::line_memory<T, 1> memory(row.size() * static_cast<std::size_t>(Row::step));
        math::line<T> const y{memory[0], Row::step};
        forward(row, x, y);
        // What is left out has no part in it, whatever g is there.
        auto const terms = [](V p, V g) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 1>{p, {math::times_or_zero(g, p)}};
        };
        math::line<T const> const from{y.at, y.step};
        V const mean = row.sums(terms, math::discard{}, from, gy)[0];
        auto const gradient = [&](V p, V g) ACTFN_LAMBDA_INLINE {
            return math::times_or_zero(V(g - mean), p);
        };
        row.map(gradient, gx, from, gy);
    }
    template <class Row, class T>
    ACTFN_INLINE static void backward_from_output(Row const& row, math::line<T const> y,
                                                  math::line<T const> gy, math::line<T> gx) {
        math::softmax_rows<>{}.backward_from_output(row, y, gy, gx);
    }

  private:
    template <class T>
    static constexpr T nothing = T(-std::numeric_limits<scalar_t<T>>::infinity());
};

} // namespace kernel

inline constexpr function<kernel::softmax_top_k> softmax_top_k{};

} // namespace actfn
