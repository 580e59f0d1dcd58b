// SPDX-License-Identifier: MIT
#include "rowwise/measure.hpp"

#include <cmath>

// solu, ssmax, squash and poly_norm against their definitions in long double, and special rows.

using tests::all_nan;
using tests::back;
using tests::long_row;
using tests::of;
using tests::random_gradient;
using tests::random_row;
using tests::rows_of;
using tests::widened;
using tests::worst;

TEMPLATE_TEST_CASE("accuracy of solu", "[rowwise]", float, double) {
    using T = TestType;
    tests::random_numbers next;
    worst value;
    worst slope;
    for (int i = 0; i < 600; ++i) {
        auto const x = random_row<T>(i, next);
        auto const g = random_gradient<T>(x.size(), next);
        tests::softmax_reference const p(x, 1);
        auto const v = widened(x);
        auto const w = widened(g);
        long double mean = 0;
        long double size = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            mean += p.softmax(j) * v[j] * w[j];
            size += std::abs(p.softmax(j) * v[j] * w[j]);
        }
        auto const y = of<T>("solu", x);
        auto const gx = back<T>("solu", x, g);
        for (std::size_t j = 0; j < x.size(); ++j) {
            value.see(y[j], v[j] * p.softmax(j), 0, x.size());
            long double const terms = std::abs(w[j]) + std::abs(v[j] * w[j]) + size;
            slope.see(gx[j], p.softmax(j) * (w[j] + (v[j] * w[j] - mean)), p.softmax(j) * terms,
                      x.size());
        }
    }
    tests::check_bounds<T>("solu", value, slope);
}

TEMPLATE_TEST_CASE("special rows of solu", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const big = std::numeric_limits<T>::max();
    std::string_view const f = "solu";
    CHECK(of<T>(f, {3}) == std::vector<T>{3});
    CHECK(of<T>(f, {-inf, 2}) == std::vector<T>{0, 2});
    CHECK(of<T>(f, {big, -big}) == std::vector<T>{big, 0});
    CHECK(of<T>(f, {2, 2}) == std::vector<T>{1, 1});
    CHECK(all_nan(of<T>(f, {inf, 2})));
    CHECK(all_nan(of<T>(f, {-inf, -inf})));
    CHECK(back<T>(f, {-inf, 2}, {5, 7}) == std::vector<T>{0, 7});
}

TEMPLATE_TEST_CASE("accuracy of ssmax", "[rowwise]", float, double) {
    using T = TestType;
    auto const& s = rows_of<T>("ssmax");
    for (double const scale : {1.0, 0.43, 3.7, 1e-3}) {
        tests::random_numbers next;
        worst value;
        worst slope;
        auto const f = s.with_moved(0, scale - 1);
        for (int i = 0; i < 300; ++i) {
            auto const x = random_row<T>(i, next);
            auto const g = random_gradient<T>(x.size(), next);
            if (x.size() == 1) continue;
            // What with_moved made of it.
            long double const factor =
                (1 + (scale - 1)) * std::log(static_cast<long double>(x.size()));
            tests::softmax_reference const p(x, 1 / factor);
            long double mean = 0;
            long double size = 0;
            for (std::size_t j = 0; j < x.size(); ++j) {
                long double const term = p.softmax(j) * static_cast<long double>(g[j]);
                mean += term;
                size += std::abs(term);
            }
            std::vector<T> y(x.size());
            std::vector<T> gx(x.size());
            f.forward(x, y);
            f.backward(x, g, gx);
            for (std::size_t j = 0; j < x.size(); ++j) {
                value.see(y[j], p.softmax(j), 0, x.size());
                long double const w = static_cast<long double>(g[j]);
                long double const unit = factor * p.softmax(j);
                // A subnormal share is rounded as such.
                long double const least = factor * std::numeric_limits<T>::min();
                slope.see(gx[j], unit * (w - mean), unit * (std::abs(w) + size) + least, x.size());
            }
        }
        INFO("scale " << scale);
        tests::check_bounds<T>("ssmax", value, slope);
    }
    T const inf = tests::infinity<T>;
    CHECK(of<T>("ssmax", {-3}) == std::vector<T>{1});
    CHECK(back<T>("ssmax", {-3}, {5}) == std::vector<T>{0});
    CHECK(of<T>("ssmax", {-inf, 5}) == std::vector<T>{0, 1});
    CHECK(of<T>("ssmax", {7, 7, 7, 7}) == std::vector<T>(4, T(0.25)));
    CHECK(all_nan(of<T>("ssmax", {inf, 5})));
    CHECK(all_nan(of<T>("ssmax", {-inf, -inf})));
}

TEMPLATE_TEST_CASE("accuracy of squash", "[rowwise]", float, double) {
    using T = TestType;
    tests::random_numbers next;
    worst value;
    worst slope;
    double const reach = std::numeric_limits<T>::max_exponent * 0.66;
    for (int i = 0; i < 900; ++i) {
        auto x = random_row<T>(i, next);
        double const size = i % 3 == 0 ? 1 : std::exp(next(-reach, reach));
        for (T& v : x) v = static_cast<T>(static_cast<double>(v) * size);
        auto const g = random_gradient<T>(x.size(), next);
        auto const v = widened(x);
        auto const w = widened(g);
        long double square = 0;
        for (long double const e : v) square += e * e;
        long double const r = std::sqrt(square);
        long double along = 0;
        long double terms = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            along += v[j] / r * w[j];
            terms += std::abs(v[j] / r * w[j]);
        }
        long double const f = r / (1 + square);
        auto const y = of<T>("squash", x);
        auto const gx = back<T>("squash", x, g);
        for (std::size_t j = 0; j < x.size(); ++j) {
            value.see(y[j], v[j] * f, 0, x.size());
            long double const bent = v[j] / r * along * (1 - square) / (1 + square);
            slope.see(gx[j], f * (w[j] + bent), f * (std::abs(w[j]) + std::abs(v[j] / r) * terms),
                      x.size());
        }
    }
    tests::check_bounds<T>("squash", value, slope);
}

