// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "pointwise/properties.hpp"
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/elish.hpp>
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/gaussian_rbf.hpp>
#include <actfn/pointwise/logcosh.hpp>
#include <actfn/pointwise/shifted_softplus.hpp>
#include <actfn/pointwise/tanhshrink.hpp>

#include <algorithm>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

// Every law notices a fault of its kind.

namespace {

using namespace tests;
using elu = decltype(actfn::elu);
using number = float;
using pointer = number const*;

struct fault {
    std::string_view law;
    void (*plant)(subject<number>&);
};

template <class Op> void sound(void const* f, pointer a, pointer b, number* out, std::size_t n) {
    entry::scalars<Op, elu>(f, a, b, out, n);
}

/// Op with the results altered by a function of x and the result.
template <class Op, number (*alter)(number x, number y)>
void altered(void const* f, pointer a, pointer b, number* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        number const x = a[i]; // in place
        sound<Op>(f, a + i, b + i, out + i, 1);
        out[i] = alter(x, out[i]);
    }
}

number slightly_more(number, number y) { return y * 1.00001F; }
number one_bit_more_at_one(number x, number y) {
    return x > 1.0F && x < 1.5F ? std::nextafter(y, 9.0F) : y;
}
number nan_when_huge(number x, number y) { return x > 1e30F ? tests::nan<number> : y; }
number dent(number x, number y) { return x > 2.0F && x < 2.1F ? y * 0.9F : y; }
number too_low(number x, number y) { return x < -50.0F ? -1.001F : y; }
number no_limit(number, number y) { return std::isinf(y) ? 3e38F : y; }
number none_on_the_left(number x, number y) { return x < 0.0F ? 0.0F : y; }
#if defined(__SSE2__)
number more_where_flushed(number, number y) {
    return (_mm_getcsr() & 0x8000U) != 0 ? y + 0.01F : y;
}
#endif
number wrong_in_the_middle(number x, number y) { return x > -3.0F && x < 0.0F ? y + 0.01F : y; }

void last_element_differs(void const* f, pointer a, pointer b, number* out, std::size_t n) {
    sound<entry::value>(f, a, b, out, n);
    if (n > 2 && !std::isnan(out[n - 1])) out[n - 1] = std::nextafter(out[n - 1], 9.0F);
}
void one_too_many(void const* f, pointer a, pointer b, number* out, std::size_t n) {
    sound<entry::value>(f, a, b, out, n);
    out[n] = 0;
}
void a_nan_spreads(void const* f, pointer a, pointer b, number* out, std::size_t n) {
    bool const poisoned = n > 1 && std::isnan(a[1]);
    sound<entry::value>(f, a, b, out, n);
    if (poisoned) out[0] = tests::nan<number>;
}

template <auto misstate> void misstated(subject<number>& s) {
    static actfn::facts facts = *s.facts;
    misstate(facts);
    s.facts = &facts;
}

