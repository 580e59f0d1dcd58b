// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/ftswish.hpp>
#include <actfn/pointwise/hard_elish.hpp>
#include <actfn/pointwise/hardshrink.hpp>
#include <actfn/pointwise/shrink.hpp>
#include <actfn/pointwise/smelu.hpp>
#include <actfn/pointwise/softshrink.hpp>

#include <cmath>

TEST_CASE("a NaN comes through the bands and clamps", "[pointwise]") {
    auto const kept = [](auto const& f) {
        return std::isnan(f(tests::nan<float>)) && std::isnan(f.derivative(tests::nan<float>));
    };
    CHECK(kept(actfn::hardshrink));
    CHECK(kept(actfn::softshrink));
    CHECK(kept(actfn::shrink));
    CHECK(kept(actfn::smelu));
    CHECK(kept(actfn::hard_elish));
    CHECK(kept(actfn::ftswish));
}
