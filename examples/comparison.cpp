// SPDX-License-Identifier: MIT
//
// Every pointwise activation in the same network, with the same budget, on the same digits: what it
// learns, how long it takes, how many units die. `--fashion`: on images of clothes instead, if
// Debian's dataset-fashion-mnist and zlib are installed.
#include "by_name.hpp"
#include "classification.hpp"
#include "fashion.hpp"
#include "gallery.hpp"
#include <actfn/visit.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

namespace {

using mlp::Index;

struct score {
    std::string_view name;
    double mean = 0, least = 1, most = 0; ///< accuracy over the starts
    double milliseconds = 0;              ///< an epoch
    double dead = 0;                      ///< share of hidden units without any gradient
    double activation = 0;                ///< mean of what hidden units put out
};

/// Of the hidden units: how many have a derivative of 0 for every sample, and their mean output.
void inspect(mlp::network<float>& net, mlp::samples const& s, score& to) {
    net.forward(s.x, mlp::training);
    Index dead = 0;
    Index units = 0;
    double sum = 0;
    for (std::size_t i = 0; i + 1 < net.layers().size(); ++i) {
        auto const& layer = *net.layers()[i];
        auto const slope = layer.slope(s.count());
        for (Index u = 0; u < layer.outputs(); ++u) dead += slope.row(u).isZero(0) ? 1 : 0;
        units += layer.outputs();
        sum += static_cast<double>(layer.output(s.count()).sum());
    }
    to.dead += static_cast<double>(dead) / static_cast<double>(units);
    to.activation += sum / static_cast<double>(units * s.count());
}

score evaluate(std::string_view name, mlp::samples const& train, mlp::samples const& test,
               int epochs, int starts) {
    score result{name};
    for (int start = 1; start <= starts; ++start) {
        auto const seed = static_cast<std::uint64_t>(start);
        mlp::network<float> net(train.x.rows(), seed);
        mlp::add_by_name(net, 64, name);
        mlp::add_by_name(net, 32, name);
        net.add(10, actfn::identity);
        mlp::adam optimiser;
        mlp::trainer trainer(train, 16, ~seed);
        auto const begin = std::chrono::steady_clock::now();
        for (int epoch = 0; epoch < epochs; ++epoch) {
            optimiser.rate = 2.5e-3 * (1 + std::cos(std::numbers::pi * epoch / epochs));
            trainer.epoch(net, optimiser, 1e-3);
        }
        std::chrono::duration<double, std::milli> const time =
            std::chrono::steady_clock::now() - begin;
        result.milliseconds += time.count() / epochs;
        double const right = mlp::accuracy(net, test);
        result.mean += right;
        result.least = std::min(result.least, right);
        result.most = std::max(result.most, right);
        inspect(net, train, result);
    }
    for (double* sum : {&result.mean, &result.milliseconds, &result.dead, &result.activation}) {
        *sum /= starts;
    }
    return result;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run(
        "comparison", count, arguments,
        [](gallery::example& e) {
            mlp::samples train, test;
            if (e.variant() == "fashion") {
                train = mlp::fashion::read("train", 10000);
                test = mlp::fashion::read("t10k", 10000);
            } else {
                auto const all = mlp::digits::read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv");
                train = all.part(0, mlp::digits::train_count);
                test = all.part(mlp::digits::train_count, mlp::digits::test_count);
            }
            bool const many = train.count() > 5000;
            int const epochs = e.quick() ? 1 : many ? 5 : 30;
            int const starts = e.quick() || many ? 1 : 5;

            std::vector<score> scores;
            for (std::string_view const name : actfn::activation_names()) {
                scores.push_back(evaluate(name, train, test, epochs, starts));
                e.progress(scores.size(), actfn::activation_names().size());
            }
            std::stable_sort(scores.begin(), scores.end(),
                             [](score const& a, score const& b) { return a.mean > b.mean; });

            std::printf(
                "%td-64-32-10, Adam, %d epochs of %td samples, %d start%s, %td samples to test\n",
                train.x.rows(), epochs, train.count(), starts, starts == 1 ? "" : "s",
                test.count());
            std::printf(
                "                       accuracy                   dead     mean      time\n");
            std::printf(
                "                      mean, least to most      units, %%  output   an epoch\n");
            auto csv = e.csv("activation,mean,least,most,milliseconds,dead,output");
            for (score const& s : scores) {
                csv.row(s.name, s.mean, s.least, s.most, s.milliseconds, s.dead, s.activation);
                std::printf("%-21s %.3f  %.3f to %.3f %10.1f %9.2f %7.1f ms\n", s.name.data(),
                            s.mean, s.least, s.most, 100 * s.dead,
                            std::isnan(s.activation) ? NAN : s.activation, s.milliseconds);
            }
            auto const of = [&](std::string_view name) {
                return *std::find_if(scores.begin(), scores.end(),
                                     [&](score const& s) { return s.name == name; });
            };
            std::printf("\n");
            e.claim(scores.front().mean > of("identity").mean + 0.005,
                    "the best reads more than a network without activations");
            e.observe(of("relu").mean > of("identity").mean, "so does relu");
            e.claim(of("step").dead == 1, "all units of a step are dead");
            e.observe(of("relu").dead > 0, "some units of relu die");
            e.observe(of("leaky_relu").dead == 0 && of("elu").dead == 0,
                      "none of leaky_relu or elu");
            e.observe(std::abs(of("elu").activation) < of("relu").activation,
                      "the mean output of elu is nearer to 0 than that of relu");
        },
        "fashion");
}
