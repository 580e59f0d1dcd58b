// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>

#include <cmath>
#include <vector>

// What class weights and masks of softmax_cross_entropy mean, and what is refused.

namespace {

auto const& loss = actfn::softmax_cross_entropy;

std::vector<double> scores(std::size_t n) {
    tests::random_numbers next;
    std::vector<double> x(n);
    for (double& v : x) v = next(-3, 3);
    return x;
}

} // namespace

TEST_CASE("a mean is over the weights of the classes", "[loss]") {
    std::size_t const rows = 7;
    std::size_t const n = 4;
    actfn::row_layout const layout{.rows = rows};
    auto const x = scores(rows * n);
    std::vector<int> const t{0, 3, -100, 1, 2, -100, 3};
    std::vector<double> const w{0.5, 2, 0, 3};
    auto const f = loss.with({.label_smoothing = 0.2}).each({.class_weights = w});
    std::vector<double> each(rows);
    actfn::forward(f, x, t, each, layout);
    double sum = 0, weights = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        sum += each[r];
        if (t[r] >= 0) weights += w[static_cast<std::size_t>(t[r])];
    }
    CHECK(std::abs(f(x, t, layout) - sum / weights) < 1e-15);
    CHECK(std::abs(f.sum(x, t, layout) - sum) < 1e-14);

    // The mean over distributions is over the rows.
    std::vector<double> d(rows * n);
    for (std::size_t r = 0; r < rows; ++r) d[r * n + (t[r] < 0 ? 1U : unsigned(t[r]))] = 1;
    CHECK(std::abs(f(x, d, layout) * rows - f.sum(x, d, layout)) < 1e-14);

    // Nothing counts.
    std::vector<int> const none{2, 2, -100, 2, 2, 2, 2};
    std::vector<double> g(x.size(), 7.0);
    auto const plain = loss.each({.class_weights = w});
    CHECK(plain(x, none, g, layout) == 0);
    CHECK(g == std::vector<double>(x.size(), 0.0));
}

TEMPLATE_TEST_CASE("an entry that is left out is as if it were not there", "[loss]", float,
                   double) {
    using T = TestType;
    auto const all = scores(9);
    std::vector<T> const x(all.begin(), all.end());
    std::vector<bool> mask(9, true);
    mask[1] = mask[6] = mask[7] = false;
    std::vector<T> kept, of_kept;
    std::vector<double> w, kept_w;
    for (std::size_t i = 0; i < 9; ++i) {
        w.push_back(0.5 + 0.25 * static_cast<double>(i));
        if (mask[i]) kept.push_back(x[i]);
        if (mask[i]) kept_w.push_back(w[i]);
    }
    auto const f = loss.with({.label_smoothing = 0.3, .z_loss = 0.01});
    auto const masked = f.each({.mask = mask, .class_weights = w});
    std::vector<T> gx(9), gx_kept(6);
    T const close = 8 * std::numeric_limits<T>::epsilon();
    CHECK(std::abs(masked(x, 5, gx) / f.each({.class_weights = kept_w})(kept, 4, gx_kept) - 1) <
          close);
    for (std::size_t i = 0, k = 0; i < 9; ++i) {
        CHECK(std::abs(gx[i] - (mask[i] ? gx_kept[k] : T(0))) < close);
        k += mask[i] ? 1 : 0;
    }
    // As a target it has no probability.
    CHECK(masked(x, 6, gx) == tests::infinity<T>);
    CHECK(gx[6] == 0);
    std::vector<T> t(9);
    t[6] = 1;
    CHECK(loss.each({.mask = mask})(x, t, gx) == tests::infinity<T>);
    CHECK(gx[6] == 0);
    t[6] = 0;
    t[5] = 1;
    CHECK(std::abs(loss.each({.mask = mask})(x, t) - loss.each({.mask = mask})(x, 5)) < close * 4);
    // Nothing is left: as softmax, unless there is a sink.
    std::vector<bool> const nothing(9, false);
    CHECK(std::isnan(loss.each({.mask = nothing})(x, 0, gx)));
    CHECK(gx == std::vector<T>(9, T(0)));
    CHECK(loss.with({.sink = 0}).each({.mask = nothing})(x, 0) == tests::infinity<T>);
}

