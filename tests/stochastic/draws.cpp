// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/math/draws.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

// The counter-based generator and what is made of its words. The seeds are fixed: a statistical
// test fails always or never. For another seed each fails by chance with probability 1e-9.

namespace {

using namespace tests;
using actfn::math::draw_key;

using words = std::array<std::uint32_t, 4>;

struct known_answer {
    words counter;
    std::uint64_t key;
    words output;
};

// Random123, github.com/DEShawResearch/random123, tests/kat_vectors, lines "philox4x32 10".
constexpr known_answer known_answers[] = {
    {{0, 0, 0, 0}, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     0xffffffffffffffff,
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     0x299f31d0a4093822,
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};

/// The words in every lane of I.
template <class I> std::vector<words> answers(known_answer const& k) {
    using actfn::math::detail::word_lanes;
    using Lane = std::remove_cvref_t<decltype(actfn::math::first(word_lanes<I>(0)))>;
    constexpr std::size_t n = actfn::math::lanes<I>;
    auto const out =
        actfn::math::philox<I>({{word_lanes<I>(k.counter[0]), word_lanes<I>(k.counter[1]),
                                 word_lanes<I>(k.counter[2]), word_lanes<I>(k.counter[3])}},
                               k.key);
    std::vector<words> result(n);
    for (std::size_t w = 0; w < 4; ++w) {
        Lane lane[n];
        actfn::math::store(lane, out.word[w]);
        for (std::size_t i = 0; i < n; ++i) result[i][w] = static_cast<std::uint32_t>(lane[i]);
    }
    return result;
}

template <class Draw, class T>
std::vector<T> sample(std::size_t n, draw_key key = {1, 0}, std::uint64_t first = 0) {
    using V = actfn::math::pack<T>;
    std::vector<T> x(n);
    actfn::math::for_draws<Draw, V>(key, first, n,
                                    [&](std::size_t i, std::size_t count, T const* drawn) {
                                        std::copy_n(drawn, count, x.data() + i);
                                    });
    return x;
}

/// √n times the largest distance from a distribution. Above 3.27 by chance: 2·exp(−2·3.27²) = 1e-9.
template <class T, class F> double kolmogorov_smirnov(std::vector<T> x, F distribution) {
    std::sort(x.begin(), x.end());
    double const n = static_cast<double>(x.size());
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const p = distribution(static_cast<double>(x[i]));
        largest = std::max({largest, std::abs(p - static_cast<double>(i) / n),
                            std::abs(p - static_cast<double>(i + 1) / n)});
    }
    return std::sqrt(n) * largest;
}
constexpr double ks_bound = 3.27;

/// Standard normal under the hypothesis: beyond 6.1 by chance with 1e-9.
constexpr double normal_bound = 6.1;

double mean(auto const& x, auto f) {
    double sum = 0;
    for (auto const t : x) sum += f(static_cast<double>(t));
    return sum / static_cast<double>(x.size());
}

/// χ² of counts in equally probable cells as a standard normal (Wilson, Hilferty 1931).
double chi_squared(std::vector<std::size_t> const& counts) {
    double total = 0;
    for (std::size_t const c : counts) total += static_cast<double>(c);
    double const cells = static_cast<double>(counts.size());
    double sum = 0;
    for (std::size_t const c : counts) {
        double const d = static_cast<double>(c) - total / cells;
        sum += d * d * cells / total;
    }
    double const k = cells - 1;
    return (std::cbrt(sum / k) - (1 - 2 / (9 * k))) / std::sqrt(2 / (9 * k));
}

double correlation(std::vector<double> const& a, std::vector<double> const& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - 0.5) * (b[i] - 0.5);
    return 12 * sum / std::sqrt(static_cast<double>(a.size()));
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

} // namespace

TEST_CASE("philox gives the published answers at every width", "[stochastic]") {
    for (known_answer const& k : known_answers) {
        auto const right = [&](std::vector<words> const& all) {
            return std::all_of(all.begin(), all.end(),
                               [&](words const& w) { return w == k.output; });
        };
        CHECK(right(answers<std::uint32_t>(k)));
        CHECK(right(answers<std::uint64_t>(k)));
        CHECK(right(answers<decltype(actfn::math::bits(actfn::math::pack<float>(0)))>(k)));
        CHECK(right(answers<decltype(actfn::math::bits(actfn::math::pack<double>(0)))>(k)));
    }
}

TEMPLATE_TEST_CASE("draws come from the words of their counters", "[stochastic]", float, double) {
    using actfn::math::uniform_draw;
    using T = TestType;
    draw_key const key{0x0123456789abcdef, 0xfedcba9876543210};
    std::uint64_t const first = (std::uint64_t{1} << 37) - 70;
    auto const x = sample<uniform_draw, T>(200, key, first);
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::uint64_t const index = first + i;
        std::uint64_t const counter = index / 32 * 16 + index % 16;
        auto const w = actfn::math::philox<std::uint32_t>(
            {{static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32),
              0x76543210, 0xfedcba98}},
            key.seed);
        std::size_t const half = index % 32 < 16 ? 0 : 2;
        double const u = (w.word[half] + w.word[half + 1] * 0x1p-32) * 0x1p-32;
        CHECK(std::abs(static_cast<double>(x[i]) - u) <=
              static_cast<double>(std::numeric_limits<T>::epsilon()) / 2);
        CHECK(same(x[i], actfn::math::first(
                             actfn::math::draw<uniform_draw, actfn::math::pack<T>>(key, index))));
    }
}

