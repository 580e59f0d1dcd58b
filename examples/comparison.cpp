// SPDX-License-Identifier: MIT
//
// Every pointwise activation in the same network, with the same budget, on the same two spirals:
// what it learns, how long it takes, how many units die. `--digits`: on digits instead, where even
// a linear network does well; `--fashion`: on images of clothes, if Debian's dataset-fashion-mnist
// and zlib are installed.
#include "by_name.hpp"
#include "classification.hpp"
#include "fashion.hpp"
#include "gallery.hpp"
#include "spirals.hpp"
#include <actfn/visit.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <numbers>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using mlp::Index;

struct score {
    std::string_view name;
    double mean = 0, least = 1, most = 0; ///< accuracy over the starts
    double milliseconds = 0;              ///< an epoch
    double dead = 0;                      ///< share of hidden units without any gradient
    /// Mean of what hidden units put out before and after training, of every start.
    gallery::spread before{}, after{};
};

/// Mean of what hidden units put out.
double mean_output(mlp::network<float>& net, mlp::samples const& s) {
    net.forward(s.x, mlp::training);
    Index units = 0;
    double sum = 0;
    for (std::size_t i = 0; i + 1 < net.layers().size(); ++i) {
        auto const& layer = *net.layers()[i];
        units += layer.outputs();
        sum += static_cast<double>(layer.output(s.count()).sum());
    }
    return sum / static_cast<double>(units * s.count());
}

/// Of the hidden units: their mean output, and how many have a derivative of 0 for every sample.
void inspect(mlp::network<float>& net, mlp::samples const& s, score& to) {
    to.after.add(mean_output(net, s));
    Index dead = 0;
    Index units = 0;
    for (std::size_t i = 0; i + 1 < net.layers().size(); ++i) {
        auto& layer = *net.layers()[i];
        auto const slope = layer.slope(s.count());
        for (Index u = 0; u < layer.outputs(); ++u) dead += slope.row(u).isZero(0) ? 1 : 0;
        units += layer.outputs();
    }
    to.dead += static_cast<double>(dead) / static_cast<double>(units);
}

