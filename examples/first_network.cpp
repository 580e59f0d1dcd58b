// SPDX-License-Identifier: MIT
//
// The network that introductions to Keras begin with, line by line: Dense(64, relu), Dense(10,
// softmax), SGD, batches of 32, 5 epochs, a fifth of the samples kept for validation, evaluate.
#include "classification.hpp"
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace {

using mlp::Index;
using matrix = mlp::matrix<float>;
using vector = Eigen::VectorXf;

struct score {
    double loss, accuracy;
};

struct network {
    matrix W1{64, mlp::digits::pixels}, W2{mlp::digits::classes, 64};
    vector b1 = vector::Zero(64), b2 = vector::Zero(mlp::digits::classes);
    std::mt19937_64 random;

    explicit network(std::uint64_t seed) : random(seed) {
        actfn::init::fill_uniform(W1, actfn::init::glorot(mlp::digits::pixels, 64), random);
        actfn::init::fill_uniform(W2, actfn::init::glorot(64, mlp::digits::classes), random);
    }

    /// A step of SGD on a batch; returns its loss.
    double step(matrix const& X, std::span<int const> classes, float rate) {
        // Forward. Softmax and cross-entropy are one function, since together they are simpler.
        matrix const H = actfn::relu((W1 * X).colwise() + b1);
        matrix const Z = (W2 * H).colwise() + b2;
        matrix g2(Z.rows(), Z.cols());
        double const loss = actfn::softmax_cross_entropy(Z, classes, g2);
        // Backward.
        matrix const g1 = actfn::relu.backward_from_output(H, W2.transpose() * g2);
        W2 -= rate * g2 * H.transpose();
        b2 -= rate * g2.rowwise().sum();
        W1 -= rate * g1 * X.transpose();
        b1 -= rate * g1.rowwise().sum();
        return loss;
    }

    /// model.fit(..., batch_size=32): every sample once, in a new order. The mean loss on the way.
    double epoch(mlp::samples const& s, float rate) {
        std::vector<Index> order(s.classes.size());
        std::iota(order.begin(), order.end(), Index{0});
        for (std::size_t left = order.size(); left > 1; --left) {
            double const at = actfn::init::uniform(random) * static_cast<double>(left);
            std::swap(order[left - 1], order[static_cast<std::size_t>(at)]);
        }
        double sum = 0;
        for (std::size_t begin = 0; begin < order.size(); begin += 32) {
            auto const chosen =
                std::span(order).subspan(begin, std::min<std::size_t>(32, order.size() - begin));
            matrix X(s.x.rows(), static_cast<Index>(chosen.size()));
            std::vector<int> classes;
            for (Index const i : chosen) {
                X.col(static_cast<Index>(classes.size())) = s.x.col(i);
                classes.push_back(s.classes[static_cast<std::size_t>(i)]);
            }
            sum += step(X, classes, rate) * static_cast<double>(chosen.size());
        }
        return sum / static_cast<double>(order.size());
    }

    /// model.evaluate(...)
    score evaluate(mlp::samples const& s) const {
        matrix const H = actfn::relu((W1 * s.x).colwise() + b1);
        matrix const Z = (W2 * H).colwise() + b2;
        matrix const P = actfn::softmax(Z.colwise()); // probabilities
        double right = 0;
        for (Index j = 0; j < P.cols(); ++j) {
            Index answer = 0;
            P.col(j).maxCoeff(&answer);
            right += answer == s.classes[static_cast<std::size_t>(j)] ? 1 : 0;
        }
        matrix unused(Z.rows(), Z.cols());
        return {static_cast<double>(actfn::softmax_cross_entropy(Z, s.classes, unused)),
                right / static_cast<double>(P.cols())};
    }
};

} // namespace

int main(int count, char** arguments) {
    return gallery::run("first_network", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        auto const all = mlp::digits::read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv");
        auto const training = all.part(0, 1037);
        auto const validation = all.part(1037, 260); // a fifth of what is not for the test
        auto const test = all.part(mlp::digits::train_count, mlp::digits::test_count);
        auto csv = e.csv("rate,epoch,seed,loss,validation_loss");
        double reached = 0, slow = 0;
        for (float const rate : {0.01F, 0.1F}) {
            std::printf("SGD with a rate of %g\n", static_cast<double>(rate));
            gallery::spread loss, accuracy;
            for (int seed = 1; seed <= starts; ++seed) {
                network net(static_cast<std::uint64_t>(seed));
                for (int epoch = 1; epoch <= 5; ++epoch) {
                    double const mean = net.epoch(training, rate);
                    score const seen = net.evaluate(training), kept = net.evaluate(validation);
                    csv.row(static_cast<double>(rate), epoch, seed, seen.loss, kept.loss);
                    if (seed > 1) continue;
                    std::printf("Epoch %d/5  loss: %.4f  accuracy: %.4f  val_loss: %.4f  "
                                "val_accuracy: %.4f\n",
                                epoch, mean, seen.accuracy, kept.loss, kept.accuracy);
                }
                score const s = net.evaluate(test);
                loss.add(s.loss);
                accuracy.add(s.accuracy);
            }
            std::printf("evaluate, %d starts: loss %.3f, deviation %.3f; accuracy %.3f, deviation "
                        "%.3f, %.3f to %.3f\n\n",
                        starts, loss.mean(), loss.deviation(), accuracy.mean(),
                        accuracy.deviation(), accuracy.least(), accuracy.most());
            (rate > 0.05F ? reached : slow) = accuracy.mean();
        }
        e.claim(reached > 0.85,
                "with a rate of 0.1 five epochs read 85 % of digits by other writers");
        e.claim(slow < reached - 0.1, "with Keras' default of 0.01 they do not suffice here");
    });
}
