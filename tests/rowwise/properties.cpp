// SPDX-License-Identifier: MIT
#include "rowwise/properties.hpp"

#include "catch.hpp"
#include "laws/running.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace tests {

namespace {

template <class T> std::vector<T> random_vector(std::size_t n, double scale, random_numbers& next) {
    return random_column<T>(n, -scale, scale, next);
}

/// Rows in a vector, one behind the other: x, and for each row alone in its vector what f makes of
/// it.
template <class T> struct sample {
    std::size_t rows;
    std::size_t n;
    std::size_t outputs; // of a row
    std::vector<T> x, gy, y, gx, gx_from_y;

    sample(row_subject<T> const& s, std::size_t r, std::size_t entries, random_numbers& next)
        : rows(r),
          n(entries),
          outputs(s.reduces ? 1 : n),
          x(random_vector<T>(rows * n, 9, next)),
          gy(random_vector<T>(rows * outputs, 9, next)) {
        auto const part = [](std::vector<T> const& v, std::size_t row, std::size_t size) {
            auto const begin = v.begin() + static_cast<std::ptrdiff_t>(row * size);
            return std::vector<T>(begin, begin + static_cast<std::ptrdiff_t>(size));
        };
        for (std::size_t row = 0; row < rows; ++row) {
            auto a = part(x, row, n);
            auto b = part(gy, row, outputs);
            std::vector<T> value(outputs);
            std::vector<T> gradient(n);
            s.forward(s.f, a, value);
            s.backward(s.f, a, b, gradient);
            y.insert(y.end(), value.begin(), value.end());
            gx.insert(gx.end(), gradient.begin(), gradient.end());
            // The gradient may take the place of x; a row also that of gy.
            auto other = a;
            s.backward(s.f, other, b, other);
            CHECK(equal(other, gradient));
            if (s.reduces) continue;
            if (s.backward_from_output != nullptr) {
                s.backward_from_output(s.f, value, b, value);
                gx_from_y.insert(gx_from_y.end(), value.begin(), value.end());
            }
            s.backward(s.f, a, b, b);
            CHECK(equal(b, gradient));
            s.forward(s.f, a, a);
            CHECK(equal(a, part(y, row, n)));
        }
    }
};

/// n, or a little more where rows have a multiple of some number of entries.
template <class T> std::size_t fitting(row_subject<T> const& s, std::size_t n) {
    return (n + s.multiple - 1) / s.multiple * s.multiple;
}

/// The bits of a row depend on the row alone: not on how it lies in memory, what lies beside it,
/// whether the output is an input, or who asks.
template <class T> void same_bits_everywhere(row_subject<T> const& s) {
    constexpr std::size_t w = actfn::math::lanes<actfn::math::pack<T>>;
    random_numbers next;
    for (std::size_t const length : {std::size_t(1), w - 1, w, w + 1, 2 * w + 1, std::size_t(10),
                                     std::size_t(33), std::size_t(100)}) {
        std::size_t const n = fitting(s, length);
        for (std::size_t rows : {std::size_t(1), w - 1, w, 2 * w + 1}) {
            if (rows == 0 || n == 0) continue;
            INFO(rows << " rows of " << n);
            sample<T> const right(s, rows, n, next);

            // A matrix with a stride, off by one from any alignment; the gaps stay as they are.
            actfn::row_layout const layout{.rows = rows, .columns = n, .stride = n + 3};
            auto const wide = [&](std::vector<T> const& m) {
                std::vector<T> v(layout.extent() + 1, T(7));
                for (std::size_t r = 0; r < rows; ++r) {
                    for (std::size_t i = 0; i < n; ++i) v[1 + r * (n + 3) + i] = m[r * n + i];
                }
                return v;
            };
            auto const inner = [](std::vector<T>& v) { return std::span(v).subspan(1); };
            auto x = wide(right.x);
            auto out = wide(right.x);
            if (s.reduces) {
                std::vector<T> y(rows);
                s.forward_rows(s.f, inner(x), y, layout);
                CHECK(equal(y, right.y));
                s.backward_rows(s.f, inner(x), right.gy, inner(out), layout);
                CHECK(equal(out, wide(right.gx)));
                s.backward_rows(s.f, inner(x), right.gy, inner(x), layout);
                CHECK(equal(x, wide(right.gx)));
            } else {
                auto gy = wide(right.gy);
                s.forward_rows(s.f, inner(x), inner(out), layout);
                CHECK(equal(out, wide(right.y)));
                if (s.backward_from_output != nullptr) {
                    s.backward_from_output_rows(s.f, inner(out), inner(gy), inner(out), layout);
                    CHECK(equal(out, wide(right.gx_from_y)));
                }
                s.backward_rows(s.f, inner(x), inner(gy), inner(gy), layout);
                CHECK(equal(gy, wide(right.gx)));
                s.forward_rows(s.f, inner(x), inner(x), layout);
                CHECK(equal(x, wide(right.y)));
            }

            // The middle axis of a tensor of two blocks.
            auto const turned = [&](std::vector<T> const& m, std::size_t size) {
                std::vector<T> v;
                for (int block = 0; block < 2; ++block) {
                    for (std::size_t i = 0; i < size; ++i) {
                        for (std::size_t r = 0; r < rows; ++r) v.push_back(m[r * size + i]);
                    }
                }
                return v;
            };
            actfn::axis_layout const axis{.outer = 2, .size = n, .inner = rows};
            auto const tensor = turned(right.x, n);
            auto values = turned(right.y, right.outputs);
            std::fill(values.begin(), values.end(), T(7));
            s.forward_axis(s.f, tensor, values, axis);
            CHECK(equal(values, turned(right.y, right.outputs)));
            auto gradient = tensor;
            s.backward_axis(s.f, gradient, turned(right.gy, right.outputs), gradient, axis);
            CHECK(equal(gradient, turned(right.gx, n)));

            if (s.eigen_rows == nullptr) continue;
            using matrix = rows_first<T>;
            auto const as_matrix = [&](std::vector<T> const& v, std::size_t columns) {
                return matrix(Eigen::Map<matrix const>(v.data(), static_cast<Eigen::Index>(rows),
                                                       static_cast<Eigen::Index>(columns)));
            };
            auto const agree = [&](matrix const& got, std::vector<T> const& expected) {
                CHECK(equal(std::vector<T>(got.data(), got.data() + got.size()), expected));
            };
            matrix const xm = as_matrix(right.x, n);
            matrix ym;
            s.eigen_rows(s.f, xm, ym);
            agree(ym, right.y);
            s.eigen_columns(s.f, xm, ym);
            agree(ym, right.y);
            s.eigen_backward(s.f, xm, as_matrix(right.gy, right.outputs), ym);
            agree(ym, right.gx);
        }
    }
}

/// gx is the gradient of Σ gᵢ·f(x)ᵢ, measured by differences.
void gradient_is_right(row_subject<double> const& s) {
    random_numbers next;
    for (std::size_t const length : {1U, 2U, 5U, 17U}) {
        std::size_t const n = fitting(s, length);
        std::size_t const outputs = s.reduces ? 1 : n;
        auto const x = random_vector<double>(n, 2, next);
        auto const g = random_vector<double>(outputs, 1, next);
        std::vector<double> y(outputs);
        std::vector<double> gx(n);
        std::vector<double> gx_from_y(n);
        s.forward(s.f, x, y);
        s.backward(s.f, x, g, gx);
        if (s.backward_from_output == nullptr) {
            gx_from_y = gx;
        } else {
            s.backward_from_output(s.f, y, g, gx_from_y);
        }
        auto const objective = [&](std::size_t i, double step) {
            auto moved = x;
            moved[i] += step;
            s.forward(s.f, moved, y);
            double sum = 0;
            for (std::size_t j = 0; j < outputs; ++j) sum += g[j] * y[j];
            return sum;
        };
        for (std::size_t i = 0; i < n; ++i) {
            double const h = 1e-3;
            double const slope = (8 * (objective(i, h) - objective(i, -h)) -
                                  (objective(i, 2 * h) - objective(i, -2 * h))) /
                                 (12 * h);
            INFO("entry " << i << " of " << n << ": " << gx[i] << ", differences " << slope);
            CHECK(std::abs(gx[i] - slope) < 1e-9); // h⁴ and rounding / h
            CHECK(std::abs(gx_from_y[i] - slope) < 1e-9);
        }
    }
}

/// The gradients by parameters are those of Σ gᵢ·f(x)ᵢ, measured by differences, and sums over
/// rows.
void parameter_gradients_are_right(row_subject<double> const& s) {
    if (s.learnt == 0) return;
    random_numbers next;
    for (std::size_t const length : {1U, 2U, 5U, 17U}) {
        std::size_t const n = fitting(s, length);
        std::size_t const rows = 11;
        auto const x = random_vector<double>(rows * n, 2, next);
        auto const g = random_vector<double>(rows * n, 1, next);
        std::vector<double> y(rows * n);
        std::vector<double> by(s.learnt);
        std::vector<double> sums(s.learnt);
        actfn::row_layout const layout{.rows = rows};
        s.parameter_gradient(s.f, x, g, sums, layout);
        std::vector<double> total(s.learnt);
        for (std::size_t r = 0; r < rows; ++r) {
            auto const part = [&](auto const& v) { return std::span(v).subspan(r * n, n); };
            s.parameter_gradient(s.f, part(x), part(g), by, {.rows = 1});
            for (std::size_t p = 0; p < s.learnt; ++p) total[p] += by[p];
        }
        for (std::size_t p = 0; p < s.learnt; ++p) {
            auto const objective = [&](double step) {
                s.forward_rows(s.with_moved(p, step), x, y, layout);
                double sum = 0;
                for (std::size_t j = 0; j < y.size(); ++j) sum += g[j] * y[j];
                return sum;
            };
            double const h = 1e-5; // steps over a kink are rare
            double const slope =
                (8 * (objective(h) - objective(-h)) - (objective(2 * h) - objective(-2 * h))) /
                (12 * h);
            INFO("parameter " << p << ", rows of " << n << ": " << sums[p] << ", differences "
                              << slope);
            CHECK(std::abs(sums[p] - slope) < 1e-8);
            CHECK(std::abs(sums[p] - total[p]) < 1e-12);
        }
    }
}

/// And the range is no larger than it must be.
template <class T> void stays_in_range(row_subject<T> const& s) {
    random_numbers next;
    extremes seen;
    for (double scale : {1e-3, 1.0, 30.0, 1e4, -1e4}) {
        for (T const shift : {T(0), T(-1e5), T(1e5)}) {
            auto x = random_vector<T>(scale < 0 ? s.multiple : 40, scale, next);
            for (T& t : x) t += shift;
            std::vector<T> y(s.reduces ? 1 : x.size());
            s.forward(s.f, x, y);
            for (T const v : y) {
                CHECK(v >= static_cast<T>(s.facts->lower));
                CHECK(v <= static_cast<T>(s.facts->upper));
                seen.see(double(v));
            }
        }
    }
    for (T const apart : {T(-1), T(1)}) { // some functions grow with the length of the row
        std::vector<T> x(fitting(s, 4000));
        std::vector<T> y(s.reduces ? 1 : x.size());
        x[0] = apart;
        s.forward(s.f, x, y);
        for (T const v : y) seen.see(double(v));
    }
    verdict v;
    seen.reach_ends(v, *s.facts);
    INFO(v.text);
    CHECK(v.failures == 0);
}

/// One NaN makes all of its row NaN, and no other row.
template <class T> void nan_poisons_its_row(row_subject<T> const& s) {
    random_numbers next;
    for (std::size_t const length : {1U, 3U, 8U, 17U, 60U}) {
        std::size_t const n = fitting(s, length);
        for (std::size_t const at : {std::size_t(0), n / 2, n - 1}) {
            INFO("entry " << at << " of " << n);
            std::size_t const outputs = s.reduces ? 1 : n;
            // Where rows are groups, those that share its group.
            std::size_t const shared = s.multiple > 1 ? s.multiple : n;
            auto const poisoned = [&](std::size_t i) { return i / shared == at / shared; };
            auto const only_those = [&](std::vector<T> const& v) {
                for (std::size_t i = 0; i < v.size(); ++i) {
                    if (std::isnan(v[i]) != (v.size() == 1 || poisoned(i))) return false;
                }
                return true;
            };
            auto x = random_vector<T>(n, 3, next);
            x[at] = nan<T>;
            std::vector<T> y(outputs);
            std::vector<T> gx(n);
            s.forward(s.f, x, y);
            CHECK(only_those(y));
            s.backward(s.f, x, std::vector<T>(outputs, T(1)), gx);
            CHECK(only_those(gx));
            // Beside healthy rows.
            constexpr std::size_t rows = 17;
            auto many = random_vector<T>(rows * n, 3, next);
            many[5 * n + at] = nan<T>;
            std::vector<T> values(rows * outputs);
            s.forward_rows(s.f, many, values, {.rows = rows, .columns = n});
            for (std::size_t i = 0; i < values.size(); ++i) {
                bool const there = i / outputs == 5 && (outputs == 1 || poisoned(i % outputs));
                CHECK(std::isnan(values[i]) == there);
            }
        }
    }
}

/// The temperature is 1 unless it is given.
template <class T> void plain_is_at_temperature_1(row_subject<T> const& s) {
    if (!s.at_temperature) return;
    random_numbers next;
    std::size_t const outputs = s.reduces ? 1 : 40;
    auto const x = random_vector<T>(40, 9, next);
    auto const gy = random_vector<T>(outputs, 9, next);
    std::vector<T> y(outputs);
    std::vector<T> y_given(outputs);
    std::vector<T> plain(40);
    std::vector<T> given(40);
    void const* const f = s.at_temperature(1);
    s.forward(s.f, x, y);
    s.forward(f, x, y_given);
    CHECK(equal(y, y_given));
    s.backward(s.f, x, gy, plain);
    s.backward(f, x, gy, given);
    CHECK(equal(plain, given));
}

template <class T> void misuse_is_reported(row_subject<T> const& s) {
    std::vector<T> x(10, T(7));
    std::vector<T> out(12, T(7));
    auto const reported = [&](auto call, std::initializer_list<std::string> parts) {
        std::string text = "no exception";
        try {
            call();
        } catch (std::invalid_argument const& error) {
            text = error.what();
        }
        INFO(text);
        for (auto const& part : parts) CHECK(text.find(part) != std::string::npos);
        CHECK(std::count(out.begin(), out.end(), T(7)) == 12);
    };
    std::string const name(s.facts->name);
    std::span const all(out);
    reported([&] { s.backward(s.f, out, x, out); },
             {"actfn::backward(" + name + ")", s.reduces ? "1 rows" : "x has 12", "gy has 10"});
    reported([&] { s.forward(s.f, x, out); },
             {"actfn::forward(" + name + ")", s.reduces ? "1 rows" : "x has 10", "y has 12"});
    reported([&] { s.forward(s.f, all.first(8), all.subspan(4, s.reduces ? 1 : 8)); },
             {"actfn::forward(" + name + ")", "y at", "overlaps x at"});
    reported([&] { s.forward_rows(s.f, x, all.first(3), {.rows = 3, .columns = 4, .stride = 5}); },
             {"x has 10 elements", "3 rows of 4 with stride 5 need 14"});
    reported([&] { s.forward_rows(s.f, out, out, {.rows = 3, .columns = 4, .stride = 3}); },
             {"stride 3 is less than 4 columns"});
    reported([&] { s.forward_rows(s.f, x, x, {.rows = 3}); }, {"x has 10 elements", "3 rows"});
    reported([&] { s.forward_axis(s.f, x, x, {.outer = 2, .size = 3, .inner = 2}); },
             {"x has 10 elements", "2 x 3 x 2 need 12"});
    if (s.reduces) {
        reported([&] { s.backward(s.f, all.first(6), all.subspan(2, 1), all.first(6)); },
                 {"actfn::backward(" + name + ")", "gx at", "overlaps gy at"});
    } else if (s.backward_from_output != nullptr) {
        reported(
            [&] {
                s.backward_from_output_rows(s.f, out, all.subspan(1), out,
                                            {.rows = 2, .columns = 3, .stride = 4});
            },
            {"actfn::backward_from_output(" + name + ")", "gx at", "overlaps gy at"});
    }
    if (s.multiple > 1) {
        std::size_t const n = s.multiple + 1;
        std::vector<T> short_row(n);
        std::string const groups = std::to_string(n) + " entries of a row of x do not make groups";
        reported([&] { s.forward(s.f, short_row, short_row); }, {"actfn::forward(" + name, groups});
    }
    // Halves of the same rows share none of their elements.
    if (!s.reduces) {
        s.forward_rows(s.f, out, all.subspan(2), {.rows = 2, .columns = 2, .stride = 4});
    }
    if (s.eigen_backward == nullptr) return;
    rows_first<T> const a = rows_first<T>::Zero(3, 4);
    rows_first<T> const b = rows_first<T>::Zero(4, 3);
    rows_first<T> gx;
    std::fill(out.begin(), out.end(), T(7));
    reported([&] { s.eigen_backward(s.f, a, b, gx); },
             {"actfn::" + name + ": gy",
              s.reduces ? "has 4 entries, expected 3" : "is 4 x 3, expected 3 x 4"});
}

template <class T> void empty_rows(row_subject<T> const& s) {
    std::vector<T> none;
    std::vector<T> y(s.reduces ? 5 : 0);
    s.forward_rows(s.f, none, y, {.rows = 5, .columns = 0});
    s.backward_rows(s.f, none, y, none, {.rows = 5, .columns = 0});
    s.forward_rows(s.f, none, none, {.rows = 0, .columns = fitting(s, 5)});
    s.forward(s.f, none, std::span(y).first(s.reduces ? 1 : 0));
    if (s.eigen_rows == nullptr) return;
    rows_first<T> const x(3, 0);
    rows_first<T> result;
    s.eigen_rows(s.f, x, result);
    CHECK(result.rows() == 3);
}

} // namespace

