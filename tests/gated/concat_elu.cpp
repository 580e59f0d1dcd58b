// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/gated/concat_elu.hpp>

#include <vector>

// concat_elu is concatenated(elu) under a name of its own.

TEMPLATE_TEST_CASE("concat_elu is concatenated(elu)", "[gated]", float, double) {
    std::vector<TestType> const x{-3, -0.5, 0, 0.25, 2, 9};
    std::vector<TestType> const gy{1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6};
    auto const named = actfn::concat_elu.with({.alpha = 0.5});
    auto const plain = actfn::concatenated(actfn::elu.with({.alpha = 0.5}));
    std::vector<TestType> y(12), right(12), gx(6), gx_right(6);
    actfn::forward(named, x, y);
    actfn::forward(plain, x, right);
    CHECK(y == right);
    CHECK(y[0] == actfn::elu.with({.alpha = 0.5})(x[0]));
    CHECK(y[6] == 3);
    actfn::backward(named, x, gy, gx);
    actfn::backward(plain, x, gy, gx_right);
    CHECK(gx == gx_right);
    CHECK(actfn::parameter_gradient(named, x, gy).alpha ==
          actfn::parameter_gradient(plain, x, gy).alpha);
    CHECK(named.facts().lower == -0.5);
    CHECK(named.facts().max_ulp.value == plain.facts().max_ulp.value);
}
