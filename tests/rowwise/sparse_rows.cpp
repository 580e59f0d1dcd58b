// SPDX-License-Identifier: MIT
#include "rowwise/measure.hpp"

#include <cmath>

// sparsegen, entmax15 and entmax against their definitions in long double, and special rows.

using tests::all_nan;
using tests::back;
using tests::bound;
using tests::long_row;
using tests::of;
using tests::random_gradient;
using tests::random_row;
using tests::rows_of;
using tests::widened;
using tests::worst;

namespace {

/// entmax of long doubles: u = (α − 1)·x − τ by bisection, y = uᵖ and q = uᵖ⁻¹ over the sum of y.
struct entmax_reference {
    long_row u, y, q;
    long double power;

    entmax_reference(long_row const& x, long double alpha) : power(1 / (alpha - 1)) {
        long double const m = *std::max_element(x.begin(), x.end());
        auto const sum = [&](long double top) {
            long double total = 0;
            for (long double const v : x) {
                long double const e = top + (alpha - 1) * (v - m);
                total += e > 0 ? std::pow(e, power) : 0;
            }
            return total;
        };
        long double low = 0;
        long double high = 1;
        while (true) { // to neighbours
            long double const middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            (sum(middle) > 1 ? high : low) = middle;
        }
        long double const total = sum(high);
        for (long double const v : x) {
            u.push_back(std::max(0.0L, high + (alpha - 1) * (v - m)));
            y.push_back(u.back() > 0 ? std::pow(u.back(), power) / total : 0);
            q.push_back(u.back() > 0 ? y.back() / u.back() : 0);
        }
    }
    /// How much larger an error of 1 − u is in q.
    long double blur(std::size_t j) const {
        return u[j] > 0 ? 1 + std::abs(power - 1) * (1 - u[j]) / u[j] : 1;
    }
    /// By how much y changes if u does by one unit of the last place of 1 − u.
    long double change(std::size_t j) const { return power * q[j] * (1 - u[j]); }
};

template <class T> std::vector<T> narrow_row(int i, tests::random_numbers& next) {
    auto x = random_row<T>(i, next);
    if (i % 4 != 0) { // supports of many entries
        double const scale = std::exp(next(-9, 2));
        for (T& v : x) v = static_cast<T>(scale * next(-1, 1));
    }
    return x;
}

template <class T>
void check_entmax(std::string_view name, tests::row_function<T> const& f, long double alpha) {
    tests::random_numbers next;
    worst value;
    worst slope;
    worst from_output;
    worst total;
    for (int i = 0; i < 300; ++i) {
        auto const x = narrow_row<T>(i, next);
        auto const g = random_gradient<T>(x.size(), next);
        entmax_reference const right(widened(x), alpha);
        std::vector<T> y(x.size());
        std::vector<T> gx(x.size());
        std::vector<T> gx_from_y(x.size());
        f.forward(x, y);
        f.backward(x, g, gx);
        f.backward_from_output(y, g, gx_from_y);
        long double weights = 0;
        long double mean = 0;
        long double size = 0;
        long double sum = 0;
        bool clear = true;
        for (std::size_t j = 0; j < x.size(); ++j) {
            long double const w = static_cast<long double>(g[j]);
            weights += right.q[j];
            mean += right.q[j] * w;
            size += right.q[j] * std::abs(w) * right.blur(j);
            sum += static_cast<long double>(y[j]);
            // At the border of the support, where q may be infinite, rounding decides.
            bool const inside = y[j] > 0 && right.y[j] > 0;
            clear = clear && (inside || (y[j] == 0 && right.y[j] == 0));
            clear = clear && (!inside || right.u[j] > 0.01L);
        }
        total.see(static_cast<T>(sum), 1, 1, x.size());
        for (std::size_t j = 0; j < x.size(); ++j) {
            // For alpha > 2 what rounding decides at the border changes the others.
            if (clear || (alpha <= 2 && right.u[j] > 0.01L)) {
                value.see(y[j], right.y[j], right.change(j), x.size());
            }
            if (!clear) continue;
            long double const w = static_cast<long double>(g[j]);
            long double const term = right.q[j] * (w - mean / weights);
            long double const scale = right.q[j] * right.blur(j) * (std::abs(w) + size / weights);
            slope.see(gx[j], term, scale, x.size());
            from_output.see(gx_from_y[j], term, scale, x.size());
        }
    }
    INFO(name << ", alpha " << static_cast<double>(alpha));
    tests::check_bounds<T>(name, value, slope);
    if (alpha <= 2)
        from_output.within(bound<T>(name).derivative + tests::reference_slack<T>,
                           "gradient from y");
    total.within(1, "sum");
}

} // namespace

TEMPLATE_TEST_CASE("accuracy of entmax15", "[rowwise]", float, double) {
    check_entmax("entmax15", rows_of<TestType>("entmax15"), 1.5L);
}

