// SPDX-License-Identifier: MIT
//
// Learns to read handwritten digits: a 64-64-32-10 network with any pointwise activation, trained
// on 1297 digits, tested on 500 by other writers. `digits --help` lists the options.
#include "by_name.hpp"
#include "classification.hpp"
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/init.hpp>
#include <actfn/loss.hpp>
#include <actfn/visit.hpp>

#include <Eigen/Core>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <numbers>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Eigen::Index;

using namespace mlp::digits;

constexpr Index batch_size = 16;
constexpr double rate = 5e-3; // falls to 0 as half a cosine
constexpr double l2 = 5e-4;
constexpr double noise = 0.3;               // against learning the writers
constexpr double required_accuracy = 0.93;  // of the first start, the rest being the defaults
constexpr double required_of_others = 0.92; // and of every other

struct options {
    std::string activation = "relu";
    std::uint64_t seed = 1;
    int epochs = 60;
    int starts = 20; ///< the first has this seed, the others the next ones
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
                           option == "--starts" || option == "--data";
        if (!known) throw usage_error("unknown option " + csv::quoted(option) + ", see --help");
        if (++i == count) throw usage_error(std::string(option) + " needs a value");
        if (option == "--activation") o.activation = arguments[i];
        if (option == "--seed") o.seed = number(option, arguments[i], std::uint64_t{0});
        if (option == "--epochs") o.epochs = number(option, arguments[i], 1);
        if (option == "--starts") o.starts = number(option, arguments[i], 1);
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
    std::printf("digits [--activation NAME] [--seed N] [--epochs N] [--starts N] [--data "
                "PATH]\nactivations:");
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

/// Trains a network and returns how it read the digits it had not seen; show(epoch, loss, seconds,
/// network, table) is called after every epoch.
template <class Show>
Eigen::MatrixXi learn(options const& o, std::uint64_t seed, mlp::samples const& train,
                      mlp::samples const& test, Show const& show) {
    mlp::network<float> net = make_network(o.activation, seed);
    mlp::trainer trainer(train, batch_size, ~seed);
    trainer.noise = noise;
    mlp::adam optimiser;
    for (int epoch = 0; epoch < o.epochs; ++epoch) {
        auto const start = std::chrono::steady_clock::now();
        optimiser.rate = rate / 2 * (1 + std::cos(std::numbers::pi * epoch / o.epochs));
        double const loss = trainer.epoch(net, optimiser, l2) + net.penalty(l2);
        std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - start;
        show(epoch, loss, seconds.count(), net);
    }
    return confusion(net, test);
}

/// What other starts read, beside what the first read. A line a second says how far it is.
gallery::spread more_starts(options const& o, mlp::samples const& train, mlp::samples const& test,
                            double first) {
    auto const others = static_cast<std::size_t>(o.starts - 1);
    std::vector<double> right(others);
    std::atomic<std::size_t> done{1};
    auto const begin = std::chrono::steady_clock::now();
    std::atomic<long> said{0};
    gallery::in_parallel(others, [&](std::size_t i) {
        right[i] = accuracy(learn(o, o.seed + 1 + i, train, test, [](auto&&...) {}));
        std::chrono::duration<double> const since = std::chrono::steady_clock::now() - begin;
        std::size_t const now_done = ++done;
        auto const second = static_cast<long>(since.count());
        if (said.exchange(second) < second) {
            std::fprintf(stderr, "digits: %zu of %d starts\n", now_done, o.starts);
        }
    });
    gallery::spread all;
    all.add(first);
    for (double const r : right) all.add(r);
    return all;
}

int run(options const& o) {
    mlp::samples const all = read(o.data);
    mlp::samples const train = all.part(0, train_count);
    mlp::samples const test = all.part(all.count() - test_count, test_count);
    std::printf("64-64-32-10, %s, seed %llu, %td digits to learn, %td by other writers to test\n",
                o.activation.c_str(), static_cast<unsigned long long>(o.seed), train_count,
                test_count);

    double loss = 0;
    auto const show = [&](int epoch, double now, double seconds, mlp::network<float>& net) {
        loss = now;
        std::printf("epoch %3d  loss %.4f  train %.4f  test %.4f  %8.0f samples/s\n", epoch + 1,
                    loss, mlp::accuracy(net, train), accuracy(confusion(net, test)),
                    train_count / seconds);
    };
    Eigen::MatrixXi const table = learn(o, o.seed, train, test, show);

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
    std::fflush(stdout);
    gallery::spread const right = more_starts(o, train, test, accuracy(table));
    std::printf("%d starts: mean %.3f, deviation %.3f, least to most %.3f to %.3f\n", o.starts,
                right.mean(), right.deviation(), right.least(), right.most());
    if (o.is_default()) {
        bool const holds =
            accuracy(table) >= required_accuracy && right.least() >= required_of_others;
        std::printf("%s every start reads %.2f or more\n",
                    holds ? "yes:" : "NO: ", required_of_others);
        return holds ? 0 : 1;
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
