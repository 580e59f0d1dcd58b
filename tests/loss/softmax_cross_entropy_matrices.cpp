// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include <actfn/eigen.hpp>
#include <actfn/loss.hpp>

#include <array>
#include <deque>
#include <vector>

namespace {

auto const& loss = actfn::softmax_cross_entropy;

using tests::message;

template <class T> using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using rows_first = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

} // namespace

TEST_CASE("samples in rows and columns, of every order", "[loss]") {
    using T = float;
    constexpr auto w = static_cast<Eigen::Index>(actfn::math::lanes<actfn::math::pack<T>>);
    tests::random_numbers next;
    for (Eigen::Index classes : {1, 2, 10, 60}) {
        for (Eigen::Index samples : {Eigen::Index(1), w - 1, w, 2 * w + 1}) {
            if (samples == 0) continue;
            INFO(samples << " samples of " << classes << " classes");
            matrix<T> x(classes, samples);
            matrix<T> t(classes, samples);
            for (Eigen::Index i = 0; i < x.size(); ++i) {
                x.data()[i] = static_cast<T>(next(-8, 8));
                t.data()[i] = static_cast<T>(next(0, 1));
            }
            Eigen::VectorXi labels(samples);
            for (Eigen::Index i = 0; i < samples; ++i)
                labels(i) = static_cast<int>(i * 7 % classes);
            std::vector<std::uint8_t> const small(labels.begin(), labels.end());
            std::deque<long> const deque(labels.begin(), labels.end());

            // Sample by sample.
            matrix<T> g(classes, samples);
            matrix<T> gt(classes, samples);
            double sum = 0;
            double sum_t = 0;
            auto const n = static_cast<T>(samples);
            auto const column = [&](auto& m, Eigen::Index c) {
                return std::span(m.data() + c * classes, static_cast<std::size_t>(classes));
            };
            for (Eigen::Index c = 0; c < samples; ++c) {
                sum += static_cast<double>(loss(column(x, c), labels(c), column(g, c)));
                sum_t += static_cast<double>(loss(column(x, c), column(t, c), column(gt, c)));
            }
            double const tolerance = 8 * static_cast<double>(std::numeric_limits<T>::epsilon());
            auto const mean = [&](T got, double total) {
                double const m = total / static_cast<double>(samples);
                CHECK(std::abs(static_cast<double>(got) - m) <= tolerance * m);
            };
            auto const gradient = [&](auto const& got, matrix<T> const& of_sum) {
                CHECK((got - of_sum / n).cwiseAbs().maxCoeff() <= static_cast<T>(tolerance) / n);
            };

            matrix<T> out(classes, samples);
            T const value = loss(x, labels, out);
            mean(value, sum);
            gradient(out, g);
            matrix<T> const right = out;
            auto const again = [&](T got, auto const& m) {
                CHECK(got == value);
                CHECK((m.array() == right.array()).all());
            };
            again(loss(x, small, out), out);
            again(loss(x, deque, out), out);
            Eigen::VectorXi wide(samples + 2);
            wide << -1, labels, -1;
            again(loss(x, wide.segment(1, samples), out), out);
            again(loss(x, 2 * labels - labels, out), out);
            CHECK(loss(x, labels) == value);
            T const total = loss.sum(x, labels, out);
            CHECK(std::abs(static_cast<double>(total) - sum) <= tolerance * sum);
            CHECK((out - g).cwiseAbs().maxCoeff() <= static_cast<T>(tolerance));

            // The same bits in the other order, in rows, from an expression, in place.
            rows_first<T> const xr = x;
            rows_first<T> out_rows(classes, samples);
            again(loss(xr, labels, out_rows), out_rows);
            again(loss(xr, labels, out), out);
            rows_first<T> flipped(samples, classes);
            again(loss(x.transpose().rowwise(), labels, flipped), flipped.transpose());
            again(loss(x + matrix<T>::Zero(classes, samples), labels, out), out);
            out = x;
            again(loss(out, labels, out), out);
            matrix<T> frame = matrix<T>::Zero(classes + 2, samples + 2);
            frame.block(1, 1, classes, samples) = x;
            again(loss(frame.block(1, 1, classes, samples), labels,
                       frame.block(1, 1, classes, samples)),
                  frame.block(1, 1, classes, samples));
            rows_first<T> const by_rows = x.transpose();
            std::vector<T> from_array(static_cast<std::size_t>(x.size()));
            actfn::row_layout const layout{.rows = static_cast<std::size_t>(samples),
                                           .columns = static_cast<std::size_t>(classes)};
            std::span const flat(by_rows.data(), from_array.size());
            CHECK(loss(flat, small, from_array, layout) == value);
            CHECK(loss(flat, small, layout) == value);
            CHECK(std::equal(from_array.begin(), from_array.end(), right.data()));
            auto const smoothed = loss.with({.label_smoothing = 0.2});
            CHECK(smoothed(flat, small, from_array, layout) == smoothed(x, labels, out));
            CHECK(std::equal(from_array.begin(), from_array.end(), out.data()));

            T const spread = loss(x, t, out);
            mean(spread, sum_t);
            gradient(out, gt);
            matrix<T> const right_t = out;
            auto const again_t = [&](T got, auto const& m) {
                CHECK(got == spread);
                CHECK((m.array() == right_t.array()).all());
            };
            again_t(loss(xr, t, out), out);
            again_t(loss(xr, rows_first<T>(t), out_rows), out_rows);
            again_t(loss(x, t * T(1), out), out);
            out = t;
            again_t(loss(x, out, out), out);
            out = x;
            again_t(loss(out, t, out), out);
            CHECK(loss(x, t) == spread);
            CHECK(loss(x.transpose().rowwise(), t.transpose().rowwise()) == spread);
        }
    }
}

