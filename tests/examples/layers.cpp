// SPDX-License-Identifier: MIT
//
// The layers of examples/mlp.hpp that are more than a function of each z, and its outputs.
#include "gradients.hpp"
#include <actfn/gated/crelu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using namespace gradients;

template <class F> void check_layer(F const& f) {
    network net(inputs, 1);
    net.add(hidden, f).add(hidden, f).add(outputs, actfn::identity);
    matrix x = draw(inputs, samples, 3);
    std::vector<int> const classes{0, 2, 1, 1, 0, 2};
    check_by_differences(
        net, [&](matrix const& y, matrix& gy) { return mlp::softmax_output::loss(y, classes, gy); },
        x);
}

} // namespace

TEST_CASE("mlp: gradients by learnt parameters") {
    check_layer(mlp::learned(actfn::prelu));
    check_layer(mlp::learned(actfn::swish));
    check_layer(mlp::learned(actfn::mpelu.with({.alpha = 0.5, .beta = 1.5})));
    check_layer(mlp::learned_per_unit(actfn::prelu));
    check_layer(mlp::learned_per_unit(actfn::swish));
    check_layer(mlp::learned_per_unit(actfn::mpelu));
}

TEST_CASE("mlp: gradients through units of several sums, or of several outputs") {
    check_layer(actfn::maxout<2>);
    check_layer(actfn::maxout<3>);
    check_layer(actfn::swiglu);
    check_layer(actfn::crelu);
    check_layer(actfn::softmax);
}

TEST_CASE("mlp: gradients of what was drawn") {
    network net(inputs, 1);
    net.add(hidden, actfn::rrelu).add(outputs, actfn::identity);
    using noisy = mlp::units<double, actfn::function<actfn::kernel::rrelu<>>>;
    auto& layer = dynamic_cast<noisy&>(*net.layers()[0]);
    matrix x = draw(inputs, samples, 3);
    matrix const target = draw(outputs, samples, 8);
    auto const redraw = [&](matrix& gy) {
        layer.stream = 5;
        return mlp::linear_output::loss(net.forward(x, mlp::training), target, gy);
    };
    matrix gy(outputs, samples);
    redraw(gy);
    net.backward(x, gy);
    matrix const gradient = layer.weights.gradient;
    for (Index i = 0; i < gradient.size(); ++i) {
        double& w = layer.weights.value.data()[i];
        double const at = w;
        matrix unused = gy;
        w = at + 1e-5;
        double const more = redraw(unused);
        w = at - 1e-5;
        double const less = redraw(unused);
        w = at;
        CHECK(std::abs((more - less) / 2e-5 - gradient.data()[i]) <
              1e-6 * std::max(1e-2, std::abs(gradient.data()[i])));
    }

    matrix const first = net.forward(x, mlp::training);
    CHECK(net.forward(x, mlp::training) != first); // new draws
    CHECK(net.forward(x) == net.forward(x));       // none
}

TEST_CASE("mlp: a gradient belongs to one pass for training") {
    network net(inputs, 1);
    net.add(outputs, actfn::tanh);
    matrix const x = draw(inputs, samples, 3);
    matrix const gy = draw(outputs, samples, 4);
    net.forward(x);
    CHECK_THROWS_AS(net.backward(x, gy), std::logic_error);
    net.forward(x, mlp::training);
    net.backward(x, gy);
    CHECK_THROWS_AS(net.backward(x, gy), std::logic_error);
}

TEST_CASE("mlp: learnt parameters stay in the domain") {
    network net(inputs, 1);
    net.add(outputs, mlp::learned_per_unit(actfn::mpelu));
    auto& shape = net.layers().front()->shape;
    shape.gradient.setZero();
    shape.gradient(1, 2) = 4; // would take beta from 1 to -1
    shape.gradient(1, 0) = 1;
    mlp::sgd optimiser{.rate = 0.5};
    net.update(optimiser);
    CHECK(shape.value(1, 2) == 1);
    CHECK(shape.value(1, 0) == 0.5);
}

TEST_CASE("mlp: weight decay leaves biases and learnt parameters alone") {
    network net(inputs, 1);
    net.add(outputs, mlp::learned(actfn::prelu));
    matrix const x = draw(inputs, samples, 3);
    matrix const gy = matrix::Zero(outputs, samples);
    net.forward(x, mlp::training);
    net.backward(x, gy, l2);
    auto const& layer = *net.layers().front();
    CHECK(layer.weights.gradient == l2 * layer.weights.value);
    CHECK(layer.bias.gradient.isZero(0));
    CHECK(layer.shape.gradient.isZero(0));
}

TEST_CASE("mlp: outputs and their losses") {
    matrix const y = draw(outputs, samples, 5);
    matrix const target = (draw(outputs, samples, 7).array() + 1) / 2;
    std::vector<int> const classes{0, 2, 1, 1, 0, 2};
    matrix gy(outputs, samples);

    matrix const chances = mlp::softmax_output::answer(y);
    CHECK(chances.colwise().sum().isOnes(1e-14));
    mlp::softmax_output::loss(y, classes, gy);
    CHECK(std::abs(gy(2, 1) - (chances(2, 1) - 1) / samples) < 1e-15);

    matrix const s = mlp::sigmoid_output::answer(y);
    mlp::sigmoid_output::loss(y, target, gy);
    CHECK((gy * (outputs * samples) - (s - target)).norm() < 1e-14);

    CHECK(mlp::linear_output::answer(y) == y);
    mlp::linear_output::loss(y, target, gy);
    CHECK((gy * (outputs * samples) - 2 * (y - target)).norm() < 1e-14);
}
