// SPDX-License-Identifier: MIT
//
// Learns to read handwritten digits: a 64-64-32-10 network with any pointwise activation, trained
// on 1297 digits, tested on 500 by other writers. `digits --help` lists the options.
#include "csv.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>
#include <actfn/init.hpp>
#include <actfn/loss.hpp>
#include <actfn/visit.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <numbers>
#include <numeric>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using Eigen::Index;

constexpr Index train_count = 1297;
constexpr Index test_count = 500;
constexpr Index pixels = 64;
constexpr Index classes = 10;

constexpr Index batch_size = 16;
constexpr double rate = 5e-3; // falls to 0 as half a cosine
constexpr double l2 = 2e-3;
constexpr double required_accuracy = 0.92; // of the default activation and number of epochs

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
    actfn::visit(
        name, [&net](auto const& f) { net.add(64, f).add(32, f).add(classes, actfn::identity); });
    return net;
}

void print_help() {
    std::printf("digits [--activation NAME] [--seed N] [--epochs N] [--data PATH]\nactivations:");
    for (std::string_view const name : actfn::names()) std::printf(" %s", name.data());
    std::printf("\n");
}

/// Images as columns of numbers from 0 to 1.
struct samples {
    mlp::matrix<float> images;
    std::vector<int> labels;
};

samples read_samples(std::string const& path) {
    auto const table = csv::read<int>(path, train_count + test_count, pixels + 1);
    auto const cell = [&](Index row, Index column, int most) {
        auto const r = static_cast<std::size_t>(row);
        auto const c = static_cast<std::size_t>(column);
        int const value = table(r, c);
        if (value < 0 || value > most) {
            throw csv::error(path, r + 1, c + 1,
                             std::to_string(value) + " is not from 0 to " + std::to_string(most));
        }
        return value;
    };
    auto const rows = static_cast<Index>(table.rows());
    samples s{mlp::matrix<float>(pixels, rows), {}};
    for (Index row = 0; row < rows; ++row) {
        for (Index pixel = 0; pixel < pixels; ++pixel) {
            s.images(pixel, row) = static_cast<float>(cell(row, pixel, 16)) / 16;
        }
        s.labels.push_back(cell(row, pixels, classes - 1));
    }
    return s;
}

/// How often a digit (row) was read as which (column).
Eigen::MatrixXi confusion(mlp::network<float>& net, mlp::batch<float> const& images,
                          std::span<int const> labels) {
    Eigen::MatrixXi table = Eigen::MatrixXi::Zero(classes, classes);
    auto const logits = net.forward(images);
    for (Index j = 0; j < images.cols(); ++j) {
        Index answer = 0;
        logits.col(j).maxCoeff(&answer);
        ++table(labels[static_cast<std::size_t>(j)], answer);
    }
    return table;
}

double accuracy(Eigen::MatrixXi const& table) {
    return static_cast<double>(table.trace()) / static_cast<double>(table.sum());
}

/// Fisher and Yates; std::shuffle gives another order with another library.
void shuffle(std::vector<std::size_t>& order, std::mt19937_64& bits) {
    for (std::size_t left = order.size(); left > 1; --left) {
        auto const chosen =
            static_cast<std::size_t>(actfn::init::uniform(bits) * static_cast<double>(left));
        std::swap(order[left - 1], order[chosen]);
    }
}

int run(options const& o) {
    mlp::network<float> net = make_network(o.activation, o.seed);
    samples const all = read_samples(o.data);
    auto const train_images = all.images.leftCols(train_count);
    auto const train_labels = std::span(all.labels).first(train_count);
    auto const test_images = all.images.rightCols(test_count);
    auto const test_labels = std::span(all.labels).last(test_count);
    std::printf("64-64-32-10, %s, seed %llu, %td digits to learn, %td by other writers to test\n",
                o.activation.c_str(), static_cast<unsigned long long>(o.seed), train_count,
                test_count);

    std::mt19937_64 bits(~o.seed);
    std::vector<std::size_t> order(train_count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    mlp::matrix<float> images(pixels, batch_size);
    mlp::matrix<float> gradient(classes, batch_size);
    std::vector<int> labels(batch_size);
    mlp::adam optimiser;
    Eigen::MatrixXi table;
    double loss = 0;
    for (int epoch = 0; epoch < o.epochs; ++epoch) {
        auto const start = std::chrono::steady_clock::now();
        optimiser.rate = rate / 2 * (1 + std::cos(std::numbers::pi * epoch / o.epochs));
        shuffle(order, bits);
        loss = 0;
        for (Index begin = 0; begin < train_count; begin += batch_size) {
            Index const n = std::min(batch_size, train_count - begin);
            labels.clear();
            for (Index j = 0; j < n; ++j) {
                auto const chosen = order[static_cast<std::size_t>(begin + j)];
                images.col(j) = train_images.col(static_cast<Index>(chosen));
                labels.push_back(train_labels[chosen]);
            }
            auto const x = images.leftCols(n);
            auto gy = gradient.leftCols(n);
            float const mean =
                actfn::softmax_cross_entropy(net.forward(x, mlp::training), labels, gy);
            loss += static_cast<double>(mean) * static_cast<double>(n);
            net.backward(x, gy, l2);
            net.update(optimiser);
        }
        loss = loss / train_count + net.penalty(l2);
        std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - start;

        double const learnt = accuracy(confusion(net, train_images, train_labels));
        table = confusion(net, test_images, test_labels);
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
