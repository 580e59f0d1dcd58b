// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/array.hpp>
#include <actfn/gated.hpp>
#include <actfn/pointwise/tanh.hpp>
#include <actfn/rowwise.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

// Verbs of functions of rows on dual numbers: values have the bits of rows of numbers, tangents are
// the derivatives along the line x + t·x′.

namespace {

using Dual = actfn::dual<double>;
using Duals = std::vector<Dual>;
using Numbers = std::vector<double>;

Duals sample(std::size_t n, double phase) {
    Duals x(n);
    for (std::size_t i = 0; i < n; ++i) {
        double const t = phase + static_cast<double>(i);
        x[i] = {3 * std::sin(1.7 * t), std::cos(2.3 * t)};
    }
    return x;
}
Numbers along(Duals const& x, double t) {
    Numbers y;
    for (Dual const v : x) y.push_back(v.value + t * v.tangent);
    return y;
}

/// run(inputs..., output) on duals against numbers.
template <class Run, class... X> void check(std::size_t length, Run const& run, X const&... x) {
    Duals y(length);
    run(x..., y);
    double const h = 1e-5;
    Numbers middle(length);
    Numbers right(length);
    Numbers left(length);
    run(along(x, 0)..., middle);
    run(along(x, h)..., right);
    run(along(x, -h)..., left);
    for (std::size_t i = 0; i < length; ++i) {
        CHECK(tests::same(y[i].value, middle[i]));
        CHECK(std::abs(y[i].tangent - (right[i] - left[i]) / (2 * h)) < 1e-8);
    }
}

template <class F> void check_verbs(F const& f, Duals const& x, std::size_t length) {
    actfn::row_layout const rows{.rows = 2};
    INFO(std::string(f.facts().name) << ", " << x.size() << " entries");
    check(
        length, [&](auto const& in, auto& out) { actfn::forward(f, in, out, rows); }, x);
    check(
        x.size(),
        [&](auto const& in, auto const& gy, auto& gx) { actfn::backward(f, in, gy, gx, rows); }, x,
        sample(length, 0.9));
}
template <class F> void check_from_output(F const& f) {
    check(
        10,
        [&](auto const& y, auto const& gy, auto& gx) {
            actfn::backward_from_output(f, y, gy, gx, actfn::row_layout{.rows = 2});
        },
        sample(10, 0.3), sample(10, 0.8));
}

} // namespace

TEST_CASE("rows of dual numbers", "[rowwise]") {
    for (std::size_t const n : {2U, 10U, 90U}) {
        Duals const x = sample(n, 0.1);
        check_verbs(actfn::softmax, x, n);
        check_verbs(actfn::softmax.with({.temperature = 2.5}), x, n);
        check_verbs(actfn::softmin, x, n);
        check_verbs(actfn::safe_softmax, x, n);
        check_verbs(actfn::log_softmax.with({.temperature = 0.4}), x, n);
        check_verbs(actfn::safe_log_softmax, x, n);
        check_verbs(actfn::sparsemax, x, n);
        check_verbs(actfn::sparsegen.with({.lambda = 0.6}), x, n);
        check_verbs(actfn::entmax15, x, n);
        check_verbs(actfn::hardmax, x, n);
        check_verbs(actfn::logsumexp, x, 2);
        check_verbs(actfn::logmeanexp, x, 2);
        check_verbs(actfn::concatenated(actfn::tanh), x, 2 * n);
    }
    check_verbs(actfn::maxout<5>, sample(20, 0.1), 4);
    check_from_output(actfn::softmax);
    check_from_output(actfn::log_softmax);
}

TEST_CASE("rows of dual numbers that select, sort or scale", "[rowwise]") {
    for (std::size_t const n : {2U, 10U, 90U}) {
        Duals const x = sample(n, 0.1);
        check_verbs(actfn::entmax.with({.alpha = 1.3}), x, n);
        check_verbs(actfn::ssmax.with({.scale = 0.43}), x, n);
        check_verbs(actfn::solu, x, n);
        check_verbs(actfn::squash, x, n);
        check_verbs(actfn::poly_norm, x, n);
        check_verbs(actfn::top_k, x, n);
        check_verbs(actfn::softmax_top_k, x, n);
        check_verbs(actfn::sigmoid_top_k, x, n);
        check_verbs(actfn::gaussian_top_k.with({.sparsity = 0.3}), x, n);
    }
    check_verbs(actfn::max_min, sample(20, 0.1), 20);
    check_verbs(actfn::group_sort.with({.size = 5}), sample(20, 0.1), 20);
    // A row of zeros has the length 0.
    Duals const zeros{{0, 1}, {0, -2}};
    Duals y(2);
    actfn::forward(actfn::squash, zeros, y);
    CHECK((y[0].value == 0 && y[0].tangent == 0 && y[1].tangent == 0));
}

TEST_CASE("equal largest entries with tangents of their own", "[rowwise]") {
    Duals const x{{2, 1}, {2, -3}, {1, 0.5}, {2, 1}};
    auto const plain = [&](auto const& f, std::size_t length) {
        check(
            length, [&](auto const& in, auto& out) { actfn::forward(f, in, out); }, x);
    };
    plain(actfn::softmax, 4);
    plain(actfn::log_softmax, 4);
    plain(actfn::logsumexp, 1);
    plain(actfn::logmeanexp, 1);
}

TEST_CASE("long rows of dual numbers", "[rowwise]") {
    std::size_t const n = 200000;
    Duals x(n, {0, 1});
    Duals y(1);
    actfn::forward(actfn::logsumexp, x, y);
    CHECK(tests::same(y[0].value, std::log(static_cast<double>(n))));
    CHECK(std::abs(y[0].tangent - 1) < 1e-15);
}

TEST_CASE("dual numbers are refused where options make logits", "[rowwise]") {
    Duals const x = sample(4, 0.1);
    Duals y(4);
    CHECK_THROWS_AS(actfn::forward(actfn::softmax.with({.softcap = 2}), x, y),
                    std::invalid_argument);
    CHECK_THROWS_AS(actfn::forward(actfn::softmax.each({.causal = true}), x, y),
                    std::invalid_argument);
}
