// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/safe_log_softmax.hpp>
#include <actfn/rowwise/safe_softmax.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <algorithm>
#include <array>
#include <vector>

// Options of rows as data: what holds them, how they lie, and what is refused; special values.

namespace {

using actfn::row_layout;
using numbers = std::vector<float>;

constexpr float inf = tests::infinity<float>;
constexpr float missing = tests::nan<float>;

numbers some(std::size_t n, double lo = -3, double hi = 3) {
    static tests::random_numbers next;
    numbers x(n);
    for (float& v : x) v = static_cast<float>(next(lo, hi));
    return x;
}
template <class F> numbers forward(F const& f, numbers const& x, row_layout layout = {}) {
    numbers y(x.size(), 7);
    actfn::forward(f, x, y, layout);
    return y;
}
template <class F>
numbers backward(F const& f, numbers const& x, numbers const& gy, row_layout layout = {}) {
    numbers gx(x.size(), 7);
    actfn::backward(f, x, gy, gx, layout);
    return gx;
}
bool same(numbers const& a, numbers const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), tests::same<float>);
}
bool all_are(numbers const& a, float v) {
    return std::all_of(a.begin(), a.end(), [&](float e) { return e == v || tests::same(e, v); });
}

} // namespace

TEST_CASE("no options are no change", "[rowwise]") {
    for (std::size_t const n : {1U, 10U, 70U}) {
        auto const x = some(9 * n, -20, 20), g = some(9 * n);
        row_layout const layout{.rows = 9};
        CHECK(
            same(forward(actfn::softmax.each({}), x, layout), forward(actfn::softmax, x, layout)));
        CHECK(same(forward(actfn::log_softmax.each({}), x, layout),
                   forward(actfn::log_softmax, x, layout)));
        CHECK(same(backward(actfn::softmax.each({}), x, g, layout),
                   backward(actfn::softmax, x, g, layout)));
    }
}

TEST_CASE("masks of all kinds", "[rowwise]") {
    for (std::size_t const n : {5U, 70U}) {
        constexpr std::size_t rows = 9;
        auto const x = some(rows * n);
        std::vector<std::uint8_t> bytes(rows * n);
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = i % 3 == 1 ? 0 : 255;
        std::vector<bool> const bits(bytes.begin(), bytes.end());
        std::vector<char> const chars(bytes.begin(), bytes.end());
        std::vector<int> const ints(bytes.begin(), bytes.end());
        Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> in_rows(rows, n);
        Eigen::Array<bool, Eigen::Dynamic, 1> vector(rows * n);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            in_rows.data()[i] = vector.data()[i] = bits[i];
        }
        row_layout const layout{.rows = rows};
        auto const expected = forward(actfn::softmax.each({.mask = bytes}), x, layout);
        auto written = x;
        for (std::size_t i = 0; i < x.size(); ++i) written[i] = bytes[i] != 0 ? x[i] : -inf;
        CHECK(same(expected, forward(actfn::softmax, written, layout)));
        CHECK(same(forward(actfn::softmax.each({.mask = bits}), x, layout), expected));
        CHECK(same(forward(actfn::softmax.each({.mask = chars}), x, layout), expected));
        CHECK(same(forward(actfn::softmax.each({.mask = ints}), x, layout), expected));
        CHECK(same(forward(actfn::softmax.each({.mask = vector}), x, layout), expected));
        CHECK(same(forward(actfn::softmax.each({.mask = in_rows.rowwise()}), x, layout), expected));
        numbers y(x.size());
        actfn::forward(actfn::softmax, x, bits, y, layout);
        CHECK(same(y, expected));
        actfn::forward(actfn::softmax, x, bytes, y, layout);
        CHECK(same(y, expected));
    }
    std::array<bool, 3> const keep{true, false, true};
    CHECK(forward(actfn::softmax.each({.mask = keep}), {1, 9, 1}) == numbers{0.5F, 0, 0.5F});
}

TEST_CASE("what is masked does not count", "[rowwise]") {
    std::vector<int> const keep{1, 0, 1, 0};
    for (float const hidden : {missing, inf, -inf, 1e30F}) {
        numbers const x{1, hidden, 1, hidden};
        numbers const g{1, hidden, -1, missing};
        auto const soft = actfn::softmax.each({.mask = keep});
        CHECK(forward(soft, x) == numbers{0.5F, 0, 0.5F, 0});
        CHECK(backward(soft, x, g) == numbers{0.5F, 0, -0.5F, 0});
        auto const log = actfn::log_softmax.with({.softcap = 20}).each({.mask = keep});
        auto const y = forward(log, x);
        CHECK(y[1] == -inf);
        CHECK(y[0] == Approx(-std::log(2.0)));
        auto const gx = backward(log, x, g);
        CHECK((gx[1] == 0 && gx[3] == 0 && gx[0] > 0));
        auto const of_temperature = actfn::parameter_gradient(soft, x, g);
        CHECK(of_temperature.temperature == 0);
        CHECK(actfn::logsumexp.each({.mask = keep})(x) == Approx(1 + std::log(2.0)));
    }
    CHECK(all_are(forward(actfn::softmax.each({.mask = keep}), {missing, 1, 2, 3}), missing));
}

