// SPDX-License-Identifier: MIT
#pragma once
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/eigen/rowwise.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

/// Laws of every row-wise activation: `rowwise_laws<T>(f)` runs all.
namespace tests {

template <class T> using columns_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class A, class B> std::ptrdiff_t differing(A const& a, B const& b) {
    using T = typename A::Scalar;
    std::ptrdiff_t n = 0;
    for (Eigen::Index r = 0; r < a.rows(); ++r) {
        for (Eigen::Index c = 0; c < a.cols(); ++c) n += same<T>(a(r, c), b(r, c)) ? 0 : 1;
    }
    return n;
}

template <class T> std::vector<T> random_vector(std::size_t n, double scale, random_numbers& next) {
    std::vector<T> v(n);
    for (T& t : v) t = static_cast<T>(next(-scale, scale));
    return v;
}

template <class T> rows_first<T> random_rows(Eigen::Index r, Eigen::Index c, random_numbers& next) {
    rows_first<T> m(r, c);
    for (Eigen::Index i = 0; i < m.size(); ++i) m.data()[i] = static_cast<T>(next(-9, 9));
    return m;
}

/// The bits of a row depend on the row alone: not on how it lies in memory, what lies beside it,
/// whether the output is an input, or who asks.
template <class T, class F> void same_bits_everywhere(F const& f) {
    constexpr auto w = static_cast<Eigen::Index>(actfn::core::lanes<actfn::core::pack<T>>);
    random_numbers next;
    for (Eigen::Index n : {Eigen::Index(1), w - 1, w, w + 1, 2 * w + 1, Eigen::Index(10),
                           Eigen::Index(33), Eigen::Index(100)}) {
        for (Eigen::Index rows : {Eigen::Index(1), w - 1, w, 2 * w + 1}) {
            if (rows == 0 || n == 0) continue;
            INFO(rows << " rows of " << n);
            rows_first<T> const x = random_rows<T>(rows, n, next);
            rows_first<T> const g = random_rows<T>(rows, n, next);
            auto const size = static_cast<std::size_t>(n);
            // Row by row, each alone in its vector.
            rows_first<T> y(rows, n);
            rows_first<T> gx(rows, n);
            rows_first<T> gx_from_y(rows, n);
            auto const row = [&](auto& m, Eigen::Index r) {
                return std::span(m.data() + r * n, size);
            };
            for (Eigen::Index r = 0; r < rows; ++r) {
                std::vector<T> a(row(x, r).begin(), row(x, r).end());
                std::vector<T> b(row(g, r).begin(), row(g, r).end());
                std::vector<T> out(size);
                actfn::forward(f, a, out);
                std::copy(out.begin(), out.end(), row(y, r).begin());
                actfn::backward_from_output(f, out, b, out);
                std::copy(out.begin(), out.end(), row(gx_from_y, r).begin());
                actfn::backward(f, a, b, b);
                std::copy(b.begin(), b.end(), row(gx, r).begin());
                actfn::forward(f, a, a);
                CHECK(std::equal(a.begin(), a.end(), row(y, r).begin(), same<T>));
            }

            // A matrix with a stride, off by one from any alignment; the gaps stay as they are.
            actfn::row_layout const layout{
                .rows = static_cast<std::size_t>(rows), .columns = size, .stride = size + 3};
            auto const wide = [&](rows_first<T> const& m) {
                std::vector<T> v(layout.extent() + 1, T(7));
                for (Eigen::Index r = 0; r < rows; ++r) {
                    std::copy_n(m.data() + r * n, n, v.data() + 1 + r * (n + 3));
                }
                return v;
            };
            auto const inner = [&](std::vector<T>& v) { return std::span(v).subspan(1); };
            auto x_wide = wide(x);
            auto g_wide = wide(g);
            auto y_wide = wide(x);
            auto const expect = [&](std::vector<T> const& got, rows_first<T> const& expected) {
                auto const right = wide(expected);
                CHECK(std::equal(got.begin(), got.end(), right.begin(), same<T>));
            };
            actfn::forward(f, inner(x_wide), inner(y_wide), layout);
            expect(y_wide, y);
            auto out_wide = wide(x);
            actfn::backward(f, inner(x_wide), inner(g_wide), inner(out_wide), layout);
            expect(out_wide, gx);
            actfn::backward_from_output(f, inner(y_wide), inner(g_wide), inner(y_wide), layout);
            expect(y_wide, gx_from_y);
            actfn::forward(f, inner(x_wide), inner(x_wide), layout);
            expect(x_wide, y);

            // Eigen: rows and columns of both storage orders, blocks, expressions.
            columns_first<T> const xc = x;
            columns_first<T> out = f(x.rowwise());
            CHECK(differing(out, y) == 0);
            out = f(xc.rowwise());
            CHECK(differing(out, y) == 0);
            out = f((xc + columns_first<T>::Zero(rows, n)).rowwise());
            CHECK(differing(out, y) == 0);
            rows_first<T> out_rows = f(xc.rowwise());
            CHECK(differing(out_rows, y) == 0);
            out_rows = x;
            out_rows = f(out_rows.rowwise());
            CHECK(differing(out_rows, y) == 0);
            rows_first<T> flipped = f(xc.transpose().colwise());
            CHECK(differing(flipped.transpose().eval(), y) == 0);
            columns_first<T> frame = columns_first<T>::Constant(rows + 2, n + 2, T(7));
            frame.block(1, 1, rows, n) = f(xc.rowwise());
            CHECK(differing(frame.block(1, 1, rows, n).eval(), y) == 0);
            CHECK(frame(0, 0) == T(7));
            CHECK(frame(rows + 1, n + 1) == T(7));
            out = f.backward(xc.rowwise(), g.rowwise());
            CHECK(differing(out, gx) == 0);
            out = y;
            out = f.backward_from_output(out.rowwise(), g.rowwise());
            CHECK(differing(out, gx_from_y) == 0);
            Eigen::Array<T, Eigen::Dynamic, 1> const first = x.row(0).transpose().array();
            Eigen::Array<T, Eigen::Dynamic, 1> const alone = f(first);
            CHECK(differing(alone.matrix().transpose().eval(), y.topRows(1).eval()) == 0);
        }
    }
}

/// gx is the gradient of Σ gᵢ·f(x)ᵢ, measured by differences.
template <class F> void gradient_is_right(F const& f) {
    random_numbers next;
    for (std::size_t n : {1U, 2U, 5U, 17U}) {
        auto const x = random_vector<double>(n, 2, next);
        auto const g = random_vector<double>(n, 1, next);
        std::vector<double> y(n);
        std::vector<double> gx(n);
        std::vector<double> gx_from_y(n);
        actfn::forward(f, x, y);
        actfn::backward(f, x, g, gx);
        actfn::backward_from_output(f, y, g, gx_from_y);
        auto const objective = [&](std::size_t i, double step) {
            auto moved = x;
            moved[i] += step;
            actfn::forward(f, moved, moved);
            double sum = 0;
            for (std::size_t j = 0; j < n; ++j) sum += g[j] * moved[j];
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

template <class T, class F> void stays_in_range(F const& f) {
    random_numbers next;
    for (double scale : {1e-3, 1.0, 30.0, 1e4}) {
        auto y = random_vector<T>(40, scale, next);
        actfn::forward(f, y, y);
        for (T const v : y) {
            CHECK(v >= static_cast<T>(F::facts.lower));
            CHECK(v <= static_cast<T>(F::facts.upper));
        }
    }
}

template <class F> void misuse_is_reported(F const& f) {
    std::vector<float> x(10, 7.0F);
    std::vector<float> out(12, 7.0F);
    auto const message = [](auto call) -> std::string {
        try {
            call();
        } catch (std::invalid_argument const& error) {
            return error.what();
        }
        return "no exception";
    };
    auto const reported = [&](std::string const& text, std::initializer_list<std::string> parts) {
        INFO(text);
        for (auto const& part : parts) CHECK(text.find(part) != std::string::npos);
        CHECK(std::count(out.begin(), out.end(), 7.0F) == 12);
    };
    std::string const name(F::facts.name);
    reported(message([&] { actfn::forward(f, x, out); }),
             {"actfn::forward(" + name + ")", "x has 10", "y has 12"});
    reported(message([&] { actfn::backward(f, out, x, out); }),
             {"actfn::backward(" + name + ")", "x has 12", "gy has 10"});
    reported(message([&] { actfn::forward(f, std::span(out).first(8), std::span(out).last(8)); }),
             {"actfn::forward(" + name + ")", "overlaps", "8 elements"});
    reported(message([&] { actfn::forward(f, x, out, {.rows = 3, .columns = 4, .stride = 5}); }),
             {"x has 10 elements", "3 rows of 4 with stride 5 need 14"});
    reported(message([&] { actfn::forward(f, out, out, {.rows = 3, .columns = 4, .stride = 3}); }),
             {"stride 3 is less than 4 columns"});
    reported(message([&] {
                 actfn::backward_from_output(f, out, std::span(out).subspan(1), out,
                                             {.rows = 2, .columns = 3, .stride = 4});
             }),
             {"actfn::backward_from_output(" + name + ")", "gx at", "overlaps gy at"});
    // Halves of the same rows share none of their elements.
    actfn::forward(f, out, std::span(out).subspan(3), {.rows = 2, .columns = 3, .stride = 6});

    Eigen::MatrixXd const a = Eigen::MatrixXd::Zero(3, 4);
    Eigen::MatrixXd const b = Eigen::MatrixXd::Zero(4, 3);
    std::string const text =
        message([&] { Eigen::MatrixXd const y = f.backward(a.colwise(), b.colwise()); });
    INFO(text);
    CHECK(text == "actfn::" + name + ": gy is 4 x 3, expected 3 x 4");
}

template <class F> void rowwise_laws(F const& f) {
    static_assert(!F::facts.name.empty() && !F::facts.formula.empty() && !F::facts.source.empty());
    SECTION("the same bits everywhere, float") { same_bits_everywhere<float>(f); }
    SECTION("the same bits everywhere, double") { same_bits_everywhere<double>(f); }
    SECTION("gradient") { gradient_is_right(f); }
    SECTION("range") {
        stays_in_range<float>(f);
        stays_in_range<double>(f);
    }
    SECTION("misuse") { misuse_is_reported(f); }
    SECTION("empty rows") {
        std::vector<float> none;
        actfn::forward(f, none, none);
        actfn::backward(f, none, none, none);
        actfn::forward(f, none, none, {.rows = 0, .columns = 5});
        actfn::forward(f, none, none, {.rows = 5, .columns = 0});
        Eigen::MatrixXf const empty(0, 3);
        Eigen::MatrixXf const y = f(empty.colwise());
        CHECK(y.cols() == 3);
    }
}

} // namespace tests
