// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/any/description.hpp>
#include <actfn/array.hpp>
#include <actfn/rowwise/poly_norm.hpp>
#include <actfn/rowwise/top_k.hpp>

#include <stdexcept>
#include <vector>

// Gradients of rows by parameters in every layout, and sizes that come as text.

namespace {

std::vector<float> sample(std::size_t n) {
    tests::random_numbers next;
    std::vector<float> x(n);
    for (float& v : x) v = static_cast<float>(next(-3, 3));
    return x;
}

} // namespace

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
