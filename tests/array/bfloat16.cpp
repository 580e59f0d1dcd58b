// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/relu.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

// Arrays of bfloat16 give what numbers give, one by one, wherever an element lies.

namespace {

using Words = std::vector<std::uint16_t>;
using actfn::bfloat16_bits;

float widened(std::uint16_t w) { return actfn::math::widen(bfloat16_bits{w}); }
std::uint16_t narrowed(float x) { return actfn::math::narrow<bfloat16_bits>(x).bits; }

/// Words of all magnitudes, NaN and infinities among them.
Words sample(std::size_t n, std::uint32_t factor) {
    Words w(n);
    for (std::size_t i = 0; i < n; ++i) {
        w[i] = static_cast<std::uint16_t>((static_cast<std::uint32_t>(i + 1) * factor) >> 8U);
    }
    return w;
}

} // namespace

TEST_CASE("arrays of bfloat16 of any length", "[array]") {
    for (std::size_t n = 0; n < 140; ++n) {
        Words const x = sample(n, 2654435761U);
        Words const b = sample(n, 2246822519U);
        Words y(n);
        Words dy(n);
        actfn::value_and_derivative(actfn::gelu, actfn::as_bfloat16(x), actfn::as_bfloat16(y),
                                    actfn::as_bfloat16(dy));
        Words gated(n);
        actfn::forward(actfn::swiglu, actfn::as_bfloat16(x), actfn::as_bfloat16(b),
                       actfn::as_bfloat16(gated));
        Words in_place = x;
        actfn::forward(actfn::relu, actfn::as_bfloat16(in_place), actfn::as_bfloat16(in_place));
        bool all = true;
        for (std::size_t i = 0; i < n; ++i) {
            auto const [value, derivative] = actfn::gelu.value_and_derivative(widened(x[i]));
            all = all && y[i] == narrowed(value) && dy[i] == narrowed(derivative);
            all = all && gated[i] == narrowed(actfn::swiglu(widened(x[i]), widened(b[i])));
            all = all && in_place[i] == narrowed(actfn::relu(widened(x[i])));
        }
        CHECK(all);
    }
}

TEST_CASE("every bfloat16 through relu", "[array]") {
    Words x(65536);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<std::uint16_t>(i);
    Words y(x.size());
    actfn::forward(actfn::relu, actfn::as_bfloat16(x), actfn::as_bfloat16(y));
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (y[i] != narrowed(actfn::relu(widened(x[i])))) ++wrong;
    }
    CHECK(wrong == 0);
}
