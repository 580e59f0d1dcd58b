// SPDX-License-Identifier: MIT
#pragma once
#include "front_ends.hpp"
#include "numbers.hpp"
#include "settings.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <span>

/// The laws of gated activations, compiled once in properties.cpp for tables of entry points.
namespace tests {

template <class T> using columns_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;

/// Value, derivatives and the term that cancels in the last of them, as the facts state them.
struct gated_formulas {
    std::vector<formula<double>> all;

    template <class F> explicit gated_formulas(F const& f) {
        actfn::facts const facts = f.facts();
        all = formula<double>::list(facts.derivative);
        all.emplace(all.begin(), facts.formula);
        all.emplace_back(facts.cancelling.empty() ? "0" : facts.cancelling);
        for (auto& each : all) set_parameters(each, f.kernel());
    }
    void set(double a, double b) {
        for (auto& each : all) {
            each.set("a", a);
            each.set("b", b);
        }
    }
};

template <class T> struct gated_subject {
    using in = std::span<T const>;
    using out = std::span<T>;
    using matrix = columns_first<T>;

    actfn::facts const* facts;
    void const* f;

    void (*scalars)(void const* f, in a, in b, out y, out by_value, out by_gate);
    void (*backward_scalars)(void const* f, in a, in b, in gy, out ga, out gb);
    void (*batches)(void const* f, in a, in b, out y);
    void (*backward_batches)(void const* f, in a, in b, in gy, out ga, out gb);
    // Null where they are not tried.
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

template <class T> void check_laws(gated_subject<T> const& s);

/// Facts of f with any parameters: bounds of its errors in float against double, formulas, range
/// and shape.
void check_claims(gated_subject<float> const& s, gated_subject<double> const& in_double,
                  gated_formulas formulas);

/// Prints the largest errors in float against double, of many more inputs.
void report_claims(gated_subject<float> const& s, gated_subject<double> const& in_double,
                   gated_formulas formulas);

/// Prints the largest errors against the table.
template <class T> void report(gated_subject<T> const& s);

template <class T, class F> gated_subject<T> gated_subject_of(F const& f) {
    using S = gated_subject<T>;
    using in = typename S::in;
    using out = typename S::out;
    using matrix = typename S::matrix;
    using actfn::gate;
    static constexpr auto self = [](void const* g) -> F const& {
        return *static_cast<F const*>(g);
    };
    S s{};
    s.facts = keep(f.facts());
    s.f = &f;
    s.scalars = [](void const* g, in a, in b, out y, out by_value, out by_gate) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            y[i] = self(g)(a[i], b[i]);
            by_value[i] = self(g).derivative_by_value(a[i], b[i]);
            by_gate[i] = self(g).derivative_by_gate(a[i], b[i]);
        }
    };
    s.backward_scalars = [](void const* g, in a, in b, in gy, out ga, out gb) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            auto const gradient = self(g).backward(a[i], b[i], gy[i]);
            ga[i] = gradient.value;
            gb[i] = gradient.gate;
        }
    };
    static constexpr auto packs = [](std::size_t n, auto const&... from) {
        return [=](auto use) {
            using V = actfn::math::pack<T>;
            constexpr std::size_t w = actfn::math::lanes<V>;
            for (std::size_t i = 0; i < n; ++i) use(i, i % w, V(from[i])...);
        };
    };
    static constexpr auto lane = [](actfn::math::pack<T> const& v, std::size_t i) {
        T all[actfn::math::lanes<actfn::math::pack<T>>];
        actfn::math::store(all, v);
        return all[i];
    };
    s.batches = [](void const* g, in a, in b, out y) {
        packs(a.size(), a, b)([&](std::size_t i, std::size_t l, auto const& v, auto const& u) {
            y[i] = lane(self(g)(v, u), l);
        });
    };
    s.backward_batches = [](void const* g, in a, in b, in gy, out ga, out gb) {
        packs(a.size(), a, b, gy)([&](std::size_t i, std::size_t l, auto const&... v) {
            auto const gradient = self(g).backward(v...);
            ga[i] = lane(gradient.value, l);
            gb[i] = lane(gradient.gate, l);
        });
    };
    if constexpr (every_front_end) {
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
        s.backward_expression = [](void const* g, matrix const& a, matrix const& b,
                                   matrix const& gy, matrix& ga, matrix& gb) {
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
    }
    return s;
}

/// Those of another shape have laws of their own.
template <class F> void gated_laws(F const& f) {
    if constexpr (actfn::gated_function<F>) {
        check_laws(gated_subject_of<float>(f));
        check_laws(gated_subject_of<double>(f));
    }
}

/// The facts of f and of f with other parameters.
template <class F> void gated_claims(F const& f) {
    if constexpr (actfn::gated_function<F>) {
        at_settings(f, [](auto const& g) {
            check_claims(gated_subject_of<float>(g), gated_subject_of<double>(g),
                         gated_formulas(g));
        });
    }
}

template <class F> void gated_report(F const& f) {
    if constexpr (actfn::gated_function<F>) {
        report(gated_subject_of<float>(f));
        report(gated_subject_of<double>(f));
        at_settings(f, [](auto const& g) {
            report_claims(gated_subject_of<float>(g), gated_subject_of<double>(g),
                          gated_formulas(g));
        });
    }
}

/// The list by its names, which of templates are no objects.
namespace listed {
using namespace actfn;
inline constexpr auto const& maxout = actfn::maxout<3>;
} // namespace listed

} // namespace tests
