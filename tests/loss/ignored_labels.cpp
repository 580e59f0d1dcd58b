// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>

#include <algorithm>
#include <vector>

// Samples of the class ignore_index are left out of softmax_cross_entropy.

namespace {

auto const& loss = actfn::softmax_cross_entropy;

template <class T> struct samples {
    std::size_t rows;
    std::size_t classes;
    std::vector<T> x;
    std::vector<int> t;

    actfn::row_layout layout() const { return {.rows = rows, .columns = classes}; }
};

/// Every third sample is left out, and its logits are NaN.
template <class T> samples<T> with_gaps(std::size_t rows, std::size_t classes) {
    tests::random_numbers next;
    samples<T> s{rows, classes, std::vector<T>(rows * classes), std::vector<int>(rows)};
    for (std::size_t r = 0; r < rows; ++r) {
        bool const left_out = r % 3 == 1;
        s.t[r] = left_out ? -100 : static_cast<int>(next(0, static_cast<double>(classes)));
        for (std::size_t i = 0; i < classes; ++i) {
            s.x[r * classes + i] = left_out ? tests::nan<T> : static_cast<T>(next(-4, 4));
        }
    }
    return s;
}
template <class T> samples<T> without_gaps(samples<T> const& all) {
    samples<T> s{0, all.classes, {}, {}};
    for (std::size_t r = 0; r < all.rows; ++r) {
        if (all.t[r] == -100) continue;
        ++s.rows;
        s.t.push_back(all.t[r]);
        auto const row = all.x.begin() + static_cast<std::ptrdiff_t>(r * all.classes);
        s.x.insert(s.x.end(), row, row + static_cast<std::ptrdiff_t>(all.classes));
    }
    return s;
}

} // namespace

TEMPLATE_TEST_CASE("the mean is over the samples that count", "[loss]", float, double) {
    using T = TestType;
    for (std::size_t const rows : {2U, 3U, 8U, 37U}) {
        for (std::size_t const classes : {1U, 3U, 10U, 70U}) {
            for (double const smoothing : {0.0, 0.1}) {
                INFO(rows << " rows of " << classes << ", smoothing " << smoothing);
                auto const f = loss.with({.label_smoothing = smoothing});
                auto const all = with_gaps<T>(rows, classes);
                auto const kept = without_gaps(all);
                std::vector<T> g(all.x.size(), T(7)), expected(kept.x.size());
                T const mean = f(kept.x, kept.t, expected, kept.layout());
                CHECK(tests::same(f(all.x, all.t, g, all.layout()), mean));
                CHECK(tests::same(f.sum(all.x, all.t, all.layout()),
                                  f.sum(kept.x, kept.t, kept.layout())));
                std::vector<T> losses(rows), gy(rows, T(2)), gx(all.x.size());
                actfn::forward(f, all.x, all.t, losses, all.layout());
                actfn::backward(f, all.x, all.t, gy, gx, all.layout());
                std::size_t at = 0;
                for (std::size_t r = 0; r < rows; ++r) {
                    bool const left_out = all.t[r] == -100;
                    if (left_out) CHECK(losses[r] == 0);
                    for (std::size_t i = r * classes; i < (r + 1) * classes; ++i) {
                        CHECK(tests::same(g[i], left_out ? T(0) : expected[at++]));
                        if (left_out) CHECK(gx[i] == 0);
                    }
                }
            }
        }
    }
}

TEST_CASE("all samples left out lose 0", "[loss]") {
    std::vector<float> const x{1, 2, 3, tests::nan<float>, 5, 6};
    std::vector<long> const t{-100, -100};
    std::vector<float> g(6, 7.0F);
    actfn::row_layout const layout{.rows = 2};
    CHECK(tests::same(loss(x, t, g, layout), 0.0F));
    CHECK(tests::same(loss.sum(x, t, layout), 0.0F));
    CHECK(std::all_of(g.begin(), g.end(), [](float v) { return v == 0; }));
    CHECK(loss(std::vector<float>{1, 2}, -100) == 0);
}

TEST_CASE("another class is left out, and others are refused", "[loss]") {
    std::vector<float> const x{1, 2, 3, 0, 0, 0};
    std::vector<unsigned char> const padded{2, 0};
    actfn::row_layout const layout{.rows = 2};
    auto const f = loss.with({.ignore_index = 0});
    CHECK(f(x, padded, layout) == loss(std::span(x).first(3), 2));
    std::vector<int> const t{2, -100};
    CHECK_THROWS_WITH(f(x, t, layout),
                      "actfn::softmax_cross_entropy: label 1 is -100, there are 3 classes");
    CHECK_THROWS_WITH(loss(x, std::vector<int>{2, -99}, layout),
                      "actfn::softmax_cross_entropy: label 1 is -99, there are 3 classes");
}

TEST_CASE("columns of a matrix are left out", "[loss]") {
    Eigen::MatrixXf const x = Eigen::MatrixXf::Random(12, 30);
    Eigen::VectorXi t = Eigen::VectorXi::Constant(30, 5);
    t.tail(14).setConstant(-100);
    Eigen::MatrixXf g(12, 30), expected(12, 16);
    float const mean = loss(x.leftCols(16), t.head(16).eval(), expected);
    CHECK(loss(x, t, g) == mean);
    CHECK(g.leftCols(16) == expected);
    CHECK((g.rightCols(14).array() == 0).all());
}