TEST_CASE("rows of nothing", "[rowwise]") {
    for (std::size_t const n : {1U, 3U, 40U, 70U}) {
        std::vector<std::uint8_t> const nothing(n, 0);
        auto const x = some(9 * n), g = some(9 * n);
        row_layout const layout{.rows = 9};
        actfn::row_options const masked{.mask = nothing};
        numbers const lowest(n, -inf);
        for (auto const& o : {masked, actfn::row_options{.bias = lowest}}) {
            CHECK(all_are(forward(actfn::softmax.each(o), x, layout), missing));
            CHECK(all_are(forward(actfn::log_softmax.each(o), x, layout), missing));
            CHECK(all_are(forward(actfn::safe_softmax.each(o), x, layout), 0));
            CHECK(all_are(forward(actfn::safe_log_softmax.each(o), x, layout), -inf));
            CHECK(all_are(backward(actfn::safe_softmax.each(o), x, g, layout), 0));
            CHECK(all_are(backward(actfn::safe_log_softmax.each(o), x, g, layout), 0));
            numbers y(9), gy(9, 1), gx(9 * n, 7);
            actfn::forward(actfn::logsumexp.each(o), x, y, layout);
            CHECK(all_are(y, -inf));
            actfn::backward(actfn::logsumexp.each(o), x, gy, gx, layout);
            CHECK(all_are(gx, 0));
            CHECK(all_are(forward(actfn::softmax.with({.sink = 1}).each(o), x, layout), 0));
            CHECK(all_are(backward(actfn::softmax.with({.sink = 1}).each(o), x, g, layout), 0));
            actfn::forward(actfn::logsumexp.with({.sink = 1}).each(o), x, y, layout);
            CHECK(all_are(y, 1));
        }
    }
    CHECK(actfn::logsumexp.with({.sink = 2})(numbers{}) == 2);
}

TEST_CASE("sinks at infinity", "[rowwise]") {
    numbers const x{1, 2}, g{1, 1};
    auto const all = actfn::softmax.with({.sink = tests::infinity<double>});
    CHECK(all_are(forward(all, x), 0));
    CHECK(all_are(backward(all, x, g), 0));
    CHECK(actfn::logsumexp.with({.sink = tests::infinity<double>})(x) == inf);
    auto const none = actfn::softmax.with({.sink = -tests::infinity<double>});
    CHECK(same(forward(none, x), forward(actfn::softmax, x)));
    CHECK(all_are(forward(actfn::softmax.each({.sink = numbers{missing}}), x), missing));
    CHECK(all_are(forward(actfn::softmax.with({.sink = 0}), {1, inf}), missing));
    CHECK_THROWS_AS(actfn::softmax.with({.sink = tests::nan<double>}), std::invalid_argument);
    CHECK_THROWS_WITH(actfn::softmax.with({.softcap = 0}),
                      "actfn::softmax: softcap = 0 must be greater than 0");
}

TEST_CASE("sizes at which sums and quotients overflow", "[rowwise]") {
    float const most = std::numeric_limits<float>::max();
    auto const sharp = actfn::softmax.with({.temperature = 1e-3, .sink = 0});
    CHECK(forward(sharp, {3e38F, 2e38F, -3e38F}) == numbers{1, 0, 0});
    CHECK(forward(sharp, {-3e38F, -2e38F}) == numbers{0, 0});
    numbers const bias{most, most, 0};
    CHECK(forward(actfn::softmax.each({.bias = bias}), {most, most / 2, most}) == numbers{1, 0, 0});
    // The sum is rounded to the same number, the logits differ.
    numbers const lift{1e9F, 1e9F};
    auto const y = forward(actfn::softmax.each({.bias = lift}), {1, 2});
    CHECK(same(y, forward(actfn::softmax, {1, 2})));
    auto const log = forward(actfn::log_softmax.each({.bias = lift}), {1, 20});
    CHECK(same(log, forward(actfn::log_softmax, {1, 20})));
    auto const capped = actfn::softmax.with({.softcap = 2});
    CHECK(same(forward(capped, {inf, -inf, 1e30F}), forward(actfn::softmax, {2, -2, 2})));
    CHECK(all_are(backward(capped, {inf, -inf, 1e30F}, {1, 2, 3}), 0));
    CHECK(all_are(forward(capped, {missing, 1}), missing));
    CHECK(actfn::parameter_gradient(capped, numbers{inf, -inf}, numbers{1, 2}).temperature == 0);
}