TEMPLATE_TEST_CASE("accuracy of entmax", "[rowwise]", float, double) {
    for (double const step : {0.0, -0.25, -0.4375, 0.25, 0.5, 1.5, -0.4990234375, 4.5}) {
        auto const& s = rows_of<TestType>("entmax");
        check_entmax("entmax", s.with_moved(0, step), 1.5L + step);
    }
}

TEMPLATE_TEST_CASE("entmax between softmax and hardmax", "[rowwise]", float, double) {
    using T = TestType;
    auto const& s = rows_of<T>("entmax");
    std::vector<T> const x{1, 2, T(-0.5), T(1.75), -40};
    std::vector<T> y(x.size());
    auto const near = [&](std::vector<T> const& expected, double close) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            CHECK(std::abs(static_cast<double>(y[i] - expected[i])) < close);
        }
    };
    double const rounding = 8 * static_cast<double>(std::numeric_limits<T>::epsilon());
    s.with_moved(0, 0.5).forward(x, y);
    near(of<T>("sparsemax", x), rounding);
    s.with_moved(0, 0).forward(x, y);
    near(of<T>("entmax15", x), rounding);
    s.with_moved(0, 0x1p-50 - 0.5).forward(x, y);
    near(of<T>("softmax", x), rounding);
    s.with_moved(0, 1e6).forward(x, y);
    CHECK(y == std::vector<T>{0, 1, 0, 0, 0});
    // Equal entries share, although what is below them by a hair is out.
    std::vector<T> const ties{3, 3, -1, 3};
    std::vector<T> shares(4);
    s.with_moved(0, 1e6).forward(ties, shares);
    for (std::size_t const i : {0U, 1U, 3U}) {
        CHECK(std::abs(static_cast<double>(shares[i]) - 1.0 / 3) < rounding);
    }
    CHECK(shares[2] == 0);
}

TEMPLATE_TEST_CASE("special rows of entmax", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const big = std::numeric_limits<T>::max();
    for (std::string_view const f : {"entmax15", "entmax", "sparsegen"}) {
        CAPTURE(f);
        CHECK(of<T>(f, {-7}) == std::vector<T>{1});
        CHECK(back<T>(f, {-7}, {3}) == std::vector<T>{0});
        CHECK(of<T>(f, {9, 1, 0}) == std::vector<T>{1, 0, 0});
        CHECK(of<T>(f, std::vector<T>(4, T(-5))) == std::vector<T>(4, T(0.25)));
        CHECK(of<T>(f, {-inf, 2, -inf}) == std::vector<T>{0, 1, 0});
        CHECK(of<T>(f, {big, -big}) == std::vector<T>{1, 0});
        CHECK(back<T>(f, {9, 1, 0}, {5, inf, 7}) == std::vector<T>{0, 0, 0});
        CHECK(all_nan(of<T>(f, {-inf, -inf})));
        CHECK(all_nan(of<T>(f, {1, inf})));
    }
}

TEMPLATE_TEST_CASE("accuracy of sparsegen", "[rowwise]", float, double) {
    using T = TestType;
    auto const& s = rows_of<T>("sparsegen");
    for (double const lambda : {0.0, 0.7, -3.0, 0.999}) {
        tests::random_numbers next;
        worst value;
        worst slope;
        auto const f = s.with_moved(0, lambda);
        long double const scale = 1 / (1 - static_cast<long double>(lambda));
        for (int i = 0; i < 300; ++i) {
            auto const x = narrow_row<T>(i, next);
            auto const g = random_gradient<T>(x.size(), next);
            auto scaled = widened(x);
            for (long double& v : scaled) v *= scale;
            entmax_reference const right(scaled, 2);
            std::vector<T> y(x.size());
            std::vector<T> gx(x.size());
            f.forward(x, y);
            f.backward(x, g, gx);
            long double count = 0;
            long double mean = 0;
            long double size = 0;
            bool clear = true;
            for (std::size_t j = 0; j < x.size(); ++j) {
                count += right.q[j] > 0 ? 1 : 0;
                mean += right.q[j] > 0 ? static_cast<long double>(g[j]) : 0;
                size += right.q[j] > 0 ? std::abs(static_cast<long double>(g[j])) : 0;
                clear = clear && (y[j] > 0) == (right.y[j] > 0);
            }
            for (std::size_t j = 0; j < x.size(); ++j) {
                value.see(y[j], right.y[j], 1, x.size());
                if (!clear) continue;
                long double const w = static_cast<long double>(g[j]);
                bool const inside = right.y[j] > 0;
                slope.see(gx[j], inside ? scale * (w - mean / count) : 0,
                          scale * (std::abs(w) + size / count), x.size());
            }
        }
        INFO("lambda " << lambda);
        tests::check_bounds<T>("sparsegen", value, slope);
    }
    auto const& plain = rows_of<T>("sparsemax");
    std::vector<T> const x{1, T(0.75), T(0.5), -1};
    CHECK(of<T>("sparsegen", x) == of<T>("sparsemax", x));
    CHECK(plain.calls->learnt == 0);
}
