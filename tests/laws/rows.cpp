// SPDX-License-Identifier: MIT
#include "laws/rows.hpp"

#include "errors.hpp"
#include "laws/lists.hpp"
#include "laws/running.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

// The laws of functions of rows alone.

namespace tests {

namespace {

template <class T> bool of_rows(subject<T> const& s) { return s.rows != nullptr; }
template <class T> bool of_rows_in_double(subject<T> const& s) {
    return of_rows(s) && std::is_same_v<T, double>;
}
template <class T> bool learns(subject<T> const& s) {
    return of_rows_in_double(s) && s.parameters != 0;
}

/// The slope of a function of a step.
double slope_of(auto const& f, double h) {
    return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

double weighed(columns<double> const& y, column<double> const& g) {
    double sum = 0;
    for (std::size_t i = 0; i < g.size(); ++i) sum += g[i] * y[0][i];
    return sum;
}

/// gx is the gradient of Σ gᵢ·f(x)ᵢ, measured by differences.
template <class T> verdict backward_is_the_gradient(subject<T> const& s) {
    verdict v;
    if constexpr (std::is_same_v<T, double>) {
        random_numbers next;
        for (std::size_t const line : s.lines) {
            if (line > 40) continue;
            columns<T> x{random_column<T>(line, -2, 2, next)};
            x.line = line;
            columns<T> const y = run(s.value, s.f, x);
            column<T> const g = random_column<T>(y[0].size(), -1, 1, next);
            auto const judge = [&](port<T> const& p, column<T> const& of) {
                if (p.empty()) return;
                columns<T> from{of, g};
                from.line = line;
                column<T> const gx = run(p, s.f, from)[0];
                for (std::size_t i = 0; i < line; ++i) {
                    auto const at_step = [&](double step) {
                        columns<T> moved = x;
                        moved[0][i] += step;
                        return weighed(run(s.value, s.f, moved), g);
                    };
                    // h⁴ and rounding / h
                    compare(v, x[0][i], gx[i], slope_of(at_step, 1e-3), 1e-9);
                }
            };
            judge(s.backward, x[0]);
            judge(s.backward_from_output, y[0]);
        }
    }
    return v;
}

/// The gradients by parameters are those of Σ gᵢ·f(x)ᵢ, measured by differences.
template <class T> verdict parameter_gradients_are_slopes(subject<T> const& s) {
    verdict v;
    if constexpr (std::is_same_v<T, double>) {
        random_numbers next;
        constexpr std::size_t rows = 11;
        for (std::size_t const line : s.lines) {
            if (line > 40) continue;
            columns<T> in{random_column<T>(rows * line, -2, 2, next)};
            in.line = line;
            columns<T> const x = in;
            in.push_back(random_column<T>(rows * line, -1, 1, next));
            columns<T> const parts = run(s.parameter_derivatives, s.f, in);
            for (std::size_t p = 0; p < s.parameters; ++p) {
                double sum = 0;
                for (double const part : parts[p]) sum += part;
                auto const at_step = [&](double step) {
                    row_function<T> const moved = function_of(s).with_moved(p, step);
                    return weighed(run(s.value, &moved, x), in[1]);
                };
                // Steps over a kink are rare.
                compare(v, T(line), sum, slope_of(at_step, 1e-5), 1e-8);
            }
        }
    }
    return v;
}

/// And the range is no larger than it must be.
template <class T> verdict stays_in_range(subject<T> const& s) {
    verdict v;
    extremes seen;
    auto const see = [&](column<T> x) {
        columns<T> in{std::move(x)};
        in.line = in[0].size();
        columns<T> const values = run(s.value, s.f, in);
        for (T const y : values[0]) {
            if (!(y >= static_cast<T>(s.facts->lower) && y <= static_cast<T>(s.facts->upper))) {
                v.broken("a value is " + text(y));
            }
            seen.see(double(y));
        }
    };
    random_numbers next;
    for (double scale : {1e-3, 1.0, 30.0, 1e4, -1e4}) {
        for (T const shift : {T(0), T(-1e5), T(1e5)}) {
            auto x = random_column<T>(scale < 0 ? s.rows->multiple : 40, -scale, scale, next);
            for (T& t : x) t += shift;
            see(x);
        }
    }
    for (T const apart : {T(-1), T(1)}) { // some functions grow with the length of the row
        column<T> x(4000);
        x[0] = apart;
        see(x);
    }
    seen.reach_ends(v, *s.facts);
    return v;
}

/// Wrong sizes and overlaps are errors in words, before anything is written.
template <class T> verdict misuse_is_reported(subject<T> const& s) {
    verdict v;
    row_function<T> f = function_of(s);
    f.calls = s.rows;
    bool const reduces = s.rows->reduces;
    std::vector<T> x(10, T(7));
    std::vector<T> out(12, T(7));
    auto const reported = [&](auto call, std::initializer_list<std::string> parts) {
        std::string const text = message(call);
        for (auto const& part : parts) {
            if (text.find(part) == std::string::npos) v.broken("\"" + text + "\" without " + part);
        }
        if (std::count(out.begin(), out.end(), T(7)) != 12) v.broken("written: " + text);
    };
    auto const of = [&](std::string const& verb) {
        return "actfn::" + verb + "(" + std::string(s.facts->name) + ")";
    };
    std::span const all(out);
    reported([&] { f.backward(out, x, out); },
             {of("backward"), reduces ? "1 rows" : "x has 12", "gy has 10"});
    reported([&] { f.forward(x, out); },
             {of("forward"), reduces ? "1 rows" : "x has 10", "y has 12"});
    reported([&] { f.forward(all.first(8), all.subspan(4, reduces ? 1 : 8)); },
             {of("forward"), "y at", "overlaps x at"});
    reported([&] { f.forward(x, all.first(3), {.rows = 3, .columns = 4, .stride = 5}); },
             {"x has 10 elements", "3 rows of 4 with stride 5 need 14"});
    reported([&] { f.forward(out, out, {.rows = 3, .columns = 4, .stride = 3}); },
             {"stride 3 is less than 4 columns"});
    reported([&] { f.forward(x, x, actfn::row_layout{.rows = 3}); },
             {"x has 10 elements", "3 rows"});
    reported([&] { f.forward(x, x, {.outer = 2, .size = 3, .inner = 2}); },
             {"x has 10 elements", "2 x 3 x 2 need 12"});
    if (reduces) {
        reported([&] { f.backward(all.first(6), all.subspan(2, 1), all.first(6)); },
                 {of("backward"), "gx at", "overlaps gy at"});
    } else if (f.has(asked::backward_from_output)) {
        actfn::row_layout const layout{.rows = 2, .columns = 3, .stride = 4};
        reported([&] { f.backward_from_output(out, all.subspan(1), out, layout); },
                 {of("backward_from_output"), "gx at", "overlaps gy at"});
    }
    if (s.rows->multiple > 1) {
        std::size_t const n = s.rows->multiple + 1;
        std::vector<T> row(n);
        reported([&] { f.forward(row, row); },
                 {of("forward"), std::to_string(n) + " entries of a row of x do not make groups"});
    }
    // Halves of the same rows share none of their elements.
    if (!reduces) {
        auto const halves = [&] {
            f.forward(out, all.subspan(2), {.rows = 2, .columns = 2, .stride = 4});
        };
        if (message(halves) != no_error) v.broken("halves of rows: " + message(halves));
    }
    if (s.rows->eigen_misuse == nullptr) return v;
    std::fill(out.begin(), out.end(), T(7));
    reported([&] { s.rows->eigen_misuse(f.f); },
             {"actfn::" + std::string(s.facts->name) + ": gy",
              reduces ? "has 4 entries, expected 3" : "is 4 x 3, expected 3 x 4"});
    return v;
}

/// Rows without entries, and no rows.
template <class T> verdict empty_rows_are_rows(subject<T> const& s) {
    verdict v;
    row_function<T> f = function_of(s);
    f.calls = s.rows;
    bool const reduces = s.rows->reduces;
    auto const accepted = [&](auto call) {
        if (std::string const text = message(call); text != no_error) v.broken(text);
    };
    std::vector<T> none;
    std::vector<T> y(reduces ? 5 : 0);
    accepted([&] { f.forward(none, y, {.rows = 5, .columns = 0}); });
    accepted([&] { f.backward(none, y, none, {.rows = 5, .columns = 0}); });
    accepted([&] { f.forward(none, none, {.rows = 0, .columns = s.lines[0]}); });
    accepted([&] { f.forward(none, std::span(y).first(reduces ? 1 : 0)); });
    std::vector<T> of_each(reduces ? 3 : 0);
    auto const expression = s.rows->eigen_rows[0];
    if (expression != nullptr) {
        accepted([&] { expression(f.f, none, {}, of_each, {3, 0}); });
    }
    return v;
}

} // namespace

template <class T> std::vector<law<T>> laws_of_rows() {
    return {
        {"in its range", of_rows<T>, stays_in_range<T>},
        {"backward is the gradient of the row", of_rows_in_double<T>, backward_is_the_gradient<T>},
        {"gradients by parameters are slopes", learns<T>, parameter_gradients_are_slopes<T>},
        {"wrong sizes of rows are refused", of_rows<T>, misuse_is_reported<T>},
        {"empty rows are rows", of_rows<T>, empty_rows_are_rows<T>},
    };
}
template std::vector<law<float>> laws_of_rows();
template std::vector<law<double>> laws_of_rows();

} // namespace tests
