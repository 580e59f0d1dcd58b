// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/rows.hpp"
#include <actfn/rowwise/log_softmax.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <string>
#include <vector>

namespace {

template <class T> std::vector<T> softmax(std::vector<T> x) {
    auto const& s = tests::rows_of<T>("softmax");
    s.forward(x, x);
    return x;
}
template <class T> std::vector<T> log_softmax(std::vector<T> x) {
    auto const& s = tests::rows_of<T>("log_softmax");
    s.forward(x, x);
    return x;
}

template <class T> bool all_nan(std::vector<T> const& v) {
    for (T const t : v) {
        if (!std::isnan(t)) return false;
    }
    return true;
}

} // namespace

TEMPLATE_TEST_CASE("special entries of softmax", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const nan = tests::nan<T>;
    for (std::size_t n : {1U, 2U, 3U, 8U, 9U, 16U, 17U, 40U}) {
        for (std::size_t at = 0; at < n; ++at) {
            INFO("entry " << at << " of " << n);
            std::vector<T> x(n);
            for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<T>(i % 5);
            x[at] = nan;
            CHECK(all_nan(softmax(x)));
            CHECK(all_nan(log_softmax(x)));
            x[at] = inf;
            CHECK(all_nan(softmax(x)));
            CHECK(all_nan(log_softmax(x)));
            x[at] = -inf;
            if (n > 1) {
                // A masked entry is as if it were not there, but for the order of the sum.
                auto const y = softmax(x);
                auto const l = log_softmax(x);
                CHECK(tests::same(y[at], T(0)));
                CHECK(l[at] == -inf);
                std::vector<T> without = x;
                without.erase(without.begin() + static_cast<std::ptrdiff_t>(at));
                auto const expected = softmax(without);
                for (std::size_t i = 0; i < n; ++i) {
                    if (i == at) continue;
                    T const e = expected[i < at ? i : i - 1];
                    CHECK(std::abs(y[i] - e) <= 4 * std::numeric_limits<T>::epsilon() * e);
                }
            }
        }
        CHECK(all_nan(softmax(std::vector<T>(n, -inf))));
        CHECK(all_nan(softmax(std::vector<T>(n, inf))));
        CHECK(all_nan(log_softmax(std::vector<T>(n, -inf))));
    }
}

TEMPLATE_TEST_CASE("softmax at the ends of the exponent range", "[rowwise]", float, double) {
    using T = TestType;
    T const big = std::numeric_limits<T>::max();
    T const tiny = std::numeric_limits<T>::denorm_min();
    CHECK(softmax(std::vector<T>{big, -big}) == std::vector<T>{1, 0});
    CHECK(softmax(std::vector<T>{big, big}) == std::vector<T>{T(0.5), T(0.5)});
    CHECK(softmax(std::vector<T>{tiny, -tiny}) == std::vector<T>{T(0.5), T(0.5)});
    CHECK(softmax(std::vector<T>{-big}) == std::vector<T>{1});
    CHECK(log_softmax(std::vector<T>{-big}) == std::vector<T>{0});

    // The difference overflows, its quotient does not.
    auto const& s = tests::rows_of<T>("softmax");
    std::vector<T> y{big, -big};
    s.at_temperature(static_cast<double>(big)).forward(y, y);
    CHECK(std::abs(static_cast<double>(y[1]) - 1 / (1 + std::exp(2.0))) < 1e-7);
    y = {T(1), T(1) - std::numeric_limits<T>::epsilon(), T(1)};
    s.at_temperature(1e-30).forward(y, y);
    CHECK(y == std::vector<T>{T(0.5), 0, T(0.5)});

    // The most probable of two: −log1p(e^−d), not −log(1 + e^−d).
    T const d = static_cast<T>(sizeof(T) == 4 ? 60 : 500);
    auto const l = log_softmax(std::vector<T>{d, 0});
    CHECK(std::abs(static_cast<double>(l[0]) * std::exp(static_cast<double>(d)) + 1) < 1e-6);
}

TEMPLATE_TEST_CASE("softmax subtracts the maximum", "[rowwise]", float, double) {
    // The naive quotient is inf/inf from here on, or 0/0.
    using T = TestType;
    T const high = static_cast<T>(sizeof(T) == 4 ? 89 : 710);
    CHECK(std::isnan(std::exp(high) / (std::exp(high) + 1)));
    CHECK(softmax(std::vector<T>{high, high}) == std::vector<T>{T(0.5), T(0.5)});
    CHECK(softmax(std::vector<T>{high, 0})[0] == 1);
    CHECK(softmax(std::vector<T>{high, 0})[1] > 0);
    CHECK(softmax(std::vector<T>{-2 * high, -2 * high}) == std::vector<T>{T(0.5), T(0.5)});
    // log(softmax) has lost the improbable entry.
    CHECK(log_softmax(std::vector<T>{2 * high, 0})[1] == -2 * high);
    CHECK(std::isinf(std::log(softmax(std::vector<T>{2 * high, 0})[1])));
}

TEST_CASE("adding a constant changes nothing", "[rowwise]") {
    std::vector<float> x{0.5F, -3, 7.25F, 2, 2};
    std::vector<float> moved = x;
    for (float& v : moved) v += 1024;
    CHECK(softmax(moved) == softmax(x));
    CHECK(log_softmax(moved) == log_softmax(x));
}

TEST_CASE("the temperature of softmax is checked", "[rowwise]") {
    auto const message = [](auto const& f, double t) -> std::string {
        try {
            f.with({.temperature = t});
        } catch (std::invalid_argument const& error) {
            return error.what();
        }
        return "no exception";
    };
    CHECK(message(actfn::softmax, 0) == "actfn::softmax: temperature = 0 must be greater than 0");
    CHECK(message(actfn::log_softmax, -2) ==
          "actfn::log_softmax: temperature = -2 must be greater than 0");
    CHECK(message(actfn::softmax, tests::infinity<double>) ==
          "actfn::softmax: temperature = inf must be a finite number");
    CHECK(message(actfn::softmax, tests::nan<double>).find("nan") != std::string::npos);
    constexpr auto two = actfn::softmax.with({.temperature = 2.0});
    CHECK(two.kernel().temperature == 2.0);
}
