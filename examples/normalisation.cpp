// SPDX-License-Identifier: MIT
//
// Gradients that explode and vanish with depth, and two cures: LSUV (Mishkin, Matas 2016), which
// scales every layer's weights once so that its sums have variance 1, and batch normalisation
// (Ioffe, Szegedy 2015), which does it to the sums in every step.
#include "classification.hpp"
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using mlp::Index;
using matrix = mlp::matrix<float>;

constexpr Index width = 16;
constexpr int depth = 15;

/// 64-16-...-16-10 with relu.
struct network {
    std::vector<mlp::parameter<float>> W, b;
    bool normalises;
    std::vector<matrix> N, H; ///< sums, normalised or not, and outputs of every hidden layer
    std::vector<Eigen::VectorXf> deviation;

    network(double gain, bool batch_normalisation, std::uint64_t seed)
        : normalises(batch_normalisation), N(depth), H(depth), deviation(depth) {
        std::mt19937_64 random(seed);
        for (int i = 0; i <= depth; ++i) {
            Index const inputs = i == 0 ? mlp::digits::pixels : width;
            W.emplace_back(i < depth ? width : mlp::digits::classes, inputs);
            b.emplace_back(W.back().value.rows(), 1);
            actfn::init::fill(W.back().value,
                              gain * actfn::init::he(static_cast<std::size_t>(inputs)).stddev,
                              random);
        }
    }
    matrix forward(matrix const& X) {
        for (std::size_t i = 0; i < depth; ++i) {
            N[i] = W[i].value * (i == 0 ? X : H[i - 1]);
            if (normalises) {
                N[i].colwise() -= N[i].rowwise().mean().eval();
                deviation[i] = (N[i].array().square().rowwise().mean() + 1e-5F).sqrt();
                N[i].array().colwise() /= deviation[i].array();
            }
            H[i] = actfn::relu(N[i].colwise() + b[i].value.col(0));
        }
        return (W[depth].value * H.back()).colwise() + b[depth].value.col(0);
    }
    /// Sets the gradients from gY, that by the outputs of the last pass.
    void backward(matrix const& X, matrix gZ) {
        for (std::size_t i = depth;; --i) {
            W[i].gradient = gZ * (i == 0 ? X : H[i - 1]).transpose();
            if (i == depth) b[i].gradient = gZ.rowwise().sum();
            if (i == 0) break;
            gZ = actfn::relu.backward_from_output(H[i - 1], W[i].value.transpose() * gZ);
            b[i - 1].gradient = gZ.rowwise().sum();
            if (!normalises) continue;
            // Mean and deviation hang on every sample of the batch, too.
            Eigen::VectorXf const along = (gZ.array() * N[i - 1].array()).rowwise().mean();
            gZ.colwise() -= gZ.rowwise().mean().eval();
            gZ.array() -= N[i - 1].array().colwise() * along.array();
            gZ.array().colwise() /= deviation[i - 1].array();
        }
    }
    void lsuv(matrix const& X) {
        for (std::size_t i = 0; i < depth; ++i) {
            matrix const Z = W[i].value * (i == 0 ? X : H[i - 1]);
            W[i].value /= std::sqrt((Z.array() - Z.mean()).square().mean());
            H[i] = actfn::relu(W[i].value * (i == 0 ? X : H[i - 1]));
        }
    }
};

} // namespace

int main(int count, char** arguments) {
    return gallery::run("normalisation", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        int const steps = e.quick() ? 5 : 100;
        auto const data = mlp::digits::read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv").part(0, 150);
        auto csv = e.csv("weights,cure,layer,gradient");
        std::map<std::pair<std::string, std::string>, std::pair<double, double>> found;
        std::printf("64-(15 x 16)-10, relu, 150 digits, momentum, %d steps, %d starts\n"
                    "weights   cure    log10 of the gradient    digits learnt\n"
                    "(x He's)          in the first layer       mean  least to most\n",
                    steps, starts);
        auto const try_out = [&](char const* weights, double gain, std::string const& cure) {
            gallery::spread learnt, first;
            std::vector<double> norms(depth, 0);
            for (int seed = 1; seed <= starts; ++seed) {
                network net(gain, cure == "batch", static_cast<std::uint64_t>(seed));
                if (cure == "LSUV") net.lsuv(data.x);
                mlp::momentum optimiser{.rate = 0.02, .mu = 0.9};
                matrix Y, gY(mlp::digits::classes, data.count());
                for (int step = 0; step < steps; ++step) {
                    Y = net.forward(data.x);
                    actfn::softmax_cross_entropy(Y, data.classes, gY);
                    net.backward(data.x, gY);
                    if (step == 0) {
                        for (std::size_t i = 0; i < depth; ++i) {
                            norms[i] +=
                                std::log10(static_cast<double>(net.W[i].gradient.norm()) + 1e-30);
                        }
                        first.add(std::log10(static_cast<double>(net.W[0].gradient.norm())));
                    }
                    for (auto* all : {&net.W, &net.b}) {
                        for (auto& p : *all) optimiser.update(p);
                    }
                }
                Y = net.forward(data.x);
                double right = 0;
                for (Index j = 0; j < Y.cols(); ++j) {
                    Index answer = 0;
                    if (Y.col(j).allFinite()) Y.col(j).maxCoeff(&answer);
                    right += answer == data.classes[static_cast<std::size_t>(j)] ? 1 : 0;
                }
                learnt.add(right / static_cast<double>(Y.cols()));
            }
            for (std::size_t i = 0; i < depth; ++i) {
                csv.row(weights, cure, i + 1, std::pow(10, norms[i] / starts));
            }
            found[{weights, cure}] = {first.mean(), learnt.mean()};
            std::printf("%-9s %-7s       %5.1f +- %.1f          %.3f  %.3f to %.3f\n", weights,
                        cure.c_str(), first.mean(), first.deviation(), learnt.mean(),
                        learnt.least(), learnt.most());
            e.progress(found.size(), 9);
        };
        for (char const* cure : {"none", "LSUV", "batch"}) {
            try_out("0.5", 0.5, cure);
            try_out("1", 1, cure);
            try_out("2", 2, cure);
        }
        std::printf("\n");
        auto const gradient = [&](char const* w, char const* c) { return found[{w, c}].first; };
        auto const learnt = [&](char const* w, char const* c) { return found[{w, c}].second; };
        e.claim(gradient("2", "none") > gradient("1", "none") + 3 &&
                    gradient("0.5", "none") < gradient("1", "none") - 3,
                "weights twice as large explode the gradient, half as large it vanishes");
        e.claim(learnt("2", "none") < 0.2 && learnt("0.5", "none") < 0.2, "neither learns");
        e.claim(std::abs(gradient("2", "LSUV") - gradient("0.5", "LSUV")) < 1.5 &&
                    learnt("2", "LSUV") > 0.15 && learnt("0.5", "LSUV") > 0.15,
                "after LSUV it hardly matters how large they were");
        e.claim(std::abs(learnt("2", "LSUV") - learnt("1", "none")) < 0.2,
                "and as much is learnt as from He's weights");
        for (char const* w : {"0.5", "1", "2"}) {
            e.claim(learnt(w, "batch") > learnt(w, "LSUV") + 0.2,
                    std::string("batch normalisation learns most, weights x ") + w);
        }
    });
}
