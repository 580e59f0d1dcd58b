// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/gated/crelu.hpp>

#include <vector>

// Alone in its file, or gcc inlines less and no longer sees that a pack would not fit.
TEST_CASE("no warning of arrays shorter than a pack, of known size", "[array]") {
    std::vector<double> const x{-1, 2};
    std::vector<double> y(4);
    actfn::forward(actfn::crelu, x, y);
    CHECK(y == std::vector<double>{0, 2, 1, 0});
}