TEST_CASE("options of columns, of other types, and in place", "[loss]") {
    Eigen::MatrixXf const x = Eigen::MatrixXf::Random(5, 23) * 4.0F;
    Eigen::VectorXi t(23);
    for (int i = 0; i < 23; ++i) t[i] = i % 5;
    Eigen::VectorXd const w = Eigen::VectorXd::LinSpaced(5, 0.5, 2);
    Eigen::MatrixXf const b = Eigen::MatrixXf::Random(5, 23);
    auto const f = loss.each({.bias = b.colwise(), .class_weights = w});
    Eigen::MatrixXf g(5, 23);
    float const mean = f(x, t, g);
    Eigen::MatrixXf place = x;
    CHECK(f(place, t, place) == mean);
    CHECK(place == g);
    // The rows of the transposed matrix, with other instructions across rows.
    Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const turned = x;
    std::vector<float> const bias(b.data(), b.data() + b.size());
    std::vector<float> gx(115);
    std::vector<float> const flat(x.data(), x.data() + x.size());
    std::vector<int> const labels(t.data(), t.data() + 23);
    auto const of_range = loss.each({.bias = bias, .class_weights = w});
    CHECK(of_range(flat, labels, gx, actfn::row_layout{.rows = 23}) == mean);
    for (std::size_t i = 0; i < gx.size(); ++i) CHECK(gx[i] == g.data()[i]);
    Eigen::MatrixXf across(5, 23);
    std::vector<float> bias_across(115), gx_across(115);
    for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t r = 0; r < 23; ++r) bias_across[i * 23 + r] = bias[r * 5 + i];
    }
    auto const f_across = loss.each({.bias = bias_across, .class_weights = w});
    std::vector<float> const x_across(turned.data(), turned.data() + turned.size());
    actfn::axis_layout const axis{.outer = 1, .size = 5, .inner = 23};
    CHECK(f_across(x_across, labels, gx_across, axis) == mean);
    for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t r = 0; r < 23; ++r) CHECK(gx_across[i * 23 + r] == gx[r * 5 + i]);
    }
}

TEST_CASE("bad options of a loss are refused before anything is written", "[loss]") {
    std::vector<float> x{1, 2, 3, 4, 5, 6}, g(6, 7.0F), y(2, 7.0F);
    std::vector<int> const t{0, 2};
    actfn::row_layout const layout{.rows = 2};
    auto const with_weights = [&](std::vector<float> const& w) {
        (void)loss.each({.class_weights = w})(x, t, g, layout);
    };
    CHECK_THROWS_WITH(with_weights({1, 2}), "actfn::softmax_cross_entropy: class_weights has 2 "
                                            "elements, there are 3 classes");
    CHECK_THROWS_WITH(with_weights({1, -0.5F, 1}),
                      "actfn::softmax_cross_entropy: class weight 1 is -0.5, it must be finite "
                      "and at least 0");
    CHECK_THROWS_WITH(with_weights({1, 1, tests::nan<float>}),
                      "actfn::softmax_cross_entropy: class weight 2 is nan, it must be finite and "
                      "at least 0");
    std::vector<bool> const mask(4);
    CHECK_THROWS_WITH(loss.each({.mask = mask})(x, t, g, layout),
                      "actfn::loss(softmax_cross_entropy): mask has 4 elements, 2 rows of 3 in x "
                      "need 6, or 3 for all");
    std::vector<float> sinks(3);
    CHECK_THROWS_WITH(actfn::forward(loss.each({.sink = sinks}), x, t, y, layout),
                      "actfn::forward(softmax_cross_entropy): sink has 3 elements, 2 rows of 3 in "
                      "x need 2, or 1 for all");
    CHECK_THROWS_WITH(
        actfn::derivative(loss.each({.class_weights = std::span(g).first(3)}), x, t, g, layout),
        Catch::Matchers::Contains("overlap"));
    std::vector<float> const gy(2);
    std::vector<float> to(3);
    CHECK_THROWS_WITH(
        actfn::parameter_gradient(loss, x, t, gy, actfn::row_gradients{.bias = to}, layout),
        "actfn::parameter_gradient(softmax_cross_entropy): there is no bias");
    CHECK_THROWS_WITH((void)loss.with({.temperature = 0}),
                      "actfn::softmax_cross_entropy: temperature = 0 must be greater than 0");
    CHECK(g == std::vector<float>(6, 7.0F));
    CHECK(y == std::vector<float>(2, 7.0F));
}
