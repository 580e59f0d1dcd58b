// SPDX-License-Identifier: MIT
#include "rowwise/measure.hpp"
#include <actfn/rowwise/group_sort.hpp>
#include <actfn/rowwise/top_k.hpp>

#include <cmath>
#include <numeric>

// What is kept of a row, sorted in it, and how accurately.

using tests::all_nan;
using tests::back;
using tests::long_row;
using tests::of;
using tests::random_gradient;
using tests::random_row;
using tests::rows_of;
using tests::widened;
using tests::worst;

namespace {

/// The numbers of the k largest, of equal ones the first.
template <class T> std::vector<bool> largest_of(std::vector<T> const& x, std::size_t k) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return x[a] > x[b]; });
    std::vector<bool> kept(x.size());
    for (std::size_t i = 0; i < std::min(k, x.size()); ++i) kept[order[i]] = true;
    return kept;
}

template <class T> std::vector<T> forward(tests::row_function<T> const& f, std::vector<T> x) {
    f.forward(x, x);
    return x;
}
template <class T>
std::vector<T> backward(tests::row_function<T> const& f, std::vector<T> const& x,
                        std::vector<T> g) {
    f.backward(x, g, g);
    return g;
}

/// Rows with many equal entries among others.
template <class T> std::vector<T> row_with_ties(int i, tests::random_numbers& next) {
    auto x = random_row<T>(i, next);
    if (i % 3 == 0) {
        for (T& v : x) v = static_cast<T>(std::floor(next(-3, 3)));
    }
    return x;
}

} // namespace

TEMPLATE_TEST_CASE("top_k keeps the largest, of equal ones the first", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const nan = tests::nan<T>;
    tests::random_numbers next;
    for (long long const k : {1, 2, 5, 64}) {
        auto const f = rows_of<T>("top_k").with_size(k);
        for (int i = 0; i < 200; ++i) {
            auto const x = row_with_ties<T>(i, next);
            auto const g = random_gradient<T>(x.size(), next);
            auto const kept = largest_of(x, static_cast<std::size_t>(k));
            auto const y = forward(f, x);
            auto const gx = backward(f, x, g);
            for (std::size_t j = 0; j < x.size(); ++j) {
                CHECK(y[j] == (kept[j] ? x[j] : T(0)));
                CHECK(gx[j] == (kept[j] ? g[j] : T(0)));
            }
        }
    }
    auto const f = rows_of<T>("top_k");
    CHECK(forward(f, std::vector<T>{1, 3, 3, 3}) == std::vector<T>{0, 3, 3, 0});
    CHECK(forward(f, std::vector<T>{-1, -3, -2}) == std::vector<T>{-1, 0, -2});
    CHECK(forward(f, std::vector<T>{-inf, inf, -inf, 1}) == std::vector<T>{0, inf, 0, 1});
    CHECK(forward(f, std::vector<T>{5}) == std::vector<T>{5});
    CHECK(all_nan(forward(f, std::vector<T>{1, nan, 2, 3})));
    // Infinite gradients of what is left out do not count.
    CHECK(backward(f, std::vector<T>{1, 3, 2}, {nan, 5, 6}) == std::vector<T>{0, 5, 6});
    CHECK_THROWS_WITH((void)actfn::top_k.with({.k = 0}), "actfn::top_k: k = 0 must be at least 1");
}

TEMPLATE_TEST_CASE("softmax_top_k is softmax of the largest", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    tests::random_numbers next;
    worst value;
    worst slope;
    for (int i = 0; i < 400; ++i) {
        long long const k = 1 + i % 7;
        auto const f = rows_of<T>("softmax_top_k").with_size(k);
        auto const x = row_with_ties<T>(i, next);
        auto const g = random_gradient<T>(x.size(), next);
        auto const kept = largest_of(x, static_cast<std::size_t>(k));
        std::vector<T> chosen;
        for (std::size_t j = 0; j < x.size(); ++j) {
            if (kept[j]) chosen.push_back(x[j]);
        }
        tests::softmax_reference const p(chosen, 1);
        auto const y = forward(f, x);
        auto const gx = backward(f, x, g);
        long double mean = 0;
        long double size = 0;
        for (std::size_t j = 0, at = 0; j < x.size(); ++j) {
            if (!kept[j]) continue;
            long double const term = p.softmax(at++) * static_cast<long double>(g[j]);
            mean += term;
            size += std::abs(term);
        }
        for (std::size_t j = 0, at = 0; j < x.size(); ++j) {
            if (!kept[j]) {
                CHECK(y[j] == 0);
                CHECK(gx[j] == 0);
                continue;
            }
            long double const w = static_cast<long double>(g[j]);
            long double const share = p.softmax(at++);
            value.see(y[j], share, 0, x.size());
            slope.see(gx[j], share * (w - mean), share * (std::abs(w) + size), x.size());
        }
    }
    tests::check_bounds<T>("softmax_top_k", value, slope);
    std::string_view const f = "softmax_top_k";
    CHECK(of<T>(f, {4, 7, 4, 7, 7}) == std::vector<T>{0, T(0.5), 0, T(0.5), 0});
    CHECK(of<T>(f, {-inf, 3, -inf}) == std::vector<T>{0, 1, 0});
    CHECK(all_nan(of<T>(f, {-inf, -inf})));
    CHECK(all_nan(of<T>(f, {inf, 1, 2})));
    CHECK(back<T>(f, {1, 3, 3}, {inf, 5, 7}) == std::vector<T>{0, T(-0.5), T(0.5)});
}

