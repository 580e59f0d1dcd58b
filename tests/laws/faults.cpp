// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/fronts.hpp"
#include "laws/planted.hpp"
#include <actfn/complex/complex_exp.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/huber.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/stochastic/rrelu.hpp>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

// Every law notices a fault of its kind, in functions of every kind.

namespace {

using namespace tests;

float dent(float x, float y) { return x > 2.0F && x < 2.1F ? y * 0.9F : y; }
float too_low(float x, float y) { return x < -50.0F ? -1.001F : y; }
float below_zero(float, float y) { return y == 0.0F ? -0.01F : y; }
float unsigned_zero(float, float y) { return y == 0.0F ? 0.0F : y; }
float no_limit(float, float y) { return std::isinf(y) ? 3e38F : y; }
float none_on_the_left(float x, float y) { return x < 0.0F ? 0.0F : y; }
float wrong_in_the_middle(float x, float y) { return x > -3.0F && x < 0.0F ? y + 0.01F : y; }
#if defined(__SSE2__)
float more_where_flushed(float, float y) { return (_mm_getcsr() & 0x8000U) != 0 ? y + 0.01F : y; }
#endif

/// Of those of real functions.
template <class T> std::vector<fault<T>> faults_of_real_functions() {
    using X = subject<T>&;
    return {
        {"backward is gy times derivative",
         [](X s) { plant<T, slightly_more<T>>(s.backward.ways[0]); }},
        {"derivatives in the parameters",
         [](X s) { plant<T, slightly_more<T>>(s.parameter_derivatives.ways[0]); }},
        {"value within its bound of the table",
         [](X s) { plant<T, slightly_more<T>>(s.value.ways[0]); }},
        {"derivative within its bound of the table",
         [](X s) { plant<T, slightly_more<T>>(s.derivative.ways[0]); }},
    };
}

std::vector<fault<float>> faults_of_one_number() {
    using X = subject<float>&;
    return {
        {"NaN only beyond the domain",
         [](X s) { plant<float, nan_when_huge<float>>(s.value.ways.back()); }},
            {"monotone", [](X s) { plant<float, dent>(s.value.ways.back()); }},
            {"in its range", [](X s) { plant<float, too_low>(s.value.ways.back()); }},
            {"limits at infinity", [](X s) { plant<float, no_limit>(s.value.ways[0]); }},
            {"zero keeps its sign", [](X s) { plant<float, unsigned_zero>(s.value.ways.back()); }},
            {"odd", misstated<[](actfn::facts& f) { f.odd = true; }>},
            {"even", misstated<[](actfn::facts& f) { f.even = true; }>},
            {"Lipschitz constant", misstated<[](actfn::facts& f) { f.lipschitz = 0.999; }>},
            {"Lipschitz constant", misstated<[](actfn::facts& f) { f.lipschitz = 1.01; }>},
            {"saturation",
             misstated<[](actfn::facts& f) { f.saturates.right = actfn::saturation::soft; }>},
            {"saturation",
             misstated<[](actfn::facts& f) { f.saturates.left = actfn::saturation::hard; }>},
            {"smoothness", misstated<[](actfn::facts& f) { f.smoothness = 0; }>},
            {"smoothness", misstated<[](actfn::facts& f) { f.smoothness = 2; }>},
            {"derivative is the slope of the formula",
             [](X s) { plant<float, wrong_in_the_middle>(s.derivative.ways[0]); }},
            {"second derivative is the slope of the derivative",
             [](X s) { plant<float, wrong_in_the_middle>(s.second_derivative.ways[0]); }},
            {"derivative from output agrees with derivative",
             [](X s) { plant<float, slightly_more<float>>(s.derivative_from_output.ways[0]); }},
            {"dead units pass nothing on",
             [](X s) {
                 misstated<[](actfn::facts& f) { f.saturates.left = actfn::saturation::hard; }>(s);
                 plant<float, none_on_the_left>(s.derivative.ways[0]);
             }},
#if defined(__SSE2__)
            {"flushing costs what it flushes",
             [](X s) { plant<float, more_where_flushed>(s.value.ways[0]); }},
#endif
    };
}

std::vector<fault<float>> faults_of_losses() {
    return {{"in its range", [](subject<float>& s) { plant<float, below_zero>(s.value.ways[0]); }},
            {"in its range", misstated<[](actfn::facts& f) { f.upper = 1e3; }>},
            {"in its range", misstated<[](actfn::facts& f) { f.lower = -1; }>}};
}

std::vector<fault<std::complex<float>>> faults_of_complex_numbers() {
    using C = std::complex<float>;
    using X = subject<C>&;
    return {
        {"NaN only where there is no limit",
         [](X s) { plant<C, nan_when_huge<C>>(s.together.ways[0]); }},
        {"NaN only where there is no limit",
         misstated<[](actfn::facts& f) { f.diverges = actfn::along::real; }>},
        {"backward is the gradient", [](X s) { plant<C, slightly_more<C>>(s.backward.ways[0]); }},
        {"backward is Wirtinger's", [](X s) { plant<C, slightly_more<C>>(s.backward.ways[0]); }},
        {"mirror images", misstated<[](actfn::facts& f) { f.symmetric = !f.symmetric; }>},
        {"holomorphic", misstated<[](actfn::facts& f) { f.holomorphic = !f.holomorphic; }>},
        {"equivariance", misstated<[](actfn::facts& f) { f.equivariant = !f.equivariant; }>},
        {"second derivative", [](X s) { plant<C, much_more<C>>(s.second_derivative.ways[0]); }},
        {"parameter derivatives",
         [](X s) { plant<C, slightly_more<C>>(s.parameter_derivatives.ways[0]); }},
        {"value within its bound of the table",
         [](X s) { plant<C, slightly_more<C>>(s.together.ways[0]); }},
        {"derivatives within their bound of the table",
         [](X s) { plant<C, slightly_more<C>, 1>(s.together.ways[0]); }},
        {"parts within their bound of the table",
         [](X s) { plant<C, slightly_more<C>>(s.together.ways[0]); }},
        {"value within its bound of double",
         [](X s) { plant<C, slightly_more<C>>(s.together.ways[0]); }},
        {"derivatives within their bound of double",
         [](X s) { plant<C, slightly_more<C>, 1>(s.together.ways[0]); }},
    };
}

} // namespace

