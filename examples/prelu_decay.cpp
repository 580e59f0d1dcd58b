// SPDX-License-Identifier: MIT
//
// Weight decay and learnt slopes: l2 on the weights alone, or on the slopes of prelu, too, which
// pulls them to 0, so to relu. He et al. 2015 therefore leave them out.
#include "gallery.hpp"
#include "spirals.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <random>
#include <vector>

namespace {

using spirals::Index;
using spirals::matrix;

/// 2-16-16-1 with a slope for every hidden unit.
struct network {
    mlp::parameter<float> W1{16, 2}, W2{16, 16}, W3{1, 16}, b1{16, 1}, b2{16, 1}, b3{1, 1},
        a1{16, 1}, a2{16, 1};
    matrix Z1, H1, Z2, H2;

    explicit network(std::uint64_t seed) {
        std::mt19937_64 random(seed);
        for (auto* W : {&W1, &W2, &W3}) {
            actfn::init::fill(W->value, actfn::init::he(static_cast<std::size_t>(W->value.cols())),
                              random);
        }
        actfn::init::fill(b1.value, 1.0, random);
        a1.value.setConstant(0.25F);
        a2.value.setConstant(0.25F);
    }
    matrix logits(matrix const& X) {
        Z1 = (W1.value * X).colwise() + b1.value.col(0);
        H1 = actfn::prelu.each({.slope = a1.value.col(0)})(Z1.colwise());
        Z2 = (W2.value * H1).colwise() + b2.value.col(0);
        H2 = actfn::prelu.each({.slope = a2.value.col(0)})(Z2.colwise());
        return (W3.value * H2).colwise() + b3.value.col(0);
    }
    /// One layer back: the gradient by z, and that by the slopes.
    static matrix back(matrix const& Z, matrix const& gH, mlp::parameter<float>& a) {
        auto const f = actfn::prelu.each({.slope = a.value.col(0)});
        actfn::parameter_gradient(f, Z.colwise(), gH.colwise(),
                                  f.gradients({.slope = a.gradient.col(0)}));
        return f.backward(Z.colwise(), gH.colwise());
    }
    void train(spirals::task const& s, int steps, float l2_weights, float l2_slopes) {
        mlp::adam optimiser;
        matrix gY(1, s.X.cols());
        for (int i = 0; i < steps; ++i) {
            actfn::sigmoid_binary_cross_entropy(logits(s.X), s.T, gY);
            matrix const g2 = back(Z2, W3.value.transpose() * gY, a2);
            matrix const g1 = back(Z1, W2.value.transpose() * g2, a1);
            W3.gradient = gY * H2.transpose() + l2_weights * W3.value;
            W2.gradient = g2 * H1.transpose() + l2_weights * W2.value;
            W1.gradient = g1 * s.X.transpose() + l2_weights * W1.value;
            for (auto* a : {&a1, &a2}) a->gradient += l2_slopes * a->value;
            b3.gradient = gY.rowwise().sum();
            b2.gradient = g2.rowwise().sum();
            b1.gradient = g1.rowwise().sum();
            optimiser.rate = 0.025 * (1 + std::cos(std::numbers::pi * i / steps));
            optimiser.next_step();
            for (auto* p : {&W1, &W2, &W3, &b1, &b2, &b3, &a1, &a2}) optimiser.update(*p);
        }
    }
};

} // namespace

int main(int count, char** arguments) {
    return gallery::run("prelu_decay", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        spirals::task const seen(200, 1), unseen(400, 2);
        auto csv = e.csv("decayed,l2,slope");
        std::vector<double> size;
        std::printf("2-16-16-1, Adam, 400 steps, l2 of the weights 0.001, %d starts\n"
                    "l2 of the slopes   size of a slope     400 other points told right\n"
                    "                   mean  deviation     mean  least to most\n",
                    starts);
        for (double const l2 : {0.0, 1e-4, 1e-3, 1e-2, 1e-1}) {
            gallery::spread slope, right;
            for (int seed = 1; seed <= starts; ++seed) {
                network net(static_cast<std::uint64_t>(seed));
                net.train(seen, e.quick() ? 20 : 400, 1e-3F, static_cast<float>(l2));
                slope.add(static_cast<double>(net.a1.value.cwiseAbs().mean() +
                                              net.a2.value.cwiseAbs().mean()) /
                          2);
                matrix const Y = net.logits(unseen.X);
                auto const same = (Y.array() > 0) == (unseen.T.array() > 0.5F);
                right.add(static_cast<double>(same.count()) / static_cast<double>(same.size()));
                for (auto const* a : {&net.a1, &net.a2}) {
                    for (float const each : a->value.reshaped()) csv.row(seed, l2, each);
                }
            }
            size.push_back(slope.mean());
            std::printf("%-16g  %5.3f  %9.3f    %.3f  %.3f to %.3f\n", l2, slope.mean(),
                        slope.deviation(), right.mean(), right.least(), right.most());
            e.progress(size.size(), 5);
        }
        std::printf("\n");
        e.claim(size[4] < size[0] / 10, "a strong decay leaves little of the slopes");
        e.claim(size[3] < size[0], "a weaker one makes them smaller");
    });
}
