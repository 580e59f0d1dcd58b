// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/row_unit.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// squash(x) = r²/(1 + r²)·x/r, r = ‖x‖, 0 at 0: a vector of length below 1 in the direction of x.
/// gx = f·(g + û·(û·g)·(1 − r²)/(1 + r²)) with û = x/r and f = r/(1 + r²).
///
/// No square overflows or vanishes. Where entries are infinite, these share the length 1 and the
/// others are 0; the gradient is 0 there, as it is at 0.
struct squash {
    static constexpr actfn::facts facts{
        .name = "squash",
        .formula = "x * r / (1 + r**2) with r = sqrt(sum(x**2))",
        .derivative = "r / (1 + r**2) * (g + x / r * sum(g * x / r) * (1 - r**2) / (1 + r**2))",
        .source = "Sabour, Frosst, Hinton 2017, arXiv:1710.09829",
        .lower = -1,
        .upper = 1,
        .max_ulp = {.value = 3.5, .derivative = 4}};

    template <class Row, class T>
    ACTFN_INLINE static void forward(Row const& row, math::line<T const> x, math::line<T> y) {
        using V = typename Row::value_type;
        length<V> const l(row, x);
        auto const scaled = [&](V v) ACTFN_LAMBDA_INLINE {
            return math::select(l.large, l.unit(v) * l.of_unit, v * l.factor);
        };
        row.map(scaled, y, x);
    }

    template <class Row, class T>
    ACTFN_INLINE static void backward(Row const& row, math::line<T const> x, math::line<T const> gy,
                                      math::line<T> gx) {
        using V = typename Row::value_type;
        length<V> const l(row, x);
        auto const terms = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return math::kept<V, 1>{v, {l.unit(v) * g}};
        };
        V const along = row.sums(terms, math::discard{}, x, gy)[0] / l.norm;
        V const turned = (along * l.bend) / l.norm;
        auto const gradient = [&](V v, V g) ACTFN_LAMBDA_INLINE {
            return l.factor * math::fma(l.unit(v), turned, g);
        };
        row.map(gradient, gx, x, gy);
    }

  private:
    template <class V> struct length {
        math::row_unit<V> unit;
        V norm;    // of x in units, 1 for 0
        V factor;  // r/(1 + r²)
        V of_unit; // the same over r, for r > 1
        V bend;    // (1 − r²)/(1 + r²)
        decltype(V(0) > V(0)) large;

        template <class Row, class T>
        ACTFN_INLINE length(Row const& row, math::line<T const> x) : unit(row, x), norm(V(1)) {
            auto const squares = [&](V v) ACTFN_LAMBDA_INLINE {
                return math::kept<V, 1>{v, {math::square_or_zero(unit(v))}};
            };
            V const sum = row.sums(squares, math::discard{}, x)[0];
            auto const nothing = sum == V(0);
            norm = math::sqrt(V(math::select(nothing, V(1), sum)));
            V const r = math::select(nothing, V(0), norm * unit.unit);
            large = r > V(1) || unit.inverse == V(0);
            V const t = math::select(large, unit.inverse / norm, r); // r or 1/r
            V const one_plus = V(1) + math::square_or_zero(t);
            factor = t / one_plus;
            of_unit = V(1) / (norm * one_plus);
            V const same = ((V(1) - t) * (V(1) + t)) / one_plus;
            bend = math::select(large, -same, same);
        }
    };
};

} // namespace kernel

inline constexpr function<kernel::squash> squash{};

} // namespace actfn
