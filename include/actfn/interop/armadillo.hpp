// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/operands.hpp>

/// Armadillo's Mat, Col, Row and contiguous subviews of them as operands of the verbs:
/// forward(gelu, x, y.rows(1, 3)).
namespace actfn::inline ACTFN_ABI {

/// Mat, Col or Row.
template <class X>
concept armadillo_matrix = requires(X& x) {
    x.memptr();
    x.n_rows;
    x.n_cols;
};
/// A contiguous part of a Mat, Col or Row.
template <class X>
concept armadillo_subview = requires(X& x) {
    x.m.memptr();
    x.aux_row1;
    x.aux_col1;
    x.n_rows;
    x.n_cols;
};

template <armadillo_matrix X> struct operand_traits<X> {
    template <class Y> static auto view(Y& x) noexcept {
        using E = std::remove_pointer_t<decltype(x.memptr())>;
        auto const rows = static_cast<std::ptrdiff_t>(x.n_rows);
        return strided_view<E, 2>{
            x.memptr(), {rows, static_cast<std::ptrdiff_t>(x.n_cols)}, {1, rows}};
    }
};

template <armadillo_subview X> struct operand_traits<X> {
    template <class Y> static auto view(Y& x) noexcept {
        // A subview refers to its matrix as const, whatever it was made of; it is itself writable.
        using T = std::remove_const_t<std::remove_pointer_t<decltype(x.m.memptr())>>;
        using E = std::conditional_t<std::is_const_v<Y>, T const, T>;
        auto const step = static_cast<std::ptrdiff_t>(x.m.n_rows);
        auto const begin = static_cast<std::ptrdiff_t>(x.aux_row1) +
                           static_cast<std::ptrdiff_t>(x.aux_col1) * step;
        return strided_view<E, 2>{
            const_cast<T*>(x.m.memptr()) + begin,
            {static_cast<std::ptrdiff_t>(x.n_rows), static_cast<std::ptrdiff_t>(x.n_cols)},
            {1, step}};
    }
};

} // namespace actfn
