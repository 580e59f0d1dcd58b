// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/top_k_rows.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// top_k(x)ᵢ = xᵢ where it is one of the k largest entries of its row (of equal ones the first),
/// else 0; gxᵢ = gᵢ there, else 0. Shorter rows keep all. A NaN makes its row NaN.
struct top_k {
    static constexpr actfn::facts facts{.name = "top_k",
                                        .formula = "x where it is one of the k largest, else 0",
                                        .derivative = "g where x is one of the k largest, else 0",
                                        .source = "Makhzani, Frey 2013, arXiv:1312.5663",
                                        .max_ulp = {.value = 0, .derivative = 0}};

    long long k{2};

    constexpr void check() const { math::check_kept(facts.name, k); }

    template <class Row, class T>
    ACTFN_INLINE void forward(Row const& row, math::line<T const> x, math::line<T> y) const {
        math::keep_largest(row, k, x, x, y, T(0));
    }
    template <class Row, class T>
    ACTFN_INLINE void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                               math::line<T> gx) const {
        math::keep_largest(row, k, x, gy, gx, T(0));
    }
};

} // namespace kernel

inline constexpr function<kernel::top_k> top_k{};

} // namespace actfn
