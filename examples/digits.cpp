// SPDX-License-Identifier: MIT
//
// Learns to read handwritten digits: a 64-64-32-10 network with any pointwise activation, trained
// on 1297 digits, tested on 500 by other writers. `digits --help` lists the options.
#include "by_name.hpp"
#include "classification.hpp"
#include <actfn/actfn.hpp>
#include <actfn/init.hpp>
#include <actfn/loss.hpp>
#include <actfn/visit.hpp>

#include <Eigen/Core>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <numbers>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using Eigen::Index;

using namespace mlp::digits;

constexpr Index batch_size = 16;
constexpr double rate = 5e-3; // falls to 0 as half a cosine
constexpr double l2 = 5e-4;
constexpr double noise = 0.3;              // against learning the writers
constexpr double required_accuracy = 0.93; // of the default activation and number of epochs

struct options {
    std::string activation = "relu";
    std::uint64_t seed = 1;
    int epochs = 60;
    std::string data = ACTFN_EXAMPLE_DATA_DIR "/digits.csv";
    bool help = false;

    bool is_default() const {
        return activation == options{}.activation && epochs == options{}.epochs;
    }
};

struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <class T> T number(std::string_view option, std::string_view text, T least) {
    T value{};
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || value < least) {
        throw usage_error(std::string(option) + " needs a whole number from " +
                          std::to_string(least) + ", not " + csv::quoted(text));
    }
    return value;
}

options parse(int count, char** arguments) {
    options o;
    for (int i = 1; i < count; ++i) {
        std::string_view const option = arguments[i];
        if (option == "--help") {
            o.help = true;
            continue;
        }
        bool const known = option == "--activation" || option == "--seed" || option == "--epochs" ||
                           option == "--data";
        if (!known) throw usage_error("unknown option " + csv::quoted(option) + ", see --help");
        if (++i == count) throw usage_error(std::string(option) + " needs a value");
        if (option == "--activation") o.activation = arguments[i];
        if (option == "--seed") o.seed = number(option, arguments[i], std::uint64_t{0});
        if (option == "--epochs") o.epochs = number(option, arguments[i], 1);
        if (option == "--data") o.data = arguments[i];
    }
    return o;
}

/// Hidden layers and logits, with the activation of that name.
mlp::network<float> make_network(std::string const& name, std::uint64_t seed) {
    mlp::network<float> net(pixels, seed);
    mlp::add_by_name(net, 64, name);
    mlp::add_by_name(net, 32, name);
    net.add(classes, actfn::identity);
    return net;
}

void print_help() {
    std::printf("digits [--activation NAME] [--seed N] [--epochs N] [--data PATH]\nactivations:");
    for (std::string_view const name : actfn::activation_names()) std::printf(" %s", name.data());
    std::printf("\n");
}

/// How often a digit (row) was read as which (column).
Eigen::MatrixXi confusion(mlp::network<float>& net, mlp::samples const& s) {
    Eigen::MatrixXi table = Eigen::MatrixXi::Zero(classes, classes);
    auto const logits = net.forward(s.x);
    for (Index j = 0; j < s.count(); ++j) {
        Index answer = 0;
        logits.col(j).maxCoeff(&answer);
        ++table(s.classes[static_cast<std::size_t>(j)], answer);
    }
    return table;
}

double accuracy(Eigen::MatrixXi const& table) {
    return static_cast<double>(table.trace()) / static_cast<double>(table.sum());
}

int run(options const& o) {
    mlp::network<float> net = make_network(o.activation, o.seed);
    mlp::samples const all = read(o.data);
    mlp::samples const train = all.part(0, train_count);
    mlp::samples const test = all.part(all.count() - test_count, test_count);
    std::printf("64-64-32-10, %s, seed %llu, %td digits to learn, %td by other writers to test\n",
                o.activation.c_str(), static_cast<unsigned long long>(o.seed), train_count,
                test_count);

    mlp::trainer trainer(train, batch_size, ~o.seed);
    trainer.noise = noise;
    mlp::adam optimiser;
    Eigen::MatrixXi table;
    double loss = 0;
    for (int epoch = 0; epoch < o.epochs; ++epoch) {
        auto const start = std::chrono::steady_clock::now();
        optimiser.rate = rate / 2 * (1 + std::cos(std::numbers::pi * epoch / o.epochs));
        loss = trainer.epoch(net, optimiser, l2) + net.penalty(l2);
        std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - start;

        double const learnt = mlp::accuracy(net, train);
        table = confusion(net, test);
        std::printf("epoch %3d  loss %.4f  train %.4f  test %.4f  %8.0f samples/s\n", epoch + 1,
                    loss, learnt, accuracy(table), train_count / seconds.count());
    }

    std::printf("\nwritten (down) and read (across)\n   ");
    for (Index digit = 0; digit < classes; ++digit) std::printf("%4td", digit);
    for (Index row = 0; row < classes; ++row) {
        std::printf("\n%3td", row);
        for (Index column = 0; column < classes; ++column) {
            int const times = table(row, column);
            times == 0 ? std::printf("   .") : std::printf("%4d", times);
        }
    }
    std::printf("\n\n%d of %td test digits right: %.3f\n", table.trace(), test_count,
                accuracy(table));

    if (!std::isfinite(loss)) {
        std::fprintf(stderr, "digits: the loss is not finite\n");
        return 1;
    }
    if (o.is_default() && accuracy(table) < required_accuracy) {
        std::fprintf(stderr, "digits: less than the %.2f that this network reaches\n",
                     required_accuracy);
        return 1;
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    try {
        options const o = parse(count, arguments);
        if (o.help) {
            print_help();
            return 0;
        }
        return run(o);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "digits: %s\n", e.what());
        return 2;
    }
}
