// SPDX-License-Identifier: MIT
//
// Why a network needs activations: without them its layers are one matrix, however many there are,
// and one matrix cannot compute exclusive or.
#include "gallery.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>

#include <Eigen/Core>

#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
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
};

template <class F> learnt learn_xor(F const& f, std::uint64_t seed) {
    matrix const x{{0, 0, 1, 1}, {0, 1, 0, 1}};
    matrix const target{{0, 1, 1, 0}};
    auto net = make(f, seed);
    mlp::adam optimiser{.rate = 0.01};
    matrix gradient(1, 4);
    std::vector<double> losses{1};
    while (losses.size() <= 2000 && losses.back() > 1e-4) {
        auto const y = net.forward(x, mlp::training);
        losses.push_back(mlp::linear_output::loss(y, target, gradient));
        net.backward(x, gradient);
        net.update(optimiser);
    }
    return {net.forward(x), losses};
}

template <class... F> void exclusive_or(gallery::example& e, F const&... each) {
    auto csv = e.csv("activation,step,loss");
    std::printf("\n2-8-8-8-1      steps    loss     0,0    0,1    1,0    1,1\n");
    auto const show = [&csv](std::string_view name, learnt const& l) {
        std::printf("%-13s %6zu  %6.4f", name.data(), l.losses.size() - 1, l.loss());
        for (double const y : l.y.reshaped()) std::printf("  %5.2f", y);
        std::printf("\n");
        for (std::size_t i = 1; i < l.losses.size(); ++i) csv.row(name, i, l.losses[i]);
    };
    std::size_t able = 0;
    auto const try_out = [&](auto const& f) {
        // A start may end in a local minimum: then there are four more.
        learnt l = learn_xor(f, 1);
        for (std::uint64_t seed = 2; seed <= 5 && l.loss() > 1e-3; ++seed) l = learn_xor(f, seed);
        show(f.facts().name, l);
        if (l.loss() <= 1e-3) ++able;
    };
    (try_out(each), ...);
    learnt const linear = learn_xor(actfn::identity, 1);
    show("none", linear);
    std::printf("\n");
    e.claim(able == sizeof...(F), std::to_string(able) + " of " + std::to_string(sizeof...(F)) +
                                      " activations learn exclusive or");
    e.claim(linear.loss() > 0.2499, "without one, 1/2 everywhere (loss 1/4) is the best answer");
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
