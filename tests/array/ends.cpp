// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/complex/complex_tanh.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/stochastic/rrelu.hpp>

#include <complex>
#include <span>
#include <vector>

// Every length: the last elements have the bits of a scalar call, nothing behind them is written,
// and an output may be the input or be added to although the last pack meets the one before it.

namespace {

template <class T> T number(std::size_t i) { return T(static_cast<float>(i % 29) / 4 - 3); }
template <> std::complex<float> number(std::size_t i) {
    return {number<float>(i), number<float>(i + 7)};
}

template <class T> std::vector<T> numbers(std::size_t n) {
    std::vector<T> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = number<T>(i);
    return x;
}

template <class T, class F> void check_ends(F const& f) {
    std::size_t const most = 3 * actfn::math::lanes<actfn::math::pack<float>> + 2;
    T const guard = T(77);
    for (std::size_t n = 0; n <= most; ++n) {
        INFO("length " << n);
        auto const x = numbers<T>(n);
        std::vector<T> y(n + 3, guard);
        actfn::forward(f, x, std::span(y).first(n));
        std::vector<T> in_place(x);
        actfn::forward(f, in_place, in_place);
        std::vector<T> sum(n + 3, T(1));
        actfn::forward(f, x, actfn::add_to(std::span(sum).first(n)));
        std::vector<T> added_in_place(x);
        actfn::forward(f, added_in_place, actfn::add_to(added_in_place));
        for (std::size_t i = 0; i < n; ++i) {
            T const expected = f(x[i]);
            CHECK(y[i] == expected);
            CHECK(in_place[i] == expected);
            CHECK(sum[i] == T(1) + expected);
            CHECK(added_in_place[i] == x[i] + expected);
        }
        for (std::size_t i = n; i < n + 3; ++i) {
            CHECK(y[i] == guard);
            CHECK(sum[i] == T(1));
        }
    }
}

} // namespace

TEST_CASE("ends of ranges of every length", "[array]") {
    check_ends<float>(actfn::gelu);
    check_ends<double>(actfn::gelu);
    check_ends<std::complex<float>>(actfn::complex_tanh);
}

TEST_CASE("ends of ranges of 16-bit numbers", "[array]") {
    for (std::size_t n = 0; n <= 35; ++n) {
        auto const x = numbers<float>(n);
        std::vector<std::uint16_t> stored(n + 1, 0x1234);
        auto const halves = actfn::as_half(stored);
        actfn::forward(actfn::gelu, x, halves.first(n));
        for (std::size_t i = 0; i < n; ++i) {
            auto const expected = actfn::math::narrow<actfn::half_bits>(actfn::gelu(x[i]));
            CHECK(stored[i] == expected.bits);
        }
        CHECK(stored[n] == 0x1234);
    }
}

TEST_CASE("ends of ranges with draws and with several outputs", "[array]") {
    auto const training = actfn::rrelu.train(5);
    for (std::size_t n = 1; n <= 35; ++n) {
        auto const x = numbers<double>(n);
        auto const g = numbers<double>(n + 5);
        std::vector<double> y(n);
        std::vector<double> gx(x);
        actfn::forward(training, x, y);
        actfn::backward(training, gx, std::span(g).first(n), gx);
        std::vector<double> value(x);
        std::vector<double> slope(n);
        actfn::value_and_derivative(actfn::gelu, value, value, slope);
        for (std::size_t i = 0; i < n; ++i) {
            CHECK(y[i] == training.from(i)(x[i]));
            CHECK(gx[i] == training.from(i).backward(x[i], g[i]));
            CHECK(value[i] == actfn::gelu(x[i]));
            CHECK(slope[i] == actfn::gelu.derivative(x[i]));
        }
    }
}

TEST_CASE("sums over parameters of every length", "[array]") {
    for (std::size_t n = 0; n <= 35; ++n) {
        auto const x = numbers<double>(n);
        auto const ones = std::vector<double>(n, 1.0);
        double expected = 0;
        for (double const v : x) expected += actfn::rrelu.parameter_derivatives(v).upper;
        CHECK(actfn::parameter_gradient(actfn::rrelu, x, ones).upper == expected);
    }
}
