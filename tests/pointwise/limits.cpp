// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/pointwise/celu.hpp>
#include <actfn/pointwise/elish.hpp>
#include <actfn/pointwise/hard_elish.hpp>
#include <actfn/pointwise/mpelu.hpp>
#include <actfn/pointwise/tanhexp.hpp>

TEST_CASE("infinity times zero is the limit: tanhexp, elish, hard_elish", "[pointwise]") {
    CHECK(actfn::tanhexp(-tests::infinity<float>) == 0);
    CHECK(actfn::elish(-tests::infinity<float>) == 0);
    CHECK(actfn::hard_elish(-tests::infinity<float>) == 0);
    for (float const x : {45.0F, 89.0F, 1e30F}) {
        CHECK(actfn::tanhexp(x) == x);
        CHECK(actfn::tanhexp.derivative(x) == 1);
        CHECK(actfn::celu(x) == x);
        CHECK(actfn::mpelu.derivative(x) == 1);
    }
}
