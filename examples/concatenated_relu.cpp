// SPDX-License-Identifier: MIT
//
// crelu(x) = [relu(x), relu(-x)] puts out two numbers for each unit, so a layer needs half the
// units for as many outputs. What does that save, and what does it cost?
#include "gallery.hpp"
#include "spirals.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

namespace {

using spirals::Index;
using spirals::matrix;

/// 2-w-w-1, where the activation f makes `times` outputs of a unit. A column is a sample, which
/// crelu takes as a whole, relu number by number.
template <class F> class network {
  public:
    F f;
    mlp::parameter<float> W1, W2, W3, b1, b2, b3;

    network(F const& activation, Index units, Index times, std::uint64_t seed)
        : f(activation),
          W1(units, 2),
          W2(units, times * units),
          W3(1, times * units),
          b1(units, 1),
          b2(units, 1),
          b3(1, 1) {
        std::mt19937_64 random(seed);
        for (auto* W : {&W1, &W2, &W3}) {
            actfn::init::fill(W->value, actfn::init::he(static_cast<std::size_t>(W->value.cols())),
                              random);
        }
        actfn::init::fill(b1.value, 1.0, random);
    }
    Index parameters() {
        Index n = 0;
        for (auto* p : all()) n += p->value.size();
        return n;
    }
    matrix logits(matrix const& X) {
        Z1 = (W1.value * X).colwise() + b1.value.col(0);
        H1 = activate(Z1);
        Z2 = (W2.value * H1).colwise() + b2.value.col(0);
        H2 = activate(Z2);
        return (W3.value * H2).colwise() + b3.value.col(0);
    }
    void train(spirals::task const& s, int steps) {
        mlp::adam optimiser;
        matrix gY(1, s.X.cols());
        for (int i = 0; i < steps; ++i) {
            actfn::sigmoid_binary_cross_entropy(logits(s.X), s.T, gY);
            matrix const g2 = back(Z2, W3.value.transpose() * gY);
            matrix const g1 = back(Z1, W2.value.transpose() * g2);
            W3.gradient = gY * H2.transpose();
            W2.gradient = g2 * H1.transpose();
            W1.gradient = g1 * s.X.transpose();
            b3.gradient = gY.rowwise().sum();
            b2.gradient = g2.rowwise().sum();
            b1.gradient = g1.rowwise().sum();
            optimiser.rate = 0.025 * (1 + std::cos(std::numbers::pi * i / steps));
            optimiser.next_step();
            for (auto* p : all()) optimiser.update(*p);
        }
    }

  private:
    static constexpr bool of_columns = !actfn::pointwise_function<F>;

    matrix activate(matrix const& Z) const {
        if constexpr (of_columns)
            return f(Z.colwise());
        else
            return f(Z);
    }
    matrix back(matrix const& Z, matrix const& gH) const {
        if constexpr (of_columns)
            return f.backward(Z.colwise(), gH.colwise());
        else
            return f.backward(Z, gH);
    }
    std::vector<mlp::parameter<float>*> all() { return {&W1, &W2, &W3, &b1, &b2, &b3}; }
    matrix Z1, H1, Z2, H2;
};

} // namespace

int main(int count, char** arguments) {
    return gallery::run("concatenated_relu", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        spirals::task const seen(200, 1), unseen(400, 2);
        auto csv = e.csv("activation,units,parameters,mean,least,most");
        std::map<std::pair<char const*, Index>, double> mean;
        std::printf("two hidden layers, Adam, 400 steps, %d starts: 400 other points told right\n"
                    "        units  outputs  parameters   mean  deviation  least to most\n",
                    starts);
        auto const try_out = [&](char const* name, auto const& f, Index times, Index units) {
            gallery::spread right;
            Index parameters = 0;
            for (int seed = 1; seed <= starts; ++seed) {
                network net(f, units, times, static_cast<std::uint64_t>(seed));
                net.train(seen, e.quick() ? 20 : 400);
                matrix const Y = net.logits(unseen.X);
                auto const same = (Y.array() > 0) == (unseen.T.array() > 0.5F);
                right.add(static_cast<double>(same.count()) / static_cast<double>(same.size()));
                parameters = net.parameters();
            }
            mean[{name, units}] = right.mean();
            csv.row(name, units, parameters, right.mean(), right.least(), right.most());
            std::printf("%-6s %6td %8td %11td   %.3f  %9.3f  %.3f to %.3f\n", name, units,
                        times * units, parameters, right.mean(), right.deviation(), right.least(),
                        right.most());
            e.progress(mean.size(), 8);
        };
        for (Index const units : {4, 6, 8, 12}) try_out("relu", actfn::relu, 1, units);
        for (Index const units : {2, 3, 4, 6}) try_out("crelu", actfn::crelu, 2, units);

        std::printf("\n");
        e.observe(mean[{"crelu", 6}] >= mean[{"relu", 12}],
                  "half the units of crelu tell as many points right");
        e.claim(mean[{"crelu", 3}] > mean[{"relu", 4}],
                "with 37 numbers to learn crelu tells more");
        e.observe(mean[{"crelu", 6}] > mean[{"relu", 8}], "and with 109, relu having 105");
    });
}