fault const faults[] = {
    {"value within its bound of the table",
     [](subject<number>& s) { s.value[0].run = altered<entry::value, slightly_more>; }},
    {"derivative within its bound of the table",
     [](subject<number>& s) { s.derivative[0].run = altered<entry::derivative, slightly_more>; }},
    {"NaN if and only if x is NaN",
     [](subject<number>& s) { s.value.back().run = altered<entry::value, nan_when_huge>; }},
    {"monotone", [](subject<number>& s) { s.value.back().run = altered<entry::value, dent>; }},
    {"in its range",
     [](subject<number>& s) { s.value.back().run = altered<entry::value, too_low>; }},
    {"limits at infinity",
     [](subject<number>& s) { s.value[0].run = altered<entry::value, no_limit>; }},
    {"odd", misstated<[](actfn::facts& f) { f.odd = true; }>},
    {"even", misstated<[](actfn::facts& f) { f.even = true; }>},
    {"Lipschitz constant", misstated<[](actfn::facts& f) { f.lipschitz = 0.999; }>},
    {"Lipschitz constant", misstated<[](actfn::facts& f) { f.lipschitz = 1.01; }>},
    {"saturation", misstated<[](actfn::facts& f) { f.saturates.right = actfn::saturation::soft; }>},
    {"saturation", misstated<[](actfn::facts& f) { f.saturates.left = actfn::saturation::hard; }>},
    {"smoothness", misstated<[](actfn::facts& f) { f.smoothness = 0; }>},
    {"smoothness", misstated<[](actfn::facts& f) { f.smoothness = 2; }>},
    {"derivative is the slope of the formula",
     [](subject<number>& s) {
         s.derivative[0].run = altered<entry::derivative, wrong_in_the_middle>;
     }},
    {"second derivative is the slope of the derivative",
     [](subject<number>& s) {
         s.second_derivative[0].run = altered<entry::second_derivative, wrong_in_the_middle>;
     }},
    {"derivative from output agrees with derivative",
     [](subject<number>& s) {
         s.derivative_from_output[0].run = altered<entry::derivative_from_output, slightly_more>;
     }},
    {"derivatives in the parameters",
     [](subject<number>& s) {
         s.parameter_derivatives[0].run = altered<entry::value, slightly_more>;
     }},
    {"parameter_gradient is the sum",
     [](subject<number>& s) {
         s.parameter_gradient = [](void const*, pointer, pointer, number* out, std::size_t) {
             *out = 1;
         };
     }},
    {"same bits by scalar, batch, array and expression",
     [](subject<number>& s) {
         s.derivative.back().run = altered<entry::derivative, one_bit_more_at_one>;
     }},
    {"fused is separate",
     [](subject<number>& s) {
         s.fused[0].run = [](void const* f, pointer x, number* y, number* dy, std::size_t n) {
             altered<entry::value, one_bit_more_at_one>(f, x, x, y, n);
             sound<entry::derivative>(f, x, x, dy, n);
         };
     }},
    {"backward is gy times derivative",
     [](subject<number>& s) { s.backward[0].run = altered<entry::backward, slightly_more>; }},
    {"dead units pass nothing on",
     [](subject<number>& s) {
         misstated<[](actfn::facts& f) { f.saturates.left = actfn::saturation::hard; }>(s);
         s.derivative[0].run = altered<entry::derivative, none_on_the_left>;
     }},
#if defined(__SSE2__)
    {"flushing costs what it flushes",
     [](subject<number>& s) { s.value[0].run = altered<entry::value, more_where_flushed>; }},
#endif
    {"same bits at every position and length",
     [](subject<number>& s) { s.value.back().run = last_element_differs; }},
    {"same bits at every position and length",
     [](subject<number>& s) { s.value.back().run = one_too_many; }},
    {"lanes are separate", [](subject<number>& s) { s.value.back().run = a_nan_spreads; }},
};

} // namespace

TEST_CASE("every law notices a fault of its kind", "[pointwise]") {
    for (law<number> const& l : laws<number>()) {
        bool tried = false;
        for (fault const& planted : faults) {
            if (planted.law != l.name) continue;
            tried = true;
            subject<number> s = subject_of<number>(actfn::elu);
            planted.plant(s);
            INFO(l.name);
            CHECK(l.judge(s).failures > 0);
        }
        INFO(l.name << ": no fault is planted for this law");
        CHECK(tried);
    }
}

namespace {

/// The activation with its value computed by another formula, in float.
template <number (*form)(number)> subject<number> written_as(auto const& f) {
    subject<number> s = subject_of<number>(f);
    s.value[0].run = [](void const*, pointer x, pointer, number* y, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) y[i] = form(x[i]);
    };
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
    s.derivative[0].run = [](void const*, pointer x, pointer, number* y, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) y[i] = cancelling_elish_slope(x[i]);
    };
    auto const law = std::ranges::find(laws<number>(), "derivative within its bound of the table",
                                       &tests::law<number>::name);
    CHECK(law->judge(s).failures > 0);
}
