// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "numbers.hpp"
#include <actfn/actfn.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/silu.hpp>
#include <actfn/pointwise/tanh.hpp>

#include <vector>

// What single gated units promise beyond the laws.

TEST_CASE("plain values of gated units", "[gated]") {
    CHECK(actfn::glu(2.0, 0.0) == 1.0);
    CHECK(actfn::glu(-3.0F, 200.0F) == -3.0F);
    CHECK(actfn::swiglu(3.0, 100.0) == 300.0);
    CHECK(actfn::swiglu.with({.beta = 0})(3.0, 5.0) == 7.5);
    CHECK(actfn::reglu(3.0F, -2.0F) == 0.0F);
    CHECK(actfn::reglu.derivative_by_gate(3.0F, 0.0F) == 0.0F);
    CHECK(actfn::bilinear(3.0F, -2.0F) == -6.0F);
    CHECK(actfn::geglu_erf(3.0F, 1.25F) == 3.0F * actfn::gelu(1.25F));
    CHECK(actfn::gtu(0.5, 0.25) == actfn::tanh(0.5) * actfn::sigmoid(0.25));
}

TEST_CASE("gated_by makes a gated unit of any activation", "[gated]") {
    auto const unit = actfn::gated_by(actfn::gelu);
    CHECK(unit(3.0F, 1.25F) == actfn::geglu_erf(3.0F, 1.25F));
    CHECK(unit.derivative_by_gate(3.0F, 1.25F) == actfn::geglu_erf.derivative_by_gate(3.0F, 1.25F));
}

TEST_CASE("the half that gates is said at the call", "[gated]") {
    // PyTorch, JAX, Keras and NNlib gate with the second half, ggml with the first.
    std::vector<float> const x{1, -2, 3, 0.5F};
    std::vector<float> y(2);
    actfn::forward(actfn::glu, x, y, actfn::gate::second);
    CHECK(y == std::vector<float>{1.0F * actfn::sigmoid(3.0F), -2.0F * actfn::sigmoid(0.5F)});
    actfn::forward(actfn::swiglu, x, y, actfn::gate::first);
    CHECK(y == std::vector<float>{3.0F * actfn::silu(1.0F), 0.5F * actfn::silu(-2.0F)});
}

TEST_CASE("the gradient by both halves may be added to what is there", "[gated]") {
    std::vector<float> const x{1, -2, 3, 0.5F};
    std::vector<float> const gy{2, -1};
    std::vector<float> once(4);
    actfn::backward(actfn::swiglu, x, gy, once, actfn::gate::second);
    std::vector<float> sum{1, 2, 3, 4};
    actfn::backward(actfn::swiglu, x, gy, actfn::add_to(sum), actfn::gate::second);
    for (std::size_t i = 0; i < 4; ++i) CHECK(sum[i] == static_cast<float>(i + 1) + once[i]);
}

TEST_CASE("swiglu_oai clamps both arguments", "[gated]") {
    auto const& f = actfn::swiglu_oai;
    double const act = f(0.0, 7.0);
    CHECK(f(0.0, 100.0) == act);
    CHECK(f(9.0, 7.0) == 8 * act);
    CHECK(f(-9.0, 7.0) == -6 * act);
    CHECK(f(-1.0, 3.0) == 0.0);
    CHECK(f(tests::infinity<double>, tests::infinity<double>) == 8 * act);
    CHECK(f(1.0, -tests::infinity<double>) == 0.0);
    // The limits belong to the flat side.
    CHECK(f.derivative_by_value(7.0, 2.0) == 0.0);
    CHECK(f.derivative_by_value(-7.0, 2.0) == 0.0);
    CHECK(f.derivative_by_gate(2.0, 7.0) == 0.0);
    CHECK(f.derivative_by_value(6.5, 2.0) > 0.0);
    CHECK_THROWS_WITH(f.with({.limit = 0}), "actfn::swiglu_oai: limit = 0 must be greater than 0");
    // DeepSeek-V4: 3·σ(3)·2.
    auto const plain = f.with({.alpha = 1, .limit = 10, .offset = 0});
    CHECK(plain(2.0, 3.0) == Approx(5.7154447609345995));
    CHECK(plain.parameter_derivatives(2.0, 3.0).offset == Approx(2.8577223804672998));
}
