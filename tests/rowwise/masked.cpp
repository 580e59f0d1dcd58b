// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>

#include <algorithm>
#include <vector>

// Rows of −∞ only, in which everything is masked: functions that normalise are NaN there, as in
// PyTorch; their safe_ forms and the reductions have a value and the gradient 0.

namespace {

template <class T> std::vector<T> forward(auto const& f, std::vector<T> const& x) {
    std::vector<T> y(x.size());
    actfn::forward(f, x, y, actfn::row_layout{.rows = 2});
    return y;
}
template <class T>
std::vector<T> backward(auto const& f, std::vector<T> const& x, std::vector<T> const& gy) {
    std::vector<T> gx(x.size(), T(7));
    actfn::backward(f, x, gy, gx, actfn::row_layout{.rows = 2});
    return gx;
}
template <class T> bool second_row_is(std::vector<T> const& y, T expected) {
    return std::all_of(y.begin() + static_cast<std::ptrdiff_t>(y.size() / 2), y.end(),
                       [&](T v) { return tests::same(v, expected); });
}
template <class T> bool first_row_is_that_of(std::vector<T> const& y, std::vector<T> const& other) {
    return std::equal(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(y.size() / 2),
                      other.begin(), tests::same<T>);
}

} // namespace

TEMPLATE_TEST_CASE("a fully masked row beside a live one", "[rowwise]", float, double) {
    using T = TestType;
    T const inf = tests::infinity<T>;
    T const nan = tests::nan<T>;
    for (std::size_t n : {1U, 2U, 3U, 8U, 17U, 40U}) {
        std::vector<T> x(2 * n, -inf);
        for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<T>(i % 5);
        std::vector<T> const gy(2 * n, T(1));
        INFO("rows of " << n);

        CHECK(second_row_is(forward(actfn::softmax, x), nan));
        CHECK(second_row_is(forward(actfn::log_softmax, x), nan));
        CHECK(second_row_is(forward(actfn::sparsemax, x), nan));
        CHECK(second_row_is(backward(actfn::log_softmax, x, gy), nan));

        CHECK(second_row_is(forward(actfn::safe_softmax, x), T(0)));
        CHECK(second_row_is(backward(actfn::safe_softmax, x, gy), T(0)));
        for (double temperature : {1.0, 0.3}) {
            auto const safe = actfn::safe_log_softmax.with({.temperature = temperature});
            auto const plain = actfn::log_softmax.with({.temperature = temperature});
            auto const y = forward(safe, x);
            CHECK(second_row_is(y, -inf));
            CHECK(first_row_is_that_of(y, forward(plain, x)));
            auto const gx = backward(safe, x, gy);
            CHECK(second_row_is(gx, T(0)));
            CHECK(first_row_is_that_of(gx, backward(plain, x, gy)));
            std::vector<T> from_output(2 * n, T(7));
            actfn::backward_from_output(safe, y, gy, from_output, actfn::row_layout{.rows = 2});
            CHECK(second_row_is(from_output, T(0)));
        }
        for (T const g : {T(1), T(0)}) {
            std::vector<T> const of_rows{T(1), g};
            CHECK(second_row_is(backward(actfn::logsumexp, x, of_rows), T(0)));
            CHECK(second_row_is(backward(actfn::logmeanexp, x, of_rows), T(0)));
        }
        CHECK(actfn::safe_logsumexp(std::vector<T>(n, -inf)) == -inf);
    }
}

TEMPLATE_TEST_CASE("a NaN is not masked", "[rowwise]", float, double) {
    using T = TestType;
    T const nan = tests::nan<T>;
    std::vector<T> const x{1, 2, nan, -tests::infinity<T>};
    std::vector<T> const gy(4, T(1));
    auto const y = forward(actfn::safe_log_softmax, x);
    CHECK(second_row_is(y, nan));
    CHECK(second_row_is(backward(actfn::safe_log_softmax, x, gy), nan));
    std::vector<T> gx(4);
    actfn::backward_from_output(actfn::safe_log_softmax, y, gy, gx, actfn::row_layout{.rows = 2});
    CHECK(second_row_is(gx, nan));
    CHECK(second_row_is(backward(actfn::logsumexp, x, std::vector<T>{1, 1}), nan));
}