/// What this thread has computed: others do not count.
double seconds_of_thread() {
    std::timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// What is to be learnt, by what network, with what budget.
struct task {
    char const* title;
    mlp::samples train, test;
    Index first, second, classes; ///< units of its layers
    Index batch;
    int epochs, starts;
    double rate, l2;
    double bias; ///< standard deviation of the first layer's biases
};

mlp::samples to_samples(spirals::task const& s) {
    mlp::samples all{s.X, {}};
    for (float const t : s.T.reshaped()) all.classes.push_back(static_cast<int>(t));
    return all;
}

task make(gallery::example const& e) {
    if (e.variant() == "fashion") {
        return {"clothes",
                mlp::fashion::read("train", 10000),
                mlp::fashion::read("t10k", 10000),
                64,
                32,
                10,
                16,
                5,
                1,
                5e-3,
                1e-3,
                0};
    }
    if (e.variant() == "digits") {
        auto const all = mlp::digits::read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv");
        return {"digits",
                all.part(0, mlp::digits::train_count),
                all.part(mlp::digits::train_count, mlp::digits::test_count),
                64,
                32,
                10,
                16,
                30,
                5,
                5e-3,
                1e-3,
                0};
    }
    return {"two spirals",
            to_samples(spirals::task(200, 1)),
            to_samples(spirals::task(400, 2)),
            16,
            16,
            2,
            200,
            400,
            20,
            0.05,
            0,
            1};
}

score evaluate(std::string_view name, task const& t) {
    auto const& train = t.train;
    auto const& test = t.test;
    auto const [epochs, starts] = std::pair(t.epochs, t.starts);
    score result{name};
    for (int start = 1; start <= starts; ++start) {
        auto const seed = static_cast<std::uint64_t>(start);
        mlp::network<float> net(train.x.rows(), seed);
        mlp::add_by_name(net, t.first, name);
        mlp::add_by_name(net, t.second, name);
        net.add(t.classes, actfn::identity);
        std::mt19937_64 bits(seed);
        actfn::init::fill(net.layers().front()->bias.value, t.bias, bits);
        result.before.add(mean_output(net, train));
        mlp::adam optimiser;
        mlp::trainer trainer(train, t.batch, ~seed);
        double const begin = seconds_of_thread();
        for (int epoch = 0; epoch < epochs; ++epoch) {
            optimiser.rate = t.rate / 2 * (1 + std::cos(std::numbers::pi * epoch / epochs));
            trainer.epoch(net, optimiser, t.l2);
        }
        result.milliseconds += 1e3 * (seconds_of_thread() - begin) / epochs;
        double const right = mlp::accuracy(net, test);
        result.mean += right;
        result.least = std::min(result.least, right);
        result.most = std::max(result.most, right);
        inspect(net, train, result);
    }
    for (double* sum : {&result.mean, &result.milliseconds, &result.dead}) {
        *sum /= starts;
    }
    return result;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run(
        "comparison", count, arguments,
        [](gallery::example& e) {
            task t = make(e);
            if (e.quick()) t.epochs = t.starts = 1;
            auto const names = actfn::activation_names();
            std::vector<score> scores(names.size());
            std::atomic<std::size_t> done{0};
            gallery::in_parallel(names.size(), [&](std::size_t i) {
                scores[i] = evaluate(names[i], t);
                e.progress(++done, names.size());
            });
            std::stable_sort(scores.begin(), scores.end(),
                             [](score const& a, score const& b) { return a.mean > b.mean; });

            std::printf("%s: %td-%td-%td-%td, Adam, %d epochs of %td samples, %d starts, %td to "
                        "test\n",
                        t.title, t.train.x.rows(), t.first, t.second, t.classes, t.epochs,
                        t.train.count(), t.starts, t.test.count());
            std::printf(
                "                         accuracy                   dead     mean      time\n");
            std::printf(
                "                        mean, least to most      units, %%  output   an epoch\n");
            auto csv = e.csv("activation,mean,least,most,milliseconds,dead,output");
            for (score const& s : scores) {
                double const output = s.after.mean();
                csv.row(s.name, s.mean, s.least, s.most, s.milliseconds, s.dead, output);
                std::printf("%-23s %.3f  %.3f to %.3f %10.1f %9.3g %7.2f ms\n", s.name.data(),
                            s.mean, s.least, s.most, 100 * s.dead,
                            std::isnan(output) ? NAN : output, s.milliseconds);
            }
            auto const of = [&](std::string_view name) {
                return *std::find_if(scores.begin(), scores.end(),
                                     [&](score const& s) { return s.name == name; });
            };
            std::printf("\n");
            double const linear = of("identity").mean;
            if (e.variant().empty()) {
                auto const able = std::count_if(scores.begin(), scores.end(),
                                                [](score const& s) { return s.mean > 0.95; });
                std::printf("%td of %zu tell more than 95 %% right\n", able, scores.size());
                for (char const* name : {"tanh", "relu", "leaky_relu", "gelu", "sine"}) {
                    e.claim(of(name).mean > linear + 0.25,
                            std::string(name) + " tells far more right than a linear network");
                }
                e.claim(of("sigmoid").mean < of("tanh").mean - 0.05, "sigmoid fewer than tanh");
            } else {
                e.claim(scores.front().mean > linear + 0.005,
                        "the best reads more than a network without activations");
                e.observe(of("relu").mean > linear, "so does relu");
            }
            e.claim(of("step").dead == 1, "all units of a step are dead");
            e.observe(of("relu").dead > 0, "some units of relu die");
            e.observe(of("leaky_relu").dead == 0 && of("elu").dead == 0,
                      "none of leaky_relu or elu");
            // In how many starts the mean output of elu is nearer to 0 than that of relu.
            auto const nearer = [&](gallery::spread score::*output) {
                auto const elu = of("elu");
                auto const relu = of("relu");
                int starts = 0;
                for (std::size_t i = 0; i < (elu.*output).values().size(); ++i) {
                    if (std::abs((elu.*output).values()[i]) < (relu.*output).values()[i]) ++starts;
                }
                return starts;
            };
            int const before = nearer(&score::before);
            int const after = nearer(&score::after);
            e.claim(4 * before > 3 * t.starts,
                    "before training the mean output of elu is nearer to 0 than that of relu, in " +
                        std::to_string(before) + " starts");
            if (e.variant().empty()) {
                e.observe(after < before, "training undoes that: after it in " +
                                              std::to_string(after) + " of them");
            }
        },
        {"digits", "fashion"});
}
