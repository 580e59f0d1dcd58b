// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/gated/reglu.hpp>
#include <actfn/gated/swiglu_oai.hpp>

TEST_CASE("a closed gate and a clamped value pass nothing on", "[gated]") {
    auto const closed = actfn::reglu.backward(2.0F, -1.0F, tests::infinity<float>);
    CHECK(closed.value == 0);
    CHECK(closed.gate == 0);
    auto const limited = actfn::swiglu_oai.backward(1e3F, 1.0F, tests::infinity<float>);
    CHECK(limited.value == 0);
    CHECK(limited.gate == tests::infinity<float>);
}
