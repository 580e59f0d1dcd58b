// SPDX-License-Identifier: MIT
#pragma once
#include "laws/formulas.hpp"
#include "laws/fronts.hpp"
#include <actfn/eigen.hpp>

#include <span>

/// What losses of single entries have beside the laws of every kind: their means and sums.
namespace tests {

template <class T> struct loss_subject {
    using in = std::span<T const>;
    using out = std::span<T>;
    using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
    using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

    subject<T> const* s;
    void const* f;

    void (*each)(void const* f, in x, in t, out y);
    T (*mean)(void const* f, in x, in t);
    T (*sum)(void const* f, in x, in t);
    T (*mean_gradient)(void const* f, in x, in t, out gx);
    T (*sum_gradient)(void const* f, in x, in t, out gx);
    T (*matrix_mean)(void const* f, matrix const& x, matrix const& t);
    T (*matrix_gradient)(void const* f, matrix const& x, matrix const& t, matrix& gx);
    T (*turned_gradient)(void const* f, rows_first const& x, matrix const& t, matrix& gx);
    T (*block_in_place)(void const* f, matrix& frame, matrix const& t);
};

template <class T> void check_reductions(loss_subject<T> const& s);

template <class T, class F> loss_subject<T> loss_subject_of(subject<T> const& common, F const& f) {
    using S = loss_subject<T>;
    using in = typename S::in;
    using out = typename S::out;
    using matrix = typename S::matrix;
    static constexpr auto self = [](void const* g) -> F const& {
        return *static_cast<F const*>(g);
    };
    S s{};
    s.s = &common;
    s.f = &f;
    s.each = [](void const* g, in x, in t, out y) { actfn::forward(self(g), x, t, y); };
    s.mean = [](void const* g, in x, in t) -> T { return self(g)(x, t); };
    s.sum = [](void const* g, in x, in t) -> T { return self(g).sum(x, t); };
    s.mean_gradient = [](void const* g, in x, in t, out gx) -> T { return self(g)(x, t, gx); };
    s.sum_gradient = [](void const* g, in x, in t, out gx) -> T { return self(g).sum(x, t, gx); };
    s.matrix_mean = [](void const* g, matrix const& x, matrix const& t) -> T {
        return self(g)(x * T(1), t);
    };
    s.matrix_gradient = [](void const* g, matrix const& x, matrix const& t, matrix& gx) -> T {
        return self(g)(x, t, gx);
    };
    s.turned_gradient = [](void const* g, typename S::rows_first const& x, matrix const& t,
                           matrix& gx) -> T { return self(g)(x, t, gx); };
    s.block_in_place = [](void const* g, matrix& frame, matrix const& t) -> T {
        auto inner = frame.block(1, 1, t.rows(), t.cols());
        return self(g)(inner, t, inner);
    };
    return s;
}

template <class T, class F> void loss_laws_on(F const& f) {
    subject<T> const s = subject_of<T>(f);
    check_laws(s);
    if constexpr (every_front_end) check_reductions(loss_subject_of<T>(s, f));
}

/// Losses of whole samples have laws of their own.
template <class F> void loss_laws(F const& f) {
    if constexpr (actfn::elementwise_loss_function<F>) {
        loss_laws_on<float>(f);
        loss_laws_on<double>(f);
    }
}

/// The facts of f and of f with other parameters.
template <class F> void loss_claims(F const& f) {
    if constexpr (actfn::elementwise_loss_function<F>) {
        at_settings(f,
                    [](auto const& g) { check_claims(subject_of<float>(g), stated_formulas(g)); });
    }
}

template <class F> void loss_report(F const& f) {
    if constexpr (actfn::elementwise_loss_function<F>) {
        report(subject_of<float>(f));
        report(subject_of<double>(f));
        at_settings(f,
                    [](auto const& g) { report_claims(subject_of<float>(g), stated_formulas(g)); });
    }
}

} // namespace tests
