// SPDX-License-Identifier: MIT
#pragma once
#include "front_ends.hpp"
#include "numbers.hpp"
#include "settings.hpp"
#include <actfn/eigen.hpp>

#include <span>

/// The laws of losses of single entries, compiled once in properties.cpp for tables of entry
/// points.
namespace tests {

/// Value, derivative and the term that cancels in it, as the facts state them.
struct loss_formulas {
    std::vector<formula<double>> all;

    template <class F> explicit loss_formulas(F const& f) {
        actfn::facts const facts = f.facts();
        for (auto const text : {facts.formula, facts.derivative, facts.cancelling}) {
            all.emplace_back(text.empty() ? "0" : text);
            set_parameters(all.back(), f.kernel());
        }
    }
};

template <class T> struct loss_subject {
    using in = std::span<T const>;
    using out = std::span<T>;
    using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
    using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

    actfn::facts const* facts;
    void const* f;

    /// Each entry, by value and derivative or by the two together.
    void (*scalars)(void const* f, in x, in t, out y, out dx);
    void (*jets)(void const* f, in x, in t, out y, out dx);
    void (*batches)(void const* f, in x, in t, out y, out dx);
    // Null where they are not tried.
    void (*each)(void const* f, in x, in t, out y);
    void (*each_jet)(void const* f, in x, in t, out y, out dx);
    T (*mean)(void const* f, in x, in t);
    T (*sum)(void const* f, in x, in t);
    T (*mean_gradient)(void const* f, in x, in t, out gx);
    T (*sum_gradient)(void const* f, in x, in t, out gx);
    T (*matrix_mean)(void const* f, matrix const& x, matrix const& t);
    T (*matrix_gradient)(void const* f, matrix const& x, matrix const& t, matrix& gx);
    T (*turned_gradient)(void const* f, rows_first const& x, matrix const& t, matrix& gx);
    T (*block_in_place)(void const* f, matrix& frame, matrix const& t);
};

template <class T> void check_laws(loss_subject<T> const& s);

/// Facts of f with any parameters: bounds of its errors in float against double, formulas, range
/// and shape.
void check_claims(loss_subject<float> const& s, loss_subject<double> const& in_double,
                  loss_formulas formulas);

/// Prints the largest errors in float against double, of many more inputs.
void report_claims(loss_subject<float> const& s, loss_subject<double> const& in_double,
                   loss_formulas formulas);

/// Prints the largest errors against the table.
template <class T> void report(loss_subject<T> const& s);

template <class T, class F> loss_subject<T> loss_subject_of(F const& f) {
    using S = loss_subject<T>;
    using in = typename S::in;
    using out = typename S::out;
    using matrix = typename S::matrix;
    static constexpr auto self = [](void const* g) -> F const& {
        return *static_cast<F const*>(g);
    };
    S s{};
    s.facts = keep(f.facts());
    s.f = &f;
    s.scalars = [](void const* g, in x, in t, out y, out dx) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            y[i] = self(g)(x[i], t[i]);
            dx[i] = self(g).derivative(x[i], t[i]);
        }
    };
    s.jets = [](void const* g, in x, in t, out y, out dx) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            auto const j = self(g).value_and_derivative(x[i], t[i]);
            y[i] = j.value;
            dx[i] = j.derivative;
        }
    };
    s.batches = [](void const* g, in x, in t, out y, out dx) {
        using V = actfn::math::pack<T>;
        constexpr std::size_t w = actfn::math::lanes<V>;
        for (std::size_t i = 0; i < x.size(); ++i) {
            auto const j = self(g).value_and_derivative(V(x[i]), V(t[i]));
            T lanes[2][w];
            actfn::math::store(lanes[0], j.value);
            actfn::math::store(lanes[1], j.derivative);
            y[i] = lanes[0][i % w];
            dx[i] = lanes[1][i % w];
        }
    };
    if constexpr (every_front_end) {
        s.each = [](void const* g, in x, in t, out y) { actfn::forward(self(g), x, t, y); };
        s.each_jet = [](void const* g, in x, in t, out y, out dx) {
            actfn::value_and_derivative(self(g), x, t, y, dx);
        };
        s.mean = [](void const* g, in x, in t) -> T { return self(g)(x, t); };
        s.sum = [](void const* g, in x, in t) -> T { return self(g).sum(x, t); };
        s.mean_gradient = [](void const* g, in x, in t, out gx) -> T { return self(g)(x, t, gx); };
        s.sum_gradient = [](void const* g, in x, in t, out gx) -> T {
            return self(g).sum(x, t, gx);
        };
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
    }
    return s;
}

/// Losses of whole samples have laws of their own.
template <class F> void loss_laws(F const& f) {
    if constexpr (actfn::elementwise_loss_function<F>) {
        check_laws(loss_subject_of<float>(f));
        check_laws(loss_subject_of<double>(f));
    }
}

/// The facts of f and of f with other parameters.
template <class F> void loss_claims(F const& f) {
    if constexpr (actfn::elementwise_loss_function<F>) {
        at_settings(f, [](auto const& g) {
            check_claims(loss_subject_of<float>(g), loss_subject_of<double>(g), loss_formulas(g));
        });
    }
}

template <class F> void loss_report(F const& f) {
    if constexpr (actfn::elementwise_loss_function<F>) {
        report(loss_subject_of<float>(f));
        report(loss_subject_of<double>(f));
        at_settings(f, [](auto const& g) {
            report_claims(loss_subject_of<float>(g), loss_subject_of<double>(g), loss_formulas(g));
        });
    }
}

} // namespace tests
