// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "errors.hpp"
#include <actfn/array.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/init.hpp>
#include <actfn/loss/mse.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/silu.hpp>
#include <actfn/rowwise/logsumexp.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <vector>

// Strided operands of impossible sizes, empty ones of enormous sizes, and ranges that may be
// written to where they are only read.

namespace {

constexpr std::ptrdiff_t one = 1;
constexpr std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max();
constexpr std::ptrdiff_t least = std::numeric_limits<std::ptrdiff_t>::min();

using tests::message;

/// Verbs of elements on x as operand of every place, the others being 16 numbers: all verbs for two
/// dimensions.
template <class X> void is_refused(X const& x) {
    std::vector<float> in(16, 1.0F);
    std::vector<float> out(16, 7.0F);
    auto const refuses = [&](auto call) {
        CHECK_THROWS_AS(call(), std::invalid_argument);
        CHECK(std::ranges::count(out, 7.0F) == 16);
    };
    refuses([&] { actfn::forward(actfn::silu, x, out); });
    refuses([&] { actfn::forward(actfn::silu, x, x); });
    if constexpr (!std::is_same_v<X, actfn::strided_view<float, 2>>) return;
    refuses([&] { actfn::forward(actfn::silu, in, x); });
    refuses([&] { actfn::derivative(actfn::silu, x, out); });
    refuses([&] { actfn::second_derivative(actfn::silu, x, out); });
    refuses([&] { actfn::value_and_derivative(actfn::silu, in, out, x); });
    refuses([&] { actfn::backward(actfn::silu, in, x, out); });
    refuses([&] { (void)actfn::parameter_gradient(actfn::leaky_relu, x, x); });
    refuses([&] { actfn::forward(actfn::swiglu, x, x, out); });
    refuses([&] { (void)actfn::mse(x, in); });
    refuses([&] { actfn::forward(actfn::mse, x, x, out); });
    std::mt19937 generator(1);
    refuses([&] { actfn::init::fill(x, 1, generator); });
}

template <class X> void rows_are_refused(X const& x) {
    std::vector<float> out(16, 7.0F);
    auto const refuses = [&](auto call) {
        CHECK_THROWS_AS(call(), std::invalid_argument);
        CHECK(std::ranges::count(out, 7.0F) == 16);
    };
    refuses([&] { actfn::forward(actfn::softmax, x, out); });
    refuses([&] { actfn::forward(actfn::softmax, x, x); });
    refuses([&] { actfn::forward(actfn::logsumexp, x, out); });
    refuses([&] { actfn::backward(actfn::softmax, x, x, out); });
    refuses([&] { (void)actfn::parameter_gradient(actfn::softmax, x, x); });
}

} // namespace

TEST_CASE("strided operands of impossible sizes are reported", "[array]") {
    std::vector<float> memory(16, 1.0F);
    float* const p = memory.data();
    is_refused(actfn::strided(p, {one << 32, one << 32}, {4, 1}));
    is_refused(actfn::strided(p, {(one << 60) + 1, 16}, {16, 1}));
    is_refused(actfn::strided(p, {most, 1}, {1, 1}));
    is_refused(actfn::strided(p, {4, 4}, {one << 62, 1}));
    is_refused(actfn::strided(p, {4, 4}, {least, 1}));
    is_refused(actfn::strided(p, {1, 16}, {least, 1}));
    is_refused(actfn::strided(p, {4, 4}, {one << 61, one << 61}));
    is_refused(actfn::strided(p, {-4, -4}, {4, 1}));
    is_refused(actfn::strided(p, {-1}, {1}));
    is_refused(actfn::strided(p, {least}, {1}));
    is_refused(actfn::strided(p, {0, -1}, {1, 1}));
    rows_are_refused(actfn::strided(p, {one << 32, one << 31, 2}, {4, 4, 1}));
    rows_are_refused(actfn::strided(p, {2, 2, 4}, {8, one << 62, 1}));
    rows_are_refused(actfn::strided(p, {-1, 4, -4}, {16, 4, 1}));
    CHECK(
        message([&] {
            actfn::forward(actfn::silu, actfn::strided(p, {one << 32, one << 32}, {4, 1}), memory);
        }) == "actfn::forward(silu): x is 4294967296 x 4294967296, which is not within the range "
              "of memory");
    CHECK(message([&] {
              actfn::forward(actfn::silu, actfn::strided(p, {-4, -4}, {4, 1}), memory);
          }) == "actfn::forward(silu): x is -4 x -4, which is not a shape");
}

