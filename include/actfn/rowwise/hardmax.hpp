// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// hardmax(x): 1 at the first of the largest entries, else 0. The gradient is 0. For a
/// straight-through gradient go forward with hardmax and back with another: softmax.backward(x,
/// gy). A NaN makes its row NaN; in a row of −∞ only, the first entry is the maximum.
struct hardmax {
    static constexpr actfn::facts facts{.name = "hardmax",
                                        .formula = "1 at the first maximum, else 0",
                                        .derivative = "0",
                                        .source = "ONNX Hardmax, operator set 13",
                                        .lower = 0,
                                        .upper = 1,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <class Row, class T>
    ACTFN_INLINE static void forward(Row const& row, math::line<T const> x, math::line<T> y) {
        using V = typename Row::value_type;
        std::size_t winner[math::lanes<V>] = {};
        row.find(x, (row.max)(x), winner);
        V const zero = nothing(row, x, y);
        row.place(y, winner, zero + V(1));
    }

    template <class Row, class T>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> x, math::line<T const>,
                                      math::line<T> gx) {
        nothing(row, x, gx);
    }

    template <class Row, class T>
    ACTFN_INLINE static void backward_from_output(Row const& row, math::line<T const> y,
                                                  math::line<T const>, math::line<T> gx) {
        nothing(row, y, gx);
    }

  private:
    /// Fills the row with 0, or NaN if there is one.
    template <class Row, class T>
    ACTFN_INLINE static auto nothing(Row const& row, math::line<T const> x, math::line<T> y) {
        using V = typename Row::value_type;
        auto const terms = [](V v) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 1>{v, {math::select(v == v, V(0), v)}};
        };
        V const zero = row.sums(terms, math::discard{}, x)[0];
        auto const fill = [&](V) ACTFN_LAMBDA_INLINE { return zero; };
        row.map(fill, y, x);
        return zero;
    }
};

} // namespace kernel

inline constexpr function<kernel::hardmax> hardmax{};

} // namespace actfn
