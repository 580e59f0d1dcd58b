// SPDX-License-Identifier: MIT
#include "errors.hpp"

#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/silu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <algorithm>
#include <string>
#include <vector>

// Wrong sizes and overlapping ranges are reported at the call, and nothing has been written.

namespace {

using tests::contains;
using tests::message;

bool untouched(std::vector<float> const& v) {
    return std::all_of(v.begin(), v.end(), [](float t) { return t == 7.0F; });
}

std::vector<float> sevens(std::size_t n) { return std::vector<float>(n, 7.0F); }

} // namespace

TEST_CASE("sizes that differ", "[array]") {
    auto const x = sevens(10);
    auto const gy = sevens(11);
    auto out = sevens(12);
    auto exact = sevens(10);
    auto const reported = [&](std::string const& text, std::string const& call,
                              std::string const& other) {
        INFO(text);
        CHECK(contains(text, "actfn::" + call));
        CHECK(contains(text, "silu"));
        CHECK(contains(text, "10"));
        CHECK(contains(text, other));
        CHECK(untouched(out));
        CHECK(untouched(exact));
    };
    reported(message([&] { actfn::forward(actfn::silu, x, out); }), "forward", "12");
    reported(message([&] { actfn::derivative(actfn::silu, x, out); }), "derivative", "12");
    reported(message([&] { actfn::second_derivative(actfn::silu, x, out); }), "second_derivative",
             "12");
    reported(message([&] { actfn::value_and_derivative(actfn::silu, x, exact, out); }),
             "value_and_derivative", "12");
    reported(message([&] { actfn::backward(actfn::silu, x, gy, exact); }), "backward", "11");
    CHECK(contains(message([&] { actfn::backward_from_output(actfn::tanh, x, gy, exact); }),
                   "backward_from_output(tanh)"));
    std::string const gradient =
        message([&] { actfn::parameter_gradient(actfn::leaky_relu, x, gy); });
    CHECK(contains(gradient, "parameter_gradient(leaky_relu)"));
    CHECK(contains(gradient, "11"));
}

TEST_CASE("ranges that overlap without being identical", "[array]") {
    auto memory = sevens(64);
    std::span<float> const all(memory);
    auto const x = all.subspan(22, 20);
    // By one element at either end, or by more.
    for (std::size_t const shift : {3U, 18U, 21U, 23U, 38U, 41U}) {
        auto const out = all.subspan(shift, 20);
        std::string const text = message([&] { actfn::forward(actfn::silu, x, out); });
        INFO(shift << ": " << text);
        CHECK(contains(text, "actfn::forward(silu): y"));
        CHECK(contains(text, "overlaps x"));
        CHECK(contains(text, "20 elements"));
        CHECK(untouched(memory));
    }
    for (std::size_t const shift : {2U, 42U}) { // beside it
        auto const apart = all.subspan(shift, 20);
        CHECK(message([&] { actfn::forward(actfn::silu, x, apart); }) == "no exception");
    }
}

TEST_CASE("an output that overlaps the arriving gradient", "[array]") {
    auto const x = sevens(16);
    auto memory = sevens(20);
    std::span<float> const all(memory);
    std::string const text =
        message([&] { actfn::backward(actfn::silu, x, all.first(16), all.last(16)); });
    CHECK(contains(text, "overlaps gy"));
    CHECK(untouched(memory));
}

TEST_CASE("the same output twice", "[array]") {
    auto const x = sevens(16);
    auto out = sevens(16);
    CHECK(contains(message([&] { actfn::value_and_derivative(actfn::silu, x, out, out); }), "dy"));
    CHECK(untouched(out));
}

TEST_CASE("empty ranges overlap nothing", "[array]") {
    auto memory = sevens(4);
    std::span<float> const all(memory);
    CHECK(message([&] { actfn::forward(actfn::silu, all.first(0), all.subspan(2, 0)); }) ==
          "no exception");
    CHECK(untouched(memory));
}