TEST_CASE("every law notices a fault of its kind", "[laws]") {
    auto const common = joined(faults_of_every_kind<float>(), faults_of_real_functions<float>());
    SECTION("in a pointwise function") {
        check_all_noticed(subject_of<float>(actfn::elu), joined(common, faults_of_one_number()));
    }
    SECTION("in a gated function") {
        check_all_noticed(
            subject_of<float>(actfn::swiglu),
            joined(common, {{"in its range", misstated<[](actfn::facts& f) { f.lower = 0; }>}}));
    }
    SECTION("in a loss") {
        check_all_noticed(subject_of<float>(actfn::huber), joined(common, faults_of_losses()));
    }
    SECTION("in a function in training") {
        auto const train = actfn::rrelu.train(1, 2);
        check_all_noticed(subject_of<float>(train), common);
    }
    SECTION("in complex functions") {
        auto const all =
            joined(faults_of_every_kind<std::complex<float>>(), faults_of_complex_numbers());
        check_all_noticed(subject_of<std::complex<float>>(actfn::modrelu), all);
        check_all_noticed(subject_of<std::complex<float>>(actfn::complex_exp), all);
    }
}

TEST_CASE("errors are counted in units in the last place", "[laws]") {
    using tests::infinity;
    using tests::ulp_error;
    CHECK(ulp_error(1.0F, {1.0, 0}) == 0);
    CHECK(ulp_error(1.0F, {1.0 + 0x1p-23, 0}) == 1);
    CHECK(ulp_error(1.0, {1.0, 0.25}) == 0.25);
    CHECK(ulp_error(1.0F, {1.0, 0x1p28}) == 0.5);
    CHECK(ulp_error(0x1p-149F, {0, 0}) == 1);
    CHECK(ulp_error(0x1p-1074, {0, 0.25}) == 0.75);
    CHECK(ulp_error(0x1p-20, {0, 0}, 1.0) == 0x1p32);
    CHECK(ulp_error(infinity<float>, {1e39, 0}) == 0);
    CHECK(ulp_error(infinity<float>, {3.4e38, 0}) == infinity<double>);
    CHECK(ulp_error(-infinity<float>, {1e39, 0}) == infinity<double>);
    CHECK(ulp_error(1e308, {infinity<double>, 0}) == infinity<double>);
    CHECK(ulp_error(tests::nan<float>, {1.0, 0}) == infinity<double>);
}