TEST_CASE("a gradient by logits may be added to what is there", "[loss]") {
    std::vector<float> const x{1, -2, 3, 0.5F, 0, 1};
    std::vector<int> const t{2, 0};
    std::vector<float> once(6);
    loss(x, t, once, actfn::row_layout{.rows = 2});
    std::vector<float> sum{1, 2, 3, 4, 5, 6};
    loss(x, t, actfn::add_to(sum), actfn::row_layout{.rows = 2});
    for (std::size_t i = 0; i < 6; ++i) CHECK(sum[i] == static_cast<float>(i + 1) + once[i]);
}

TEST_CASE("verbs of softmax_cross_entropy", "[loss]") {
    Eigen::MatrixXf x(5, 11);
    Eigen::VectorXi labels(11);
    tests::random_numbers next;
    for (float& v : x.reshaped()) v = static_cast<float>(next(-4, 4));
    for (int& k : labels) k = static_cast<int>(next(0, 5));
    Eigen::MatrixXf const t = Eigen::MatrixXf::Random(5, 11).cwiseAbs();
    auto const check = [&](auto const& targets, auto const& one) {
        Eigen::VectorXf y(11);
        Eigen::VectorXf also(11);
        Eigen::MatrixXf dy(5, 11);
        Eigen::MatrixXf alone(5, 11);
        actfn::forward(loss, x, targets, y);
        actfn::derivative(loss, x, targets, dy);
        actfn::value_and_derivative(loss, x, targets, also, alone);
        CHECK((also.array() == y.array()).all());
        CHECK((alone.array() == dy.array()).all());
        for (Eigen::Index c = 0; c < 11; ++c) {
            Eigen::VectorXf const column = x.col(c);
            Eigen::VectorXf g(5);
            CHECK(y(c) == loss(column, one(c), g));
            CHECK((g.array() == dy.col(c).array()).all());
        }
        Eigen::RowVectorXf const gy = Eigen::RowVectorXf::Random(11);
        Eigen::MatrixXf gx(5, 11);
        actfn::backward(loss, x, targets, gy, gx);
        CHECK((gx.array() == dy.array().rowwise() * gy.array()).all());
        Eigen::MatrixXf sum = x;
        actfn::backward(loss, x, targets, gy, actfn::add_to(sum));
        CHECK((sum.array() == x.array() + gx.array()).all());

        // The losses as halves, added to, of the columns of a tensor, into every second number.
        std::vector<Eigen::half> stored(11, Eigen::half(1));
        actfn::forward(loss, x, targets, actfn::add_to(stored));
        for (Eigen::Index c = 0; c < 11; ++c) {
            CHECK(stored[static_cast<std::size_t>(c)] == Eigen::half(1 + y(c)));
        }
        Eigen::MatrixXf wide = Eigen::MatrixXf::Zero(2, 11);
        actfn::forward(loss, x, targets, wide.row(1));
        CHECK((wide.row(1).transpose().array() == y.array()).all());
        CHECK((wide.row(0).array() == 0).all());
    };
    check(labels, [&](Eigen::Index c) { return labels(c); });
    check(t, [&](Eigen::Index c) { return Eigen::VectorXf(t.col(c)); });

    // Axis 1 of a tensor: 11 samples, of 5 classes each, in 1 x 5 x 11.
    rows_first<float> const tensor = x;
    std::vector<float> by_axis(11);
    actfn::forward(loss, std::span(tensor.data(), 55), labels, by_axis,
                   actfn::axis_layout{.size = 5, .inner = 11});
    Eigen::VectorXf y(11);
    actfn::forward(loss, x, labels, y);
    CHECK(std::equal(by_axis.begin(), by_axis.end(), y.data()));
}

