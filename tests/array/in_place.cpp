// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <array>
#include <vector>

// An output may be any one of the inputs.

namespace {

std::vector<float> ramp(std::size_t n, float from, float to) {
    std::vector<float> x(n);
    for (std::size_t i = 0; i < n; ++i) {
        x[i] = from + (to - from) * static_cast<float>(i) / static_cast<float>(n);
    }
    return x;
}

} // namespace

TEST_CASE("backward may overwrite its input or the arriving gradient", "[array]") {
    std::size_t const n = GENERATE(1U, 8U, 37U, 1000U);
    auto const x = ramp(n, -6, 6);
    auto const gy = ramp(n, 2, -1);
    std::vector<float> expected(n);
    actfn::backward(actfn::gelu, x, gy, expected);

    auto over_x = x;
    actfn::backward(actfn::gelu, over_x, gy, over_x);
    CHECK(over_x == expected);

    auto over_gy = gy;
    actfn::backward(actfn::gelu, x, over_gy, over_gy);
    CHECK(over_gy == expected);

    auto all_one = x;
    actfn::backward(actfn::gelu, all_one, all_one, all_one);
    actfn::backward(actfn::gelu, x, x, expected);
    CHECK(all_one == expected);
}

TEST_CASE("value_and_derivative may overwrite its input with either", "[array]") {
    auto const x = ramp(101, -6, 6);
    std::vector<float> y(x.size());
    std::vector<float> dy(x.size());
    actfn::value_and_derivative(actfn::gelu, x, y, dy);

    auto in_place = x;
    std::vector<float> other(x.size());
    actfn::value_and_derivative(actfn::gelu, in_place, in_place, other);
    CHECK(in_place == y);
    CHECK(other == dy);

    in_place = x;
    actfn::value_and_derivative(actfn::gelu, in_place, other, in_place);
    CHECK(other == y);
    CHECK(in_place == dy);
}

TEST_CASE("a layer keeps only its output", "[array]") {
    auto y = ramp(77, -3, 3);
    auto const x = y;
    actfn::forward(actfn::tanh, y, y);
    std::vector<float> const ones(y.size(), 1.0F);
    std::vector<float> gx(y.size());
    actfn::backward_from_output(actfn::tanh, y, ones, gx);
    for (std::size_t i = 0; i < x.size(); ++i) {
        // Absolute: 1 - y*y with y rounded.
        CHECK(std::abs(gx[i] - actfn::tanh.derivative(x[i])) < 4e-7F);
    }
}

TEST_CASE("any contiguous range serves", "[array]") {
    std::array<double, 5> const x = {-2, -1, 0, 1, 2};
    double y[5];
    actfn::forward(actfn::tanh, x, y);
    std::vector<double> z(5);
    actfn::forward(actfn::tanh, std::span(x).first(5), z);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(tests::same(y[i], actfn::tanh(x[i])));
        CHECK(tests::same(z[i], y[i]));
    }
    actfn::forward(actfn::tanh, std::vector<double>{}, std::span<double>{});
}