TEMPLATE_TEST_CASE("special rows of squash", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const big = std::numeric_limits<T>::max();
    T const small = std::numeric_limits<T>::denorm_min();
    std::string_view const f = "squash";
    CHECK(of<T>(f, {0, 0, 0}) == std::vector<T>{0, 0, 0});
    CHECK(std::signbit(of<T>(f, {T(-0.0), 0})[0]));
    CHECK(back<T>(f, {0, 0}, {5, 7}) == std::vector<T>{0, 0});
    CHECK(of<T>(f, {1}) == std::vector<T>{T(0.5)});
    CHECK(of<T>(f, {0, -1}) == std::vector<T>{0, T(-0.5)});
    CHECK(of<T>(f, {-big}) == std::vector<T>{-1});
    CHECK(std::abs(of<T>(f, {big, big})[1] - std::sqrt(T(0.5))) < T(1e-6));
    CHECK(of<T>(f, {small, 0}) == std::vector<T>{0, 0});
    CHECK(of<T>(f, {inf, 3}) == std::vector<T>{1, 0});
    CHECK(of<T>(f, {-inf, 3}) == std::vector<T>{-1, 0});
    CHECK(back<T>(f, {inf, 3}, {5, 7}) == std::vector<T>{0, 0});
    CHECK(of<T>(f, {inf, 3, -inf, 0, inf, inf}) ==
          std::vector<T>{T(0.5), 0, T(-0.5), 0, T(0.5), T(0.5)});
}

namespace {

/// poly_norm with the weights w and b, and the gradient, with the sizes of their terms.
struct poly_norm_reference {
    long_row y, y_size, gx, gx_size;

    poly_norm_reference(long_row const& x, long_row const& g, std::array<long double, 4> w)
        : y(x.size(), w[3]), y_size(x.size(), std::abs(w[3])), gx(x.size()), gx_size(x.size()) {
        auto const n = static_cast<long double>(x.size());
        for (int power = 1; power <= 3; ++power) {
            long double const weight = w[static_cast<std::size_t>(power - 1)];
            long double sum = 0;
            for (long double const v : x) sum += std::pow(v, 2 * power);
            long double const rms = std::sqrt(sum / n);
            long double mean = 0;
            long double size = 0;
            for (std::size_t j = 0; j < x.size(); ++j) {
                long double const term = g[j] * std::pow(x[j], power) / rms / n;
                mean += term;
                size += std::abs(term);
            }
            for (std::size_t j = 0; j < x.size(); ++j) {
                long double const normed = std::pow(x[j], power) / rms;
                y[j] += weight * normed;
                y_size[j] += std::abs(weight * normed);
                long double const slope = power * weight * std::pow(x[j], power - 1) / rms;
                gx[j] += slope * (g[j] - normed * mean);
                gx_size[j] += std::abs(slope) * (std::abs(g[j]) + std::abs(normed) * size);
            }
        }
    }
};

} // namespace

TEMPLATE_TEST_CASE("accuracy of poly_norm", "[rowwise]", float, double) {
    using T = TestType;
    tests::random_numbers next;
    worst value;
    worst slope;
    for (int i = 0; i < 600; ++i) {
        auto const x = random_row<T>(i, next);
        auto const g = random_gradient<T>(x.size(), next);
        long double const third = 1.0 / 3;
        poly_norm_reference const right(widened(x), widened(g), {third, third, third, 0});
        auto const y = of<T>("poly_norm", x);
        auto const gx = back<T>("poly_norm", x, g);
        for (std::size_t j = 0; j < x.size(); ++j) {
            value.see(y[j], right.y[j], right.y_size[j], x.size());
            slope.see(gx[j], right.gx[j], right.gx_size[j], x.size());
        }
    }
    tests::check_bounds<T>("poly_norm", value, slope);
}

TEMPLATE_TEST_CASE("special rows of poly_norm", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    std::string_view const f = "poly_norm";
    auto const near = [](std::vector<T> const& y, std::vector<double> const& expected) {
        for (std::size_t i = 0; i < y.size(); ++i) {
            CHECK(std::abs(static_cast<double>(y[i]) - expected[i]) < 1e-6);
        }
    };
    CHECK(of<T>(f, {0, 0}) == std::vector<T>{0, 0});
    CHECK(back<T>(f, {0, 0}, {5, 7}) == std::vector<T>{0, 0});
    near(of<T>(f, {5}), {1});
    near(of<T>(f, {-5}), {-1.0 / 3});
    // The scale of x does not count, however large or small.
    std::vector<T> const x{1, -2, 3, T(0.5)};
    auto const y = of<T>(f, x);
    for (T const unit : {std::numeric_limits<T>::max() / 4, std::numeric_limits<T>::min() * 8}) {
        T const power = std::exp2(std::floor(std::log2(unit)));
        auto scaled = x;
        for (T& v : scaled) v *= power;
        CHECK(of<T>(f, scaled) == y);
    }
    // Infinite entries count as equal.
    double const root = std::sqrt(2.0);
    near(of<T>(f, {inf, 3, -inf, 3}), {root, 0, -root / 3, 0});
    CHECK(back<T>(f, {inf, 3}, {5, 7}) == std::vector<T>{0, 0});
}