TEST_CASE("misuse of softmax_cross_entropy", "[loss]") {
    std::vector<float> x(10, 7.0F);
    std::vector<float> g(10, 7.0F);
    auto const rows_of = [](std::size_t n) { return actfn::row_layout{.rows = 2, .columns = n}; };
    CHECK(message([&] { loss(x, 10, g); }) ==
          "actfn::softmax_cross_entropy: label 0 is 10, there are 10 classes");
    CHECK(message([&] { loss(x, -1, g); }) ==
          "actfn::softmax_cross_entropy: label 0 is -1, there are 10 classes");
    CHECK(message([&] {
              loss(x, std::array<unsigned char, 2>{1, 200}, g, rows_of(5));
          }) == "actfn::softmax_cross_entropy: label 1 is 200, there are 5 classes");
    CHECK(message([&] {
              loss(x, std::vector{1, 2, 3}, g, rows_of(5));
          }) == "actfn::softmax_cross_entropy: 3 labels for 2 rows");
    CHECK(
        message([&] {
            loss(x, std::vector{1, 2}, g, rows_of(6));
        }) ==
        "actfn::loss(softmax_cross_entropy): x has 10 elements, 2 rows of 6 with stride 6 need 12");
    CHECK(message([&] { loss(x, std::span(x).first(9), g); }) ==
          "actfn::loss(softmax_cross_entropy): x has 10 elements, t has 9");
    CHECK(message([&] {
              loss(std::span(x).first(8), 2, std::span(x).subspan(1, 8));
          }).find("overlaps") != std::string::npos);
    CHECK(std::count(g.begin(), g.end(), 7.0F) == 10);

    Eigen::MatrixXf const logits = Eigen::MatrixXf::Zero(3, 4);
    Eigen::MatrixXf gradient = Eigen::MatrixXf::Constant(4, 3, 7);
    Eigen::Vector4i labels(0, 1, 3, 2);
    CHECK(message([&] { loss(logits, labels); }) ==
          "actfn::softmax_cross_entropy: label 2 is 3, there are 3 classes");
    labels(2) = 0;
    CHECK(message([&] { loss(logits, labels, gradient); }) ==
          "actfn::loss(softmax_cross_entropy): gx has 3 lines of 4, expected 4 of 3");
    CHECK(message([&] { loss(logits, Eigen::Vector3i(0, 1, 2)); }) ==
          "actfn::softmax_cross_entropy: 3 labels for 4 rows");
    CHECK(message([&] { loss(logits, gradient); }) ==
          "actfn::loss(softmax_cross_entropy): t has 3 lines of 4, expected 4 of 3");
    CHECK((gradient.array() == 7).all());
}