TEST_CASE("uniform draws are inside (0, 1) for all words", "[stochastic]") {
    using actfn::math::detail::unit_interval;
    CHECK(unit_interval<float>(0U, 0U) == 0x1p-47F);
    CHECK(unit_interval<float>(~0U, ~0U) == 1 - 0x1p-24F);
    CHECK(unit_interval<double>(std::uint64_t{0}, std::uint64_t{0}) == 0x1p-65);
    CHECK(unit_interval<double>(~std::uint64_t{0}, ~std::uint64_t{0}) == 1 - 0x1p-53);
    using actfn::math::gumbel_draw;
    using actfn::math::normal_draw;
    std::uint32_t const f = ~0U;
    std::uint64_t const d = ~std::uint64_t{0};
    CHECK(normal_draw::pair<float>({{0, 0, f, f}}).first < 8.1F);
    CHECK(normal_draw::pair<double>({{0, 0, d, d}}).first < 9.5);
    CHECK(gumbel_draw::pair<float>({{0, 0, f, f}}).first < 32.6F);
    CHECK(gumbel_draw::pair<float>({{0, 0, f, f}}).second > -2.9F);
    CHECK(gumbel_draw::pair<double>({{0, 0, d, d}}).first < 45.1);
    CHECK(gumbel_draw::pair<double>({{0, 0, d, d}}).second > -3.7);
}

TEMPLATE_TEST_CASE("uniform draws are uniform", "[stochastic]", float, double) {
    auto const x = sample<actfn::math::uniform_draw, TestType>(100000);
    double const n = static_cast<double>(x.size());
    CHECK(kolmogorov_smirnov(x, [](double u) { return u; }) < ks_bound);
    CHECK(std::abs(mean(x, [](double u) { return u - 0.5; }) * std::sqrt(12 * n)) < normal_bound);
    // (u - 1/2)² has the mean 1/12 and the variance 1/180.
    CHECK(std::abs(mean(x, [](double u) { return (u - 0.5) * (u - 0.5) - 1.0 / 12; }) *
                   std::sqrt(180 * n)) < normal_bound);
    std::vector<std::size_t> cells(256);
    for (TestType const u : x) ++cells[static_cast<std::size_t>(256 * u)];
    CHECK(std::abs(chi_squared(cells)) < normal_bound);
}

TEST_CASE("draws of neighbours, streams and seeds are independent", "[stochastic]") {
    using actfn::math::uniform_draw;
    constexpr std::size_t n = 100000;
    auto const x = sample<uniform_draw, double>(n, {1, 0});
    for (std::uint64_t const lag : {1U, 2U, 8U, 16U, 32U, 64U}) {
        CHECK(std::abs(correlation(x, sample<uniform_draw, double>(n, {1, 0}, lag))) <
              normal_bound);
    }
    CHECK(std::abs(correlation(x, sample<uniform_draw, double>(n, {1, 1}))) < normal_bound);
    CHECK(std::abs(correlation(x, sample<uniform_draw, double>(n, {2, 0}))) < normal_bound);
    CHECK(std::abs(correlation(x, sample<uniform_draw, double>(n, {1, std::uint64_t{1} << 32}))) <
          normal_bound);
    std::vector<std::size_t> cells(1024);
    for (std::size_t i = 0; i + 1 < n; i += 2) {
        ++cells[static_cast<std::size_t>(32 * x[i]) * 32 + static_cast<std::size_t>(32 * x[i + 1])];
    }
    CHECK(std::abs(chi_squared(cells)) < normal_bound);
}

TEMPLATE_TEST_CASE("normal draws are normal", "[stochastic]", float, double) {
    auto const x = sample<actfn::math::normal_draw, TestType>(100000);
    double const root = std::sqrt(static_cast<double>(x.size()));
    CHECK(kolmogorov_smirnov(x, normal_cdf) < ks_bound);
    CHECK(std::abs(mean(x, [](double t) { return t; })) * root < normal_bound);
    CHECK(std::abs(mean(x, [](double t) { return t * t - 1; })) * root / std::sqrt(2.0) <
          normal_bound);
    CHECK(std::abs(mean(x, [](double t) { return t * t * t; })) * root / std::sqrt(15.0) <
          normal_bound);
    CHECK(std::abs(mean(x, [](double t) { return t * t * t * t - 3; })) * root / std::sqrt(96.0) <
          normal_bound);
    // The two draws of a counter, and their squares.
    double product = 0;
    double squares = 0;
    double pairs = 0;
    for (std::size_t tile = 0; tile + 32 <= x.size(); tile += 32) {
        for (std::size_t i = tile; i < tile + 16; ++i) {
            double const a = static_cast<double>(x[i]);
            double const b = static_cast<double>(x[i + 16]);
            product += a * b;
            squares += (a * a - 1) * (b * b - 1);
            ++pairs;
        }
    }
    CHECK(std::abs(product) / std::sqrt(pairs) < normal_bound);
    CHECK(std::abs(squares) / (2 * std::sqrt(pairs)) < normal_bound);
}

TEMPLATE_TEST_CASE("Gumbel draws have Gumbel's distribution", "[stochastic]", float, double) {
    auto const x = sample<actfn::math::gumbel_draw, TestType>(100000);
    CHECK(kolmogorov_smirnov(x, [](double t) { return std::exp(-std::exp(-t)); }) < ks_bound);
}