TEMPLATE_TEST_CASE("sigmoid_top_k divides by the sum of the largest", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const big = std::numeric_limits<T>::max();
    tests::random_numbers next;
    worst value;
    worst slope;
    for (int i = 0; i < 400; ++i) {
        long long const k = 1 + i % 7;
        auto const f = rows_of<T>("sigmoid_top_k").with_size(k);
        auto const x = row_with_ties<T>(i, next);
        auto const g = random_gradient<T>(x.size(), next);
        auto const kept = largest_of(x, static_cast<std::size_t>(k));
        long double const m = *std::max_element(x.begin(), x.end());
        auto const weight = [&](std::size_t j) -> long double {
            long double const v = x[j];
            if (!kept[j]) return 0;
            return std::exp(std::min(v, 0.0L) - std::min(m, 0.0L)) / (1 + std::exp(-std::abs(v)));
        };
        long double total = 0;
        for (std::size_t j = 0; j < x.size(); ++j) total += weight(j);
        long double mean = 0;
        long double size = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            long double const term = weight(j) / total * static_cast<long double>(g[j]);
            mean += term;
            size += std::abs(term);
        }
        auto const y = forward(f, x);
        auto const gx = backward(f, x, g);
        for (std::size_t j = 0; j < x.size(); ++j) {
            long double const w = g[j];
            long double const unit =
                weight(j) / total / (1 + std::exp(static_cast<long double>(x[j])));
            value.see(y[j], weight(j) / total, 0, x.size());
            slope.see(gx[j], unit * (w - mean), unit * (std::abs(w) + size), x.size());
        }
    }
    tests::check_bounds<T>("sigmoid_top_k", value, slope);
    std::string_view const f = "sigmoid_top_k";
    CHECK(of<T>(f, {5, 5, 4}) == std::vector<T>{T(0.5), T(0.5), 0});
    // All sigmoids vanish.
    CHECK(of<T>(f, {-5000, -5000, -6000}) == std::vector<T>{T(0.5), T(0.5), 0});
    CHECK(of<T>(f, {-big, big}) == std::vector<T>{0, 1});
    CHECK(of<T>(f, {inf, inf, -inf}) == std::vector<T>{T(0.5), T(0.5), 0});
    CHECK(all_nan(of<T>(f, {-inf, -inf})));
}

TEMPLATE_TEST_CASE("accuracy of gaussian_top_k", "[rowwise]", float, double) {
    using T = TestType;
    // Quantiles of 25 digits by mpmath: erfinv(2·p − 1)·√2 of the double p.
    struct quantile {
        double sparsity;
        long double z;
    };
    auto const& s = rows_of<T>("gaussian_top_k");
    for (quantile const q : {quantile{0.95, 1.644853626951472284276316L}, quantile{0.5, 0.0L},
                             quantile{0.125, -1.150349380376008178296765L},
                             quantile{0x1p-40, -7.047700256664408725350992L},
                             quantile{1 - 0x1p-30, 6.009353565530743893180609L}}) {
        tests::random_numbers next;
        worst value;
        worst slope;
        auto const f = s.with_moved(0, q.sparsity - 0.95);
        for (int i = 0; i < 300; ++i) {
            auto const x = random_row<T>(i, next);
            auto const g = random_gradient<T>(x.size(), next);
            auto const v = widened(x);
            auto const n = static_cast<long double>(x.size());
            long double mean = 0;
            for (long double const e : v) mean += e / n;
            long double variance = 0;
            for (long double const e : v) variance += (e - mean) * (e - mean) / n;
            long double const sd = x.size() == 1 ? 0 : std::sqrt(variance);
            std::vector<T> y(x.size());
            std::vector<T> gx(x.size());
            f.forward(x, y);
            f.backward(x, g, gx);
            long double passed = 0;
            long double size = 0;
            long double scale = std::abs(q.z * sd);
            for (long double const e : v) scale = std::max(scale, std::abs(e));
            bool clear = true;
            for (std::size_t j = 0; j < x.size(); ++j) {
                long double const excess = v[j] - mean - q.z * sd;
                value.see(y[j], std::max(0.0L, excess), scale, x.size());
                passed += excess > 0 ? static_cast<long double>(g[j]) : 0;
                size += excess > 0 ? std::abs(static_cast<long double>(g[j])) : 0;
                clear = clear && std::abs(excess) > 8 * std::numeric_limits<T>::epsilon() * scale;
            }
            if (!clear) continue; // rounding decides what is kept
            for (std::size_t j = 0; j < x.size(); ++j) {
                long double const h = v[j] - mean - q.z * sd > 0 ? 1 : 0;
                long double const w = static_cast<long double>(g[j]);
                long double const turn = sd == 0 ? 0 : q.z * (v[j] - mean) / sd;
                long double const from = sd == 0 ? 0 : scale / sd;
                slope.see(gx[j], h * w - passed * (1 + turn) / n,
                          h * std::abs(w) + size * (1 + std::abs(q.z) * from) / n, x.size());
            }
        }
        INFO("sparsity " << q.sparsity);
        tests::check_bounds<T>("gaussian_top_k", value, slope);
    }
}

