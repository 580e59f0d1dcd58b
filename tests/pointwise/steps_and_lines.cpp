// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/pointwise/elliot01.hpp>
#include <actfn/pointwise/hard_sigmoid.hpp>
#include <actfn/pointwise/sign_logistic.hpp>
#include <actfn/pointwise/sign_straight_through.hpp>
#include <actfn/pointwise/sign_triangular.hpp>
#include <actfn/pointwise/softsign.hpp>
#include <actfn/pointwise/step.hpp>
#include <actfn/pointwise/step_logistic.hpp>
#include <actfn/pointwise/step_straight_through.hpp>
#include <actfn/pointwise/step_triangular.hpp>

// What goes by one name in different systems.

TEST_CASE("Elliot is softsign, between 0 and 1 it is elliot01", "[pointwise]") {
    CHECK(actfn::elliot(1.0) == 0.5);
    CHECK(actfn::elliot01(1.0) == 0.75);
    CHECK(actfn::elliot01(-1.0) == 0.25);
}

TEST_CASE("the lines of hard sigmoids", "[pointwise]") {
    CHECK(actfn::hard_sigmoid(1.5) == 0.75);
    CHECK(actfn::hard_sigmoid_onnx(1.25) == 0.75);
    CHECK(actfn::hard_logistic(1.0) == 0.75);
    CHECK(actfn::sparse_sigmoid(0.5) == 0.75);
    CHECK(actfn::sparse_sigmoid.derivative(-1.0) == 0.0);
}

TEST_CASE("steps that train have a surrogate derivative, their own is 0", "[pointwise]") {
    CHECK(actfn::step.derivative(0.5) == 0.0);
    CHECK(actfn::step_straight_through(0.5) == 1.0);
    CHECK(actfn::step_straight_through.derivative(1.0) == 1.0);
    CHECK(actfn::step_straight_through.derivative(1.5) == 0.0);
    CHECK(actfn::sign_straight_through(-0.5) == -1.0);
    CHECK(actfn::sign_straight_through.derivative(-0.5) == 1.0);
    CHECK(actfn::step_triangular.derivative(-0.25) == 0.75);
    CHECK(actfn::sign_triangular.derivative(0.0) == 2.0);
    CHECK(actfn::step_logistic.with({.k = 4}).derivative(0.0) == 1.0);
    CHECK(actfn::sign_logistic.with({.k = 4}).derivative(0.0) == 2.0);
    // So does a dual number, as in automatic differentiation.
    CHECK(actfn::step_triangular(actfn::dual<double>(0.25, 1)).tangent == 0.75);
}
