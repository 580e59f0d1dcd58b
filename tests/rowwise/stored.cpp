// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/any/description.hpp>
#include <actfn/array.hpp>
#include <actfn/rowwise/entmax15.hpp>
#include <actfn/rowwise/group_sort.hpp>
#include <actfn/rowwise/poly_norm.hpp>
#include <actfn/rowwise/squash.hpp>
#include <actfn/rowwise/top_k.hpp>

#include <bit>
#include <cstdint>
#include <stdexcept>
#include <vector>

// Rows that select, sort or scale, in 16 bits, and their gradients by parameters in other layouts.

namespace {

std::vector<float> sample(std::size_t n) {
    tests::random_numbers next;
    std::vector<float> x(n);
    for (float& v : x) v = static_cast<float>(next(-3, 3));
    return x;
}

/// Rows kept in 16 bits are those of floats, rounded.
template <class F> void in_16_bits(F const& f, std::size_t rows, std::size_t n) {
    actfn::row_layout const layout{.rows = rows};
    std::vector<std::uint16_t> x(rows * n);
    std::vector<std::uint16_t> y(rows * n);
    std::vector<std::uint16_t> rounded(rows * n);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = static_cast<std::uint16_t>(0x3f80U + (i * 37) % 200U + (i % 3 == 0 ? 0x8000U : 0U));
    }
    std::vector<float> wide(rows * n);
    std::vector<float> expected(rows * n);
    for (std::size_t i = 0; i < x.size(); ++i) {
        wide[i] = std::bit_cast<float>(static_cast<std::uint32_t>(x[i]) << 16);
    }
    actfn::forward(f, actfn::as_bfloat16(x), actfn::as_bfloat16(y), layout);
    actfn::forward(f, wide, expected, layout);
    actfn::forward(actfn::top_k.with({.k = 1000}), expected, actfn::as_bfloat16(rounded), layout);
    CHECK(y == rounded);
    actfn::backward(f, actfn::as_bfloat16(x), actfn::as_bfloat16(x), actfn::as_bfloat16(y), layout);
    actfn::backward(f, wide, wide, expected, layout);
    actfn::forward(actfn::top_k.with({.k = 1000}), expected, actfn::as_bfloat16(rounded), layout);
    CHECK(y == rounded);
}

} // namespace

TEST_CASE("rows of 16 bits are those of floats, rounded", "[rowwise]") {
    for (std::size_t const n : {2U, 10U, 64U}) {
        in_16_bits(actfn::top_k, 9, n);
        in_16_bits(actfn::max_min, 9, n);
        in_16_bits(actfn::squash, 9, n);
        in_16_bits(actfn::entmax15, 9, n);
        in_16_bits(actfn::poly_norm, 9, n);
    }
}

TEST_CASE("gradients of rows by parameters in every layout", "[rowwise]") {
    constexpr std::size_t rows = 6;
    constexpr std::size_t n = 10;
    auto const f = actfn::poly_norm.with({.w1 = 0.5, .w2 = -1, .w3 = 2, .b = 0.25});
    auto const x = sample(rows * n);
    std::vector<float> gy(x.rbegin(), x.rend());
    auto const by = actfn::parameter_gradient(f, x, gy, actfn::row_layout{.rows = rows});
    CHECK(by.b != 0);
    // The same rows with gaps, and as columns.
    std::vector<float> wide(rows * (n + 2), 7);
    std::vector<float> wide_gy(rows * (n + 2), 7);
    std::vector<float> turned(rows * n);
    std::vector<float> turned_gy(rows * n);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t i = 0; i < n; ++i) {
            wide[r * (n + 2) + i] = turned[i * rows + r] = x[r * n + i];
            wide_gy[r * (n + 2) + i] = turned_gy[i * rows + r] = gy[r * n + i];
        }
    }
    auto const same = [&](auto const& other) {
        CHECK(tests::same(other.w1, by.w1));
        CHECK(tests::same(other.w2, by.w2));
        CHECK(tests::same(other.w3, by.w3));
        CHECK(tests::same(other.b, by.b));
    };
    same(actfn::parameter_gradient(f, wide, wide_gy,
                                   actfn::row_layout{.rows = rows, .columns = n, .stride = n + 2}));
    same(actfn::parameter_gradient(f, turned, turned_gy,
                                   actfn::axis_layout{.outer = 1, .size = n, .inner = rows}));
    CHECK_THROWS_AS(actfn::parameter_gradient(f, x, turned_gy, actfn::row_layout{.rows = 7}),
                    std::invalid_argument);
}

TEST_CASE("sizes that come as text are whole numbers", "[rowwise]") {
    using sizes = actfn::engine::run_time_parameters<actfn::kernel::top_k>;
    auto k = sizes::standard();
    CHECK(sizes::count == 1);
    sizes::set(k, 0, 7);
    CHECK(k.k == 7);
    sizes::check(k);
    for (double const wrong :
         {2.5, 0.0, -1.0, 1e300, tests::nan<double>, tests::infinity<double>}) {
        sizes::set(k, 0, wrong);
        CHECK_THROWS_AS(sizes::check(k), std::invalid_argument);
    }
}