TEST_CASE("causal rows", "[rowwise]") {
    numbers const x(12, 1);
    row_layout const layout{.rows = 3};
    numbers const half{1, 0, 0, 0, 0.5F, 0.5F, 0, 0};
    auto const y = forward(actfn::softmax.each({.causal = true}), x, layout);
    CHECK(same(numbers(y.begin(), y.begin() + 8), half));
    auto const cached = forward(actfn::softmax.each({.causal = true, .offset = 1}), x, layout);
    CHECK(same(numbers(cached.begin() + 4, cached.end()),
               numbers{1 / 3.0F, 1 / 3.0F, 1 / 3.0F, 0, 0.25F, 0.25F, 0.25F, 0.25F}));
    auto const early = forward(actfn::safe_softmax.each({.causal = true, .offset = -2}), x, layout);
    CHECK(same(early, numbers{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}));
    CHECK(same(forward(actfn::softmax.each({.causal = true, .offset = PTRDIFF_MAX}), x, layout),
               numbers(12, 0.25F)));
}

TEST_CASE("the same rows however they lie", "[rowwise]") {
    constexpr std::size_t rows = 11;
    for (std::size_t const n : {10U, 70U}) {
        auto const x = some(rows * n), g = some(rows * n), bias = some(rows * n), row = some(n),
                   sinks = some(rows);
        std::vector<std::uint8_t> mask(rows * n);
        for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = i % 5 != 2;
        auto const turned = [&](auto const& v) {
            auto t = v;
            for (std::size_t r = 0; r < rows; ++r) {
                for (std::size_t i = 0; i < n; ++i) t[i * rows + r] = v[r * n + i];
            }
            return t;
        };
        row_layout const layout{.rows = rows};
        actfn::axis_layout const axis{.size = n, .inner = rows};
        auto const turned_bias = turned(bias);
        auto const turned_mask = turned(mask);
        numbers y(x.size()), gx(x.size());
        auto const standard = actfn::softmax.with({.softcap = 5});
        auto const f =
            standard.each({.bias = bias, .mask = mask, .sink = sinks, .causal = true, .offset = 3});
        auto const across = standard.each(
            {.bias = turned_bias, .mask = turned_mask, .sink = sinks, .causal = true, .offset = 3});
        auto const expected = forward(f, x, layout);
        actfn::forward(across, turned(x), y, axis);
        CHECK(same(y, turned(expected)));
        auto const gradient = backward(f, x, g, layout);
        actfn::backward(across, turned(x), turned(g), gx, axis);
        CHECK(same(gx, turned(gradient)));
        actfn::forward(actfn::softmax.each({.bias = row}), turned(x), y, axis);
        CHECK(same(y, turned(forward(actfn::softmax.each({.bias = row}), x, layout))));

        using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        auto const m = static_cast<Eigen::Index>(n);
        Eigen::Map<matrix const> const X(x.data(), rows, m), B(bias.data(), rows, m);
        Eigen::MatrixXf const columns = X.transpose(), of_columns = B.transpose();
        matrix const by_rows = actfn::softmax.each({.bias = B.rowwise()})(X.rowwise());
        CHECK(same(numbers(by_rows.data(), by_rows.data() + by_rows.size()),
                   forward(actfn::softmax.each({.bias = bias}), x, layout)));
        Eigen::MatrixXf const by_columns =
            actfn::softmax.each({.bias = of_columns.colwise()})(columns.colwise());
        CHECK(by_columns.transpose() == by_rows);

        // In place, added to, with rows apart, and with a bias of another type.
        y = x;
        actfn::forward(f, y, y, layout);
        CHECK(same(y, expected));
        actfn::forward(f, x, actfn::add_to(y), layout);
        for (std::size_t i = 0; i < y.size(); ++i) CHECK(y[i] == expected[i] + expected[i]);
        std::vector<double> const wide(bias.begin(), bias.end());
        CHECK(same(forward(actfn::softmax.each({.bias = wide}), x, layout),
                   forward(actfn::softmax.each({.bias = bias}), x, layout)));
        std::vector<Eigen::half> halves(x.size()), out(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) halves[i] = Eigen::half(x[i]);
        actfn::forward(f, halves, out, layout);
        numbers rounded(halves.begin(), halves.end());
        auto const of_halves = forward(f, rounded, layout);
        for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == Eigen::half(of_halves[i]));
    }
}

