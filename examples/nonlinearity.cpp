// SPDX-License-Identifier: MIT
//
// Why a network needs activations: without them its layers are one matrix, however many there are,
// and one matrix cannot compute exclusive or.
#include "gallery.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace {

using matrix = mlp::matrix<double>;

template <class F> mlp::network<double> make(F const& f, std::uint64_t seed) {
    mlp::network<double> net(2, seed);
    net.add(8, f).add(8, f).add(8, f).add(1, actfn::identity);
    return net;
}

/// All layers multiplied out: y = W·x + b.
void collapse(gallery::example& e) {
    auto net = make(actfn::identity, 1);
    matrix w = matrix::Identity(2, 2);
    matrix b = matrix::Zero(2, 1);
    for (auto const& layer : net.layers()) {
        layer->bias.value.setConstant(0.1);
        w = layer->weights.value * w;
        b = layer->weights.value * b + layer->bias.value;
    }
    matrix x(2, 200);
    std::mt19937_64 bits(2);
    actfn::init::fill_uniform(x, 10.0, bits);
    matrix const difference = net.forward(x) - ((w * x).colwise() + b.col(0));
    double const largest = difference.array().abs().maxCoeff();
    std::printf("4 linear layers are y = (%.4f %.4f) x + %.4f, largest difference %.0e\n", w(0, 0),
                w(0, 1), b(0, 0), largest);
    e.claim(largest < 1e-12, "a deep linear network collapses to one matrix");
}

struct learnt {
    matrix y;
    std::vector<double> losses;

    double loss() const { return losses.back(); }
    std::size_t steps() const { return losses.size(); }
};

template <class F> learnt learn_xor(F const& f, std::uint64_t seed) {
    matrix const x{{0, 0, 1, 1}, {0, 1, 0, 1}};
    matrix const target{{0, 1, 1, 0}};
    auto net = make(f, seed);
    mlp::adam optimiser{.rate = 0.01};
    matrix gradient(1, 4);
    std::vector<double> losses;
    while (losses.empty() || (losses.size() < 2000 && losses.back() > 1e-4)) {
        auto const y = net.forward(x, mlp::training);
        losses.push_back(mlp::linear_output::loss(y, target, gradient));
        net.backward(x, gradient);
        net.update(optimiser);
    }
    return {net.forward(x), losses};
}

template <class... F> void exclusive_or(gallery::example& e, F const&... each) {
    int const starts = e.quick() ? 2 : 20;
    auto csv = e.csv("activation,step,loss"); // of the first start
    std::printf("\n2-8-8-8-1, Adam, at most 2000 steps, %d starts\n"
                "            starts that      steps to a loss of 0.0001\n"
                "               learn it      mean   least to most\n",
                starts);
    int least_able = starts;
    auto const try_out = [&](auto const& f) {
        gallery::spread steps;
        int able = 0;
        for (int seed = 1; seed <= starts; ++seed) {
            learnt const l = learn_xor(f, static_cast<std::uint64_t>(seed));
            if (l.loss() <= 1e-4) {
                ++able;
                steps.add(static_cast<double>(l.steps()));
            }
            if (seed > 1) continue;
            for (std::size_t i = 0; i < l.steps(); ++i) {
                csv.row(f.facts().name, i + 1, l.losses[i]);
            }
        }
        if (able == 0) steps.add(NAN);
        std::printf("%-13s  %9d  %8.0f  %6.0f to %4.0f\n", f.facts().name.data(), able,
                    steps.mean(), steps.least(), steps.most());
        least_able = std::min(least_able, able);
    };
    (try_out(each), ...);

    double least_loss = INFINITY;
    for (int seed = 1; seed <= starts; ++seed) {
        learnt const l = learn_xor(actfn::identity, static_cast<std::uint64_t>(seed));
        least_loss = std::min(least_loss, l.loss());
        if (seed > 1) continue;
        for (std::size_t i = 0; i < l.steps(); ++i) csv.row("none", i + 1, l.losses[i]);
        std::printf("none                   0   its answers: %.2f %.2f %.2f %.2f\n\n", l.y(0),
                    l.y(1), l.y(2), l.y(3));
    }
    e.claim(least_able >= 16, "each of the " + std::to_string(sizeof...(F)) +
                                  " learns exclusive or from 16 starts or more");
    e.claim(least_loss > 0.2499, "without one, 1/2 everywhere (loss 1/4) is the best answer");
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("nonlinearity", count, arguments, [](gallery::example& e) {
        collapse(e);
        exclusive_or(e, actfn::sigmoid, actfn::tanh, actfn::softsign, actfn::relu,
                     actfn::leaky_relu, actfn::elu, actfn::selu, actfn::gelu, actfn::silu,
                     actfn::mish);
    });
}
