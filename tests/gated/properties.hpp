// SPDX-License-Identifier: MIT
#pragma once
#include "laws/formulas.hpp"
#include "laws/fronts.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <span>

/// What gated activations have beside the laws of every kind: inputs that are halves of rows.
namespace tests {

template <class T> using columns_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;

template <class T> struct gated_subject {
    using in = std::span<T const>;
    using out = std::span<T>;
    using matrix = columns_first<T>;

    subject<T> const* s;
    void const* f;

    void (*arrays)(void const* f, in a, in b, out y);
    void (*backward_arrays)(void const* f, in a, in b, in gy, out ga, out gb);
    void (*halves)(void const* f, in x, out y, actfn::gate which, actfn::row_layout layout);
    void (*backward_halves)(void const* f, in x, in gy, out gx, actfn::gate which,
                            actfn::row_layout layout);
    void (*expression)(void const* f, matrix const& a, matrix const& b, matrix& y);
    void (*backward_expression)(void const* f, matrix const& a, matrix const& b, matrix const& gy,
                                matrix& ga, matrix& gb);
    void (*half_columns)(void const* f, matrix const& x, matrix& y, actfn::gate which);
    void (*half_rows)(void const* f, matrix const& x, matrix& y, actfn::gate which);
    void (*backward_half_columns)(void const* f, matrix& x_then_gx, matrix const& gy,
                                  actfn::gate which);
};

template <class T> void check_halves(gated_subject<T> const& s);

template <class T, class F>
gated_subject<T> gated_subject_of(subject<T> const& common, F const& f) {
    using S = gated_subject<T>;
    using in = typename S::in;
    using out = typename S::out;
    using matrix = typename S::matrix;
    using actfn::gate;
    static constexpr auto self = [](void const* g) -> F const& {
        return *static_cast<F const*>(g);
    };
    S s{};
    s.s = &common;
    s.f = &f;
    s.arrays = [](void const* g, in a, in b, out y) { actfn::forward(self(g), a, b, y); };
    s.backward_arrays = [](void const* g, in a, in b, in gy, out ga, out gb) {
        actfn::backward(self(g), a, b, gy, ga, gb);
    };
    s.halves = [](void const* g, in x, out y, gate which, actfn::row_layout layout) {
        actfn::forward(self(g), x, y, which, layout);
    };
    s.backward_halves = [](void const* g, in x, in gy, out gx, gate which,
                           actfn::row_layout layout) {
        actfn::backward(self(g), x, gy, gx, which, layout);
    };
    s.expression = [](void const* g, matrix const& a, matrix const& b, matrix& y) {
        y = self(g)(a, b);
    };
    s.backward_expression = [](void const* g, matrix const& a, matrix const& b, matrix const& gy,
                               matrix& ga, matrix& gb) {
        auto const gradient = self(g).backward(a, b, gy);
        ga = gradient.value;
        gb = gradient.gate;
    };
    s.half_columns = [](void const* g, matrix const& x, matrix& y, gate which) {
        y = self(g)(x.colwise(), which);
    };
    s.half_rows = [](void const* g, matrix const& x, matrix& y, gate which) {
        y = self(g)(x.rowwise(), which);
    };
    s.backward_half_columns = [](void const* g, matrix& x, matrix const& gy, gate which) {
        x = self(g).backward(x.colwise(), gy.colwise(), which);
    };
    return s;
}

template <class T, class F> void gated_laws_on(F const& f) {
    subject<T> const s = subject_of<T>(f);
    check_laws(s);
    if constexpr (every_front_end) check_halves(gated_subject_of<T>(s, f));
}

/// Those of another shape have laws of their own.
template <class F> void gated_laws(F const& f) {
    if constexpr (actfn::gated_function<F>) {
        gated_laws_on<float>(f);
        gated_laws_on<double>(f);
    }
}

/// The facts of f and of f with other parameters.
template <class F> void gated_claims(F const& f) {
    if constexpr (actfn::gated_function<F>) {
        at_settings(f,
                    [](auto const& g) { check_claims(subject_of<float>(g), stated_formulas(g)); });
    }
}

template <class F> void gated_report(F const& f) {
    if constexpr (actfn::gated_function<F>) {
        report(subject_of<float>(f));
        report(subject_of<double>(f));
        at_settings(f,
                    [](auto const& g) { report_claims(subject_of<float>(g), stated_formulas(g)); });
    }
}

/// The list by its names, which of templates are no objects.
namespace listed {
using namespace actfn;
inline constexpr auto const& maxout = actfn::maxout<3>;
} // namespace listed

} // namespace tests