TEST_CASE("blocks of rows share masks and sinks", "[rowwise]") {
    constexpr std::ptrdiff_t heads = 2, queries = 3, keys = 5;
    auto const x = some(heads * queries * keys), sinks = some(heads);
    std::vector<std::uint8_t> mask(queries * keys, 1);
    mask[7] = mask[3] = 0;
    numbers y(x.size());
    auto const blocks = [](auto* p) {
        return actfn::strided(p, {heads, queries, keys}, {queries * keys, keys, 1});
    };
    auto const o =
        actfn::row_options{.sink = actfn::strided(sinks.data(), {heads, 1, 1}, {1, 1, 1}),
                           .causal = true,
                           .offset = 2};
    actfn::forward(actfn::softmax.each(o), blocks(x.data()), blocks(y.data()));
    for (std::ptrdiff_t h = 0; h < heads; ++h) {
        numbers const one(x.begin() + h * 15, x.begin() + (h + 1) * 15);
        auto const f = actfn::softmax.with({.sink = sinks[static_cast<std::size_t>(h)]})
                           .each({.causal = true, .offset = 2});
        CHECK(same(numbers(y.begin() + h * 15, y.begin() + (h + 1) * 15),
                   forward(f, one, {.rows = 3})));
    }
}

TEST_CASE("gradients from the output", "[rowwise]") {
    for (std::size_t const n : {10U, 70U}) {
        auto const x = some(9 * n), g = some(9 * n);
        std::vector<std::uint8_t> mask(9 * n);
        for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = i % 5 != 2;
        row_layout const layout{.rows = 9};
        auto const check = [&](auto const& f) {
            auto const expected = backward(f, x, g, layout);
            numbers gx(x.size());
            actfn::backward_from_output(f, forward(f, x, layout), g, gx, layout);
            for (std::size_t i = 0; i < gx.size(); ++i) {
                CHECK(std::abs(gx[i] - expected[i]) <= 2e-6F);
                if (mask[i] == 0) CHECK(gx[i] == 0);
            }
        };
        check(actfn::softmax.with({.sink = 0.5}).each({.mask = mask}));
        check(actfn::log_softmax.with({.temperature = 2, .sink = 0.5}).each({.mask = mask}));
    }
    numbers const y{0.5F, 0.5F};
    numbers gx(2, 7);
    CHECK_THROWS_WITH(
        actfn::backward_from_output(actfn::softmax.with({.softcap = 3}), y, y, gx),
        "actfn::backward_from_output(softmax): softcap = 3 hides x: call backward(f, x, gy, gx)");
    CHECK(all_are(gx, 7));
}

TEST_CASE("options that do not fit", "[rowwise]") {
    numbers const x(6), wrong(5);
    std::vector<int> const mask(4, 1);
    numbers y(6, 7);
    row_layout const layout{.rows = 2};
    auto const& f = actfn::softmax;
    CHECK_THROWS_WITH(actfn::forward(f.each({.bias = wrong}), x, y, layout),
                      "actfn::forward(softmax): bias has 5 elements, 2 rows of 3 in x need 6, or 3 "
                      "for all");
    CHECK_THROWS_WITH(actfn::forward(f, x, mask, y, layout),
                      "actfn::forward(softmax): mask has 4 elements, 2 rows of 3 in x need 6, or 3 "
                      "for all");
    CHECK_THROWS_WITH(actfn::forward(f.each({.sink = wrong}), x, y, layout),
                      "actfn::forward(softmax): sink has 5 elements, 2 rows of 3 in x need 2, or 1 "
                      "for all");
    Eigen::MatrixXf const B(2, 2);
    CHECK_THROWS_WITH(actfn::forward(f.each({.bias = B.rowwise()}), x, y, layout),
                      "actfn::forward(softmax): bias has 2 lines of 2, 2 rows of 3 in x need 6, or "
                      "3 for all");
    CHECK_THROWS_AS(f.each({.bias = B}), std::invalid_argument);
    CHECK_THROWS_AS(actfn::forward(f.each({.bias = std::span(y).first(3)}), x, y, layout),
                    std::invalid_argument);
    CHECK(all_are(y, 7));
    CHECK_THROWS_WITH(actfn::parameter_gradient(f, x, x, actfn::row_gradients{.bias = y}, layout),
                      "actfn::parameter_gradient(softmax): there is no bias");
    numbers const row(3);
    CHECK_THROWS_WITH(
        actfn::parameter_gradient(f.each({.bias = row}), x, x, actfn::row_gradients{.bias = y},
                                  layout),
        "actfn::parameter_gradient(softmax): the gradient by bias has 6 elements, bias has 3 "
        "elements");
    CHECK(all_are(y, 7));
    // The very bias may be written to.
    y = {1, 2, 3, 4, 5, 6};
    auto const expected = forward(f.each({.bias = numbers(y)}), x, layout);
    actfn::forward(f.each({.bias = y}), x, y, layout);
    CHECK(same(y, expected));
}
