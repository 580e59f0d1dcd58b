// SPDX-License-Identifier: MIT
//
// Automatic differentiation both ways: forward, by dual numbers, which carry one derivative along,
// and in reverse, which is backpropagation. The same numbers; what differs is how many passes.
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using Eigen::Index;
using Eigen::Map;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Eigen::VectorXd;

constexpr Index inputs = 4;

/// A network 4-n-1 and one sample: all weights in one vector, W, b, v.
struct network {
    Index n;
    VectorXd weights;
    VectorXd x{inputs};

    network(Index units, unsigned seed) : n(units), weights(n * inputs + 2 * n) {
        std::mt19937 random(seed);
        actfn::init::fill(weights, 0.5, random);
        actfn::init::fill(x, 1.0, random);
    }
};

/// y^2/2 in any kind of number, written out as one would for plain ones.
template <class T> T loss(network const& net, std::vector<T> const& w) {
    auto const at = [&](Index i) { return w[static_cast<std::size_t>(i)]; };
    T y(0.0);
    for (Index u = 0; u < net.n; ++u) {
        T z = at(net.n * inputs + u);
        for (Index k = 0; k < inputs; ++k) z = z + at(u * inputs + k) * T(net.x(k));
        y = y + at(net.n * inputs + net.n + u) * actfn::tanh(z);
    }
    return y * y * T(0.5);
}

/// One pass for each weight: its number gets the tangent 1.
VectorXd forward_mode(network const& net) {
    using dual = actfn::dual<double>;
    std::vector<dual> w(net.weights.begin(), net.weights.end());
    VectorXd gradient(net.weights.size());
    for (Index i = 0; i < gradient.size(); ++i) {
        auto& chosen = w[static_cast<std::size_t>(i)];
        chosen.tangent = 1;
        gradient(i) = loss(net, w).tangent;
        chosen.tangent = 0;
    }
    return gradient;
}

/// One pass there and one back for all weights.
VectorXd reverse_mode(network const& net) {
    using rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Index const n = net.n;
    Map<rows const> const W(net.weights.data(), n, inputs);
    auto const b = net.weights.segment(n * inputs, n);
    auto const v = net.weights.tail(n);
    VectorXd const z = W * net.x + b;
    VectorXd const h = actfn::tanh(z);
    double const gy = v.dot(h);
    VectorXd const gz = actfn::tanh.backward_from_output(h, v * gy);

    VectorXd gradient(net.weights.size());
    Map<rows>(gradient.data(), n, inputs) = gz * net.x.transpose();
    gradient.segment(n * inputs, n) = gz;
    gradient.tail(n) = gy * h;
    return gradient;
}

/// Microseconds of a call, the least of several.
template <class F> double time(F const& f, int repeats) {
    double least = INFINITY;
    for (int i = 0; i < repeats; ++i) {
        auto const begin = std::chrono::steady_clock::now();
        f();
        std::chrono::duration<double, std::micro> const took =
            std::chrono::steady_clock::now() - begin;
        least = std::min(least, took.count());
    }
    return least;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("automatic_differentiation", count, arguments, [](gallery::example& e) {
        auto csv = e.csv("weights,forward,reverse");
        double apart = 0, few = 0, many = 0;
        std::printf("4-n-1, the gradient of a loss by every weight\n"
                    "            forward: passes  microseconds   reverse: passes  microseconds\n");
        for (Index const units : {1, 4, 16, 64, 128}) {
            for (unsigned seed = 1; seed <= 20; ++seed) {
                network const net(units, seed);
                VectorXd const a = forward_mode(net), b = reverse_mode(net);
                apart = std::max(apart, (a - b).cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff());
            }
            network const net(units, 1);
            double sum = 0;
            double const forward = time([&] { sum += forward_mode(net)(0); }, e.quick() ? 2 : 10);
            double const reverse = time([&] { sum += reverse_mode(net)(0); }, e.quick() ? 2 : 100);
            if (!std::isfinite(sum)) throw std::runtime_error("a gradient is not finite");
            csv.row(net.weights.size(), forward, reverse);
            std::printf("%4td weights  %14td  %12.2f  %16d  %12.2f\n", net.weights.size(),
                        net.weights.size(), forward, 1, reverse);
            if (units == 4) few = forward / reverse;
            if (units == 128) many = forward / reverse;
            e.progress(static_cast<std::size_t>(units), 128);
        }
        std::printf("\nlargest difference in 20 starts of each, relative: %.0e\n", apart);
        e.claim(apart < 1e-10, "both ways have the same numbers");
        e.claim(many > 5 * few, "the more weights, the more reverse mode gains");

        // One input and many outputs: here one dual number tells all.
        network const net(64, 1);
        actfn::dual<double> const x(0.3, 1.0);
        double difference = 0;
        for (Index u = 0; u < net.n; ++u) {
            double const w = net.weights(u);
            double const forward = actfn::tanh(actfn::dual<double>(w) * x).tangent;
            double const reverse = actfn::tanh.backward(w * 0.3, 1.0) * w;
            difference = std::max(difference, std::abs(forward - reverse));
        }
        std::printf("64 outputs by their one input: forward mode 1 pass, reverse mode 64\n");
        e.claim(difference < 1e-14, "and the same numbers");
    });
}
