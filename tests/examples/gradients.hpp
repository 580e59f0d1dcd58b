// SPDX-License-Identifier: MIT
#pragma once
#include "../../examples/mlp.hpp"
#include "catch.hpp"
#include <actfn/actfn.hpp>
#include <actfn/init.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

/// Backpropagation of examples/mlp.hpp against central differences.
namespace gradients {

using Eigen::Index;
using matrix = mlp::matrix<double>;
using network = mlp::network<double>;

constexpr Index inputs = 4, hidden = 5, outputs = 3, samples = 6;
constexpr double l2 = 0.1;

/// Values in [-1, 1), one stream a seed.
inline matrix draw(Index rows, Index columns, std::uint64_t seed) {
    std::mt19937_64 bits(seed);
    matrix m(rows, columns);
    for (double& v : m.reshaped()) v = 2 * actfn::init::uniform(bits) - 1;
    return m;
}

/// The mean loss of outputs, and its gradient.
using mean_loss = std::function<double(matrix const& y, matrix& gy)>;

/// A number the loss depends on, and its gradient by backpropagation.
struct checked {
    double* value;
    double gradient;
};

/// Layer by layer the weights and biases, then the inputs.
inline std::vector<checked> all_checked(network& net, matrix& x, matrix const& gx) {
    std::vector<checked> all;
    auto const add = [&](matrix& value, matrix const& gradient) {
        for (Index i = 0; i < value.size(); ++i) {
            all.push_back({value.data() + i, gradient.data()[i]});
        }
    };
    for (auto const& layer : net.layers()) {
        add(layer->weights.value, layer->weights.gradient);
        add(layer->bias.value, layer->bias.gradient);
        add(layer->shape.value, layer->shape.gradient);
    }
    add(x, gx);
    return all;
}

/// Largest difference between the gradients, relative to the larger of the two; those below 1e-4
/// count as 1e-4, since rounding of a loss of 1 leaves 1e-11 in a difference quotient.
inline double worst_difference(std::vector<checked> const& all, std::vector<double> const& other) {
    double worst = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        double const size = std::max({std::abs(all[i].gradient), std::abs(other[i]), 1e-4});
        worst = std::max(worst, std::abs(all[i].gradient - other[i]) / size);
    }
    return worst;
}

/// Backpropagation through the network against central differences of its loss.
inline std::vector<checked> check_by_differences(network& net, mean_loss const& mean, matrix& x) {
    for (auto const& layer : net.layers()) {
        layer->bias.value = draw(layer->bias.value.rows(), 1, 2);
    }
    matrix gy(outputs, samples);
    mean(net.forward(x, mlp::training), gy);
    net.backward(x, gy, l2);
    matrix const gx = net.input_gradient(samples);
    auto const all = all_checked(net, x, gx);

    std::vector<double> by_differences;
    for (checked const& c : all) {
        double const at = *c.value;
        double const step = 1e-5;
        auto const moved = [&](double by) {
            *c.value = at + by;
            for (auto const& layer : net.layers()) layer->settle();
            matrix unused = gy;
            double const l = mean(net.forward(x), unused) + net.penalty(l2);
            *c.value = at;
            return l;
        };
        by_differences.push_back((moved(step) - moved(-step)) / (2 * step));
    }
    CHECK(worst_difference(all, by_differences) < 1e-6);
    return all;
}

} // namespace gradients
