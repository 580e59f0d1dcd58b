// SPDX-License-Identifier: MIT
#include "rowwise/measure.hpp"
#include <actfn/loss/sigmoid_binary_cross_entropy.hpp>
#include <actfn/math/rows.hpp>

#include <cstdint>
#include <numeric>
#include <vector>

// Sums of more terms than a float can count. A line whose step is 0 has any length.

namespace {

template <class V> using scalar = actfn::scalar_t<V>;

/// The sum of n times x, as of a row of n entries x.
template <class V> scalar<V> sum_of_copies(std::size_t n, scalar<V> x) {
    using T = scalar<V>;
    std::vector<T> const entry(actfn::math::lanes<V>, x);
    actfn::math::across<V> const row(n);
    auto const term = [](V v) { return actfn::math::kept<V, 1>{v, {v}}; };
    return actfn::math::first(
        row.sums(term, actfn::math::discard{}, actfn::math::line<T const>{entry.data(), 0})[0]);
}

} // namespace

TEMPLATE_TEST_CASE("a row of 2^26 equal entries", "[rowwise]", float, double) {
    using V = actfn::math::pack<TestType>;
    auto const n = static_cast<std::size_t>(1) << 26;
    for (TestType const x : {TestType(1), static_cast<TestType>(0.6931471805599453)}) {
        CHECK(sum_of_copies<V>(n, x) == std::ldexp(x, 26));
    }
}

TEMPLATE_TEST_CASE("blocks are added up to any length", "[rowwise]", float, double) {
    using T = TestType;
    // The lanes of a block, one after another, and blocks until there are 2^31 terms.
    auto const x = static_cast<T>(0.6931471805599453);
    actfn::math::compensated<T> block;
    std::size_t const terms = actfn::math::block_entries<T>;
    for (std::size_t p = 0; p < actfn::math::partial_sums<T>; ++p) {
        actfn::math::compensated<T> lane;
        for (std::size_t i = 0; i < actfn::math::block_terms; ++i) lane.add(x);
        block.add(lane);
    }
    actfn::math::total_of_blocks total;
    for (std::size_t n = 0; n < (std::size_t{1} << 31); n += terms) total.add(block);
    CHECK(tests::ulp_error(static_cast<T>(total.value()),
                           {std::ldexp(static_cast<double>(x), 31), 0}) <= 1);
}

TEST_CASE("logsumexp and losses of four million entries", "[rowwise][loss]") {
    std::vector<float> const zeros(std::size_t{1} << 22);
    CHECK(tests::number<float>("logsumexp", zeros) == static_cast<float>(22 * 0.69314718055994531));
    CHECK(tests::ulp_error(actfn::sigmoid_binary_cross_entropy(zeros, zeros),
                           {0.69314718055994531, 0}) <= 1);
    auto const y = tests::of<float>("softmax", zeros);
    CHECK(std::abs(std::accumulate(y.begin(), y.end(), 0.0) - 1) < 1e-7);
}

TEST_CASE("a long row has the same bits along and across", "[rowwise]") {
    using V = actfn::math::pack<float>;
    constexpr std::size_t w = actfn::math::lanes<V>;
    std::size_t const n = 2 * actfn::math::block_entries<float> + 37;
    tests::random_numbers next;
    std::vector<float> row(n);
    for (float& v : row) v = static_cast<float>(next(-1, 3));
    std::vector<float> columns(n * w);
    for (std::size_t i = 0; i < n; ++i) std::fill_n(&columns[i * w], w, row[i]);
    auto const term = [](auto v) { return actfn::math::kept<decltype(v), 1>{v, {v * v}}; };
    actfn::math::along<V> const along(n);
    actfn::math::across<V> const across(n);
    using line = actfn::math::line<float const>;
    float const one =
        actfn::math::first(along.sums(term, actfn::math::discard{}, line{&row[0]})[0]);
    float const other = actfn::math::first(
        across.sums(term, actfn::math::discard{}, line{&columns[0], static_cast<int>(w)})[0]);
    CHECK(one == other);
}
