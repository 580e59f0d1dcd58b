// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/fronts.hpp"
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/elish.hpp>
#include <actfn/pointwise/gaussian_rbf.hpp>
#include <actfn/pointwise/logcosh.hpp>
#include <actfn/pointwise/shifted_softplus.hpp>
#include <actfn/pointwise/tanhshrink.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace tests;
using number = float;

template <number (*form)(number)>
void by_form(void const*, number const* const* x, number* const* y, shape of) {
    for (std::size_t i = 0; i < of.n; ++i) y[0][i] = form(x[0][i]);
}

/// The activation with its value computed by another formula, in float.
template <number (*form)(number)> subject<number> written_as(auto const& f) {
    subject<number> s = subject_of<number>(f);
    s.value.ways[0].run = by_form<form>;
    return s;
}

number cancelling_logcosh(number x) {
    number const t = std::abs(x);
    return t + std::log1p(std::exp(-2 * t)) - std::log(2.0F);
}
number rounded_square(number x) { return std::exp(-x * x / 2); }
number exp_minus_one(number x) { return x > 0 ? x : std::exp(x) - 1; }
number minus_tanh(number x) { return x - std::tanh(x); }
number softplus_minus_log(number x) { return std::log(1 + std::exp(x)) - std::log(2.0F); }
number cancelling_elish_slope(number x) {
    number const r = 1 / (1 + std::exp(x));
    if (x < 0) return std::exp(x) - 2 * r + 2 * r * r;
    return (1 - r) * (1 + x * r);
}

} // namespace

TEST_CASE("forms that lose digits break the bound of the value", "[pointwise]") {
    auto const broken = [](subject<number> const& s) {
        return std::ranges::find(laws<number>(), "value within its bound of the table",
                                 &law<number>::name)
            ->judge(s)
            .failures;
    };
    CHECK(broken(written_as<cancelling_logcosh>(actfn::logcosh)) > 0);
    CHECK(broken(written_as<rounded_square>(actfn::gaussian_rbf)) > 0);
    CHECK(broken(written_as<exp_minus_one>(actfn::celu)) > 0);
    CHECK(broken(written_as<minus_tanh>(actfn::tanhshrink)) > 0);
    CHECK(broken(written_as<softplus_minus_log>(actfn::shifted_softplus)) > 0);
}

TEST_CASE("forms that lose digits break the bound of the derivative", "[pointwise]") {
    subject<number> s = subject_of<number>(actfn::elish);
    s.derivative.ways[0].run = by_form<cancelling_elish_slope>;
    auto const law = std::ranges::find(laws<number>(), "derivative within its bound of the table",
                                       &tests::law<number>::name);
    CHECK(law->judge(s).failures > 0);
}