template <class T> void check_laws(row_subject<T> const& s) {
    CHECK(origin_is_stated(*s.facts).failures == 0);
    std::string const of_type(type_name<T>);
    SECTION("the same bits everywhere, " + of_type) { same_bits_everywhere(s); }
    SECTION("in its range, " + of_type) { stays_in_range(s); }
    SECTION("NaN, " + of_type) { nan_poisons_its_row(s); }
    SECTION("misuse, " + of_type) { misuse_is_reported(s); }
    SECTION("temperature, " + of_type) { plain_is_at_temperature_1(s); }
    SECTION("empty rows, " + of_type) { empty_rows(s); }
    if constexpr (std::is_same_v<T, double>) {
        SECTION("gradient") { gradient_is_right(s); }
        SECTION("gradients by parameters") { parameter_gradients_are_right(s); }
    }
}

template void check_laws(row_subject<float> const&);
template void check_laws(row_subject<double> const&);

template <class T> static std::vector<row_subject<T> const*>& all_rows() {
    static std::vector<row_subject<T> const*> all;
    return all;
}

bool add_rows(row_subject<float> const& f, row_subject<double> const& d) {
    all_rows<float>().push_back(&f);
    all_rows<double>().push_back(&d);
    return true;
}

template <class T> row_subject<T> const& rows_of(std::string_view name) {
    auto const& all = all_rows<T>();
    auto const found =
        std::find_if(all.begin(), all.end(), [&](auto const* s) { return s->facts->name == name; });
    REQUIRE(found != all.end());
    return **found;
}
template row_subject<float> const& rows_of(std::string_view);
template row_subject<double> const& rows_of(std::string_view);

} // namespace tests