TEST_CASE("what is empty is done at once, of any sizes and strides", "[array]") {
    std::vector<float> none;
    float* const null = nullptr;
    constexpr auto much = one << 62;
    auto const empty = actfn::strided(null, {much, 0, much}, {least, most, much});
    actfn::forward(actfn::silu, empty, empty);
    actfn::forward(actfn::silu, none, empty);
    actfn::forward(actfn::silu, empty, none);
    actfn::value_and_derivative(actfn::silu, empty, none, empty);
    actfn::backward(actfn::silu, empty, none, none);
    actfn::forward(actfn::swiglu, empty, none, empty);
    actfn::forward(actfn::softmax, empty, empty);
    actfn::backward(actfn::softmax, empty, empty, none);
    CHECK(actfn::parameter_gradient(actfn::leaky_relu, empty, none).slope == 0);
    CHECK(actfn::parameter_gradient(actfn::softmax, empty, empty).temperature == 0);
    std::mt19937 generator(1);
    actfn::init::fill(empty, 1, generator);
    CHECK(generator == std::mt19937(1));

    auto const transposed = actfn::strided(null, {0, much}, {1, 1});
    CHECK_THROWS_AS(actfn::forward(actfn::silu, empty, transposed), std::invalid_argument);
    std::vector<float> four(4, 7.0F);
    CHECK_THROWS_AS(actfn::forward(actfn::silu, empty, four), std::invalid_argument);
    CHECK(four == std::vector<float>(4, 7.0F));
}

TEST_CASE("rows without entries", "[array]") {
    std::vector<float> const none;
    std::vector<float> numbers(4, 7.0F);
    actfn::row_layout const layout{.rows = 4, .columns = 0};
    actfn::forward(actfn::logsumexp, none, numbers, layout);
    CHECK(numbers == std::vector<float>(4, -std::numeric_limits<float>::infinity()));
    // No class, nothing lost.
    actfn::forward(actfn::softmax_cross_entropy, none, none, numbers, layout);
    CHECK(numbers == std::vector<float>(4));
    numbers.assign(4, 7.0F);
    actfn::forward(actfn::softmax_cross_entropy, none, none, actfn::add_to(numbers), layout);
    CHECK(numbers == std::vector<float>(4, 7.0F));
    CHECK(actfn::softmax_cross_entropy(none, none, layout) == 0);
    CHECK(actfn::softmax_cross_entropy.sum(none, none, actfn::row_layout{.rows = 0}) == 0);
    std::vector<float> out;
    actfn::forward(actfn::swiglu, none, out, actfn::gate::first,
                   actfn::row_layout{.rows = 2, .columns = 0, .stride = 4});
}

TEST_CASE("ranges that may be written to are read too", "[array]") {
    std::vector<float> x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    std::vector<float> t(12, 0.25F);
    std::vector<int> labels{0, 3, 1};
    std::vector<float> gx(12);
    std::vector<float> gy(3, 1.0F);
    std::vector<float> y(3);
    std::span<float> const logits(x);
    std::span<int> const classes(labels);
    actfn::row_layout const rows{.rows = 3};
    auto const& loss = actfn::softmax_cross_entropy;
    float const expected =
        loss(std::span<float const>(x), std::span<int const>(labels), actfn::row_layout{3, 4});
    CHECK(loss(logits, labels, rows) == expected);
    CHECK(loss(logits, classes, gx, rows) == expected);
    CHECK(loss(logits, classes, std::span(gx), rows) == expected);
    CHECK(loss.sum(logits, std::span(t), rows) == loss.sum(x, t, rows));
    actfn::forward(loss, logits, classes, std::span(y), rows);
    actfn::backward(loss, logits, classes, std::span(gy), std::span(gx), rows);
    actfn::forward(loss, logits, std::span(t), std::span(y), rows);
    actfn::backward(loss, logits, std::span(t), std::span(gy), std::span(gx), rows);
    actfn::forward(actfn::softmax, logits, std::span(gx), rows);
    actfn::backward(actfn::softmax, logits, std::span(t), std::span(gx), rows);
    actfn::backward(actfn::logsumexp, logits, std::span(gy), std::span(gx), rows);
    CHECK(actfn::logsumexp(logits) == actfn::logsumexp(x));
    CHECK(actfn::mse(logits, std::span(t), std::span(gx)) == actfn::mse(x, t));
    actfn::forward(actfn::swiglu, logits, std::span(gx).first(6), actfn::gate::second, rows);
    CHECK_THROWS_WITH(loss(logits, labels, actfn::row_layout{.rows = 5}),
                      "actfn::loss(softmax_cross_entropy): x has 12 elements, which do not make "
                      "rows of one size: 5 rows");
}
