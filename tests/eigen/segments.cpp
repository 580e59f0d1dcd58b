// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/eigen.hpp>
#include <actfn/gated/crelu.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/gated/reglu.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/rowwise/hardmax.hpp>

// v.head(n) has a type of its own, which Eigen cannot evaluate; its base can be.

TEST_CASE("segments of vectors as arguments", "[eigen]") {
    Eigen::VectorXf v(6);
    v << -1, 2, -3, 4, 5, -6;
    Eigen::VectorXf const g = Eigen::VectorXf::Ones(6);
    auto const is = [](Eigen::VectorXf const& got, std::initializer_list<float> expected) {
        return std::equal(got.begin(), got.end(), expected.begin(), expected.end());
    };
    CHECK(is(actfn::relu(v.head(3)), {0, 2, 0}));
    CHECK(is(actfn::relu.backward(v.segment(1, 3), g.tail(3)), {1, 0, 1}));
    CHECK(is(actfn::hardmax(v.tail(3)), {0, 1, 0}));
    CHECK(is(actfn::reglu(v.head(3), v.tail(3)), {-4, 10, 0}));
    CHECK(is(actfn::reglu(v.head(4), actfn::gate::second), {0, 8}));
    CHECK(is(actfn::maxout<2>(v.head(4)), {2, 4}));
    CHECK(is(actfn::maxout<2>.backward(v.head(4), g.head(2)), {0, 1, 0, 1}));
    CHECK(is(actfn::crelu(v.head(2)), {0, 2, 1, 0}));
    CHECK(is(actfn::crelu.backward(v.head(2), g.head(4)), {-1, 1}));
}