TEMPLATE_TEST_CASE("special rows of gaussian_top_k", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const big = std::numeric_limits<T>::max();
    std::string_view const f = "gaussian_top_k";
    CHECK(of<T>(f, {5}) == std::vector<T>{0});
    // Equal entries have no deviation, whatever rounding makes of their mean.
    CHECK(of<T>(f, std::vector<T>(7, T(0.1))) == std::vector<T>(7, T(0)));
    CHECK(back<T>(f, std::vector<T>(7, T(0.1)), std::vector<T>(7, T(1))) ==
          std::vector<T>(7, T(0)));
    CHECK(all_nan(of<T>(f, {1, inf})));
    CHECK(all_nan(of<T>(f, {1, -inf})));
    // The quantile of a half is 0.
    auto const& s = rows_of<T>(f);
    std::vector<T> half{1, 2, 3};
    s.with_moved(0, 0.5 - 0.95).forward(half, half);
    CHECK(half == std::vector<T>{0, 0, 1});
    // Squares of large entries do not overflow.
    std::vector<T> x(100, T(0));
    x[3] = big;
    auto const y = of<T>(f, x);
    CHECK(y[0] == 0);
    CHECK((y[3] > big / 2 && y[3] < big));
}

TEMPLATE_TEST_CASE("group_sort sorts groups", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const nan = tests::nan<T>;
    tests::random_numbers next;
    for (std::size_t const size : {1U, 2U, 3U, 8U, 50U}) {
        auto const f = rows_of<T>("group_sort").with_size(static_cast<long long>(size));
        for (std::size_t const groups : {1U, 2U, 21U}) {
            std::vector<T> x(size * groups);
            for (T& v : x) v = static_cast<T>(std::floor(next(-9, 9)));
            auto const g = random_gradient<T>(x.size(), next);
            auto const y = forward(f, x);
            auto const gx = backward(f, x, g);
            std::vector<T> expected(x.size());
            std::vector<T> back_to(x.size());
            for (std::size_t begin = 0; begin < x.size(); begin += size) {
                std::vector<std::size_t> order(size);
                std::iota(order.begin(), order.end(), begin);
                std::stable_sort(order.begin(), order.end(),
                                 [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
                for (std::size_t i = 0; i < size; ++i) {
                    expected[begin + i] = x[order[i]];
                    back_to[order[i]] = g[begin + i];
                }
            }
            CHECK(y == expected);
            CHECK(gx == back_to);
        }
    }
    auto const max_min = rows_of<T>("group_sort");
    std::vector<T> const x{3, 1, -inf, inf, 2, 2};
    CHECK(forward(max_min, x) == std::vector<T>{1, 3, -inf, inf, 2, 2});
    CHECK(backward(max_min, x, {1, 2, 3, 4, 5, 6}) == std::vector<T>{2, 1, 3, 4, 5, 6});
    auto const y = forward(max_min, std::vector<T>{3, nan, 2, 1});
    CHECK(std::isnan(y[0]));
    CHECK(std::isnan(y[1]));
    CHECK(y[2] == 1);
    CHECK_THROWS_WITH((void)actfn::group_sort.with({.size = 0}),
                      "actfn::group_sort: size = 0 must be at least 1");
}
