// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "laws/fronts.hpp"
#include "laws/running.hpp"
#include <actfn/complex/complex_exp.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/huber.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/stochastic/rrelu.hpp>

#include <set>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

// Every law notices a fault of its kind, in functions of every kind.

namespace {

using namespace tests;

template <class S> struct fault {
    std::string_view law;
    void (*plant)(subject<S>&);
};

/// What a way was before a fault was planted.
template <class S> way<S> sound;

template <class S> using alteration = void (*)(column<S> const& x, S* const* out, std::size_t n);

/// The outputs altered as functions of the first input.
template <class S, alteration<S> alter>
void altered(void const* f, S const* const* in, S* const* out, std::size_t n) {
    column<S> const x(in[0], in[0] + n); // in place
    sound<S>.run(f, in, out, n);
    alter(x, out, n);
}
template <class S, alteration<S> alter> void plant_all(way<S>& w) {
    sound<S> = w;
    w.run = altered<S, alter>;
}

/// Output o altered element by element.
template <class S, S (*one)(S x, S y), std::size_t o>
void each_altered(column<S> const& x, S* const* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) out[o][i] = one(x[i], out[o][i]);
}
template <class S, S (*one)(S x, S y), std::size_t o = 0> void plant(way<S>& w) {
    plant_all<S, each_altered<S, one, o>>(w);
}

template <class S> S slightly_more(S, S y) { return y * real_of<S>(1.0001); }
template <class S> S much_more(S, S y) { return y * real_of<S>(1.01); }
template <class S> S one_bit_more_at_one(S x, S y) {
    real_of<S> const at = std::real(x);
    return at > 1 && at < real_of<S>(1.5) ? S(std::nextafter(std::real(y), real_of<S>(9))) : y;
}
template <class S> S nan_when_huge(S x, S y) {
    return std::real(x) > real_of<S>(1e30) ? S(tests::nan<real_of<S>>) : y;
}
template <class S> S number_at_nan(S x, S y) { return has_nan(x) ? S(1) : y; }
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
template <class S> void last_element_differs(column<S> const&, S* const* out, std::size_t n) {
    if (n > 2) out[0][n - 1] += S(1);
}
template <class S> void one_too_many(column<S> const&, S* const* out, std::size_t n) {
    out[0][n] = S(0);
}
template <class S> void a_nan_spreads(column<S> const& x, S* const* out, std::size_t n) {
    if (n > 1 && has_nan(x[1])) out[0][0] = tests::nan<real_of<S>>;
}

template <auto misstate, class S> void misstated(subject<S>& s) {
    static actfn::facts facts;
    facts = *s.facts;
    misstate(facts);
    s.facts = &facts;
}

/// Of the laws of every kind.
template <class S> std::vector<fault<S>> faults_of_every_kind() {
    using X = subject<S>&;
    return {
        {"name, formula and source are stated",
         [](X s) { misstated<[](actfn::facts& f) { f.source = {}; }>(s); }},
        {"name, formula and source are stated",
         [](X s) { misstated<[](actfn::facts& f) { f.formula = {}; }>(s); }},
        {"same bits by scalar, batch, array and expression",
         [](X s) { plant<S, one_bit_more_at_one<S>>(s.value.ways.back()); }},
        {"same bits by scalar, batch, array and expression",
         [](X s) { plant<S, one_bit_more_at_one<S>>(s.backward.ways.back()); }},
        {"value and derivatives together are those apart",
         [](X s) { plant<S, one_bit_more_at_one<S>>(s.together.ways[0]); }},
        {"same bits at every position and length",
         [](X s) { plant_all<S, last_element_differs<S>>(s.value.ways.back()); }},
        {"same bits at every position and length",
         [](X s) { plant_all<S, one_too_many<S>>(s.backward.ways.back()); }},
        {"lanes are separate", [](X s) { plant_all<S, a_nan_spreads<S>>(s.value.ways.back()); }},
        {"NaN stays NaN", [](X s) { plant<S, number_at_nan<S>>(s.value.ways[0]); }},
        {"parameter_gradient is the sum",
         [](X s) {
             if (s.parameters == 0) return;
             s.parameter_gradient = [](void const*, S const* const*, real_of<S>* out, std::size_t) {
                 *out = 1;
             };
         }},
    };
}

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

/// Which laws that apply to the function notice the faults planted for them.
template <class S>
std::set<std::string_view> noticed(subject<S> const& s, std::vector<fault<S>> const& faults) {
    std::set<std::string_view> tried;
    for (law<S> const& l : laws<S>()) {
        for (fault<S> const& planted : faults) {
            if (planted.law != l.name) continue;
            subject<S> wrong = s;
            planted.plant(wrong);
            if (!l.applies(wrong)) continue;
            INFO(s.facts->name << ": " << l.name);
            CHECK(l.judge(wrong).failures > 0);
            tried.insert(l.name);
        }
    }
    return tried;
}

template <class T> std::vector<T> joined(std::vector<T> a, std::vector<T> const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Every law that applies to the function has a fault.
template <class S>
void check_all_noticed(subject<S> const& s, std::vector<fault<S>> const& faults) {
    auto const tried = noticed(s, faults);
    for (law<S> const& l : laws<S>()) {
        INFO(s.facts->name << ", " << l.name << ": no fault is planted for this law");
        if (l.applies(s)) CHECK(tried.contains(l.name));
    }
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
