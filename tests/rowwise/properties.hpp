// SPDX-License-Identifier: MIT
#pragma once
#include "front_ends.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>

#include <span>
#include <string_view>

/// The laws of row-wise activations and reductions. They are compiled once, in properties.cpp, and
/// know a function only by a table of entry points; each function's unit is that table.
namespace tests {

template <class T>
using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T> struct row_subject {
    using in = std::span<T const>;
    using out = std::span<T>;
    using matrix = rows_first<T>;

    actfn::facts const* facts;
    void const* f;
    /// One number of every row, not a row.
    bool reduces;
    /// The same function at another temperature, to take the place of f; null without the
    /// parameter.
    void const* (*at_temperature)(double);
    /// Rows have a multiple of so many entries, and each so many are a row of their own.
    std::size_t multiple;
    /// Numbers that the function learns, or 0, the same function with one of them moved, and the
    /// gradients by them.
    std::size_t learnt;
    void const* (*with_moved)(std::size_t parameter, double step);
    void (*parameter_gradient)(void const* f, in x, in gy, out by, actfn::row_layout layout);

    void (*forward)(void const* f, in x, out y);
    void (*backward)(void const* f, in x, in gy, out gx);
    void (*forward_rows)(void const* f, in x, out y, actfn::row_layout layout);
    void (*backward_rows)(void const* f, in x, in gy, out gx, actfn::row_layout layout);
    void (*forward_axis)(void const* f, in x, out y, actfn::axis_layout layout);
    void (*backward_axis)(void const* f, in x, in gy, out gx, actfn::axis_layout layout);
    /// Null where a function reduces, or its gradient is no function of its output.
    void (*backward_from_output)(void const* f, in y, in gy, out gx);
    void (*backward_from_output_rows)(void const* f, in y, in gy, out gx, actfn::row_layout layout);

    /// Of every row of x, as rows and as columns of what they are in the other order. Null where
    /// they are not tried.
    void (*eigen_rows)(void const* f, matrix const& x, matrix& y);
    void (*eigen_columns)(void const* f, matrix const& x, matrix& y);
    void (*eigen_backward)(void const* f, matrix const& x, matrix const& gy, matrix& gx);
};

/// Every law in a section of its own.
template <class T> void check_laws(row_subject<T> const& s);

/// The subject of a function by its name, from the units stamped for all: other tests need not
/// compile it again.
template <class T> row_subject<T> const& rows_of(std::string_view name);
bool add_rows(row_subject<float> const& f, row_subject<double> const& d);

template <class T, class F> row_subject<T> row_subject_of(F const& f) {
    using S = row_subject<T>;
    using in = typename S::in;
    using out = typename S::out;
    using matrix = typename S::matrix;
    constexpr bool reduces = actfn::reduction_function<F>;
    static constexpr auto self = [](void const* g) -> F const& {
        return *static_cast<F const*>(g);
    };
    S s{};
    s.facts = keep(f.facts());
    s.f = &f;
    s.reduces = reduces;
    if constexpr (requires { f.kernel().temperature; }) {
        s.at_temperature = [](double temperature) -> void const* {
            static F other;
            other = F{}.with({.temperature = temperature});
            return &other;
        };
    }
    s.multiple = actfn::engine::multiple_of(f.kernel());
    if constexpr (reduces) s.multiple = 1;
    if constexpr (actfn::has_row_parameter_gradients<typename F::kernel_type>) {
        s.learnt = actfn::core::number_count<typename F::kernel_type const>();
        s.with_moved = [](std::size_t parameter, double step) -> void const* {
            static F other;
            auto k = F{}.kernel();
            std::size_t p = 0;
            std::apply([&](auto&... number) { ((number += p++ == parameter ? step : 0), ...); },
                       actfn::core::numbers(k));
            other = F(k);
            return &other;
        };
        s.parameter_gradient = [](void const* g, in x, in gy, out by, actfn::row_layout layout) {
            auto const all = actfn::parameter_gradient(self(g), x, gy, layout);
            std::size_t p = 0;
            std::apply([&](auto const&... number) { ((by[p++] = number), ...); },
                       actfn::core::numbers(all));
        };
    }
    s.forward = [](void const* g, in x, out y) { actfn::forward(self(g), x, y); };
    s.backward = [](void const* g, in x, in gy, out gx) { actfn::backward(self(g), x, gy, gx); };
    s.forward_rows = [](void const* g, in x, out y, actfn::row_layout layout) {
        actfn::forward(self(g), x, y, layout);
    };
    s.backward_rows = [](void const* g, in x, in gy, out gx, actfn::row_layout layout) {
        actfn::backward(self(g), x, gy, gx, layout);
    };
    s.forward_axis = [](void const* g, in x, out y, actfn::axis_layout layout) {
        actfn::forward(self(g), x, y, layout);
    };
    s.backward_axis = [](void const* g, in x, in gy, out gx, actfn::axis_layout layout) {
        actfn::backward(self(g), x, gy, gx, layout);
    };
    if constexpr (actfn::has_backward_from_output<typename F::kernel_type>) {
        s.backward_from_output = [](void const* g, in y, in gy, out gx) {
            actfn::backward_from_output(self(g), y, gy, gx);
        };
        s.backward_from_output_rows = [](void const* g, in y, in gy, out gx,
                                         actfn::row_layout layout) {
            actfn::backward_from_output(self(g), y, gy, gx, layout);
        };
    }
    if constexpr (every_front_end) {
        s.eigen_rows = [](void const* g, matrix const& x, matrix& y) { y = self(g)(x.rowwise()); };
        s.eigen_columns = [](void const* g, matrix const& x, matrix& y) {
            matrix const turned = x.transpose();
            matrix const result = self(g)(turned.colwise());
            y = result.transpose();
        };
        s.eigen_backward = [](void const* g, matrix const& x, matrix const& gy, matrix& gx) {
            if constexpr (reduces) {
                gx = self(g).backward(x.rowwise(), gy.col(0));
            } else {
                gx = self(g).backward(x.rowwise(), gy.rowwise());
            }
        };
    }
    return s;
}

} // namespace tests
