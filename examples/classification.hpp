// SPDX-License-Identifier: MIT
#pragma once
#include "csv.hpp"
#include "mlp.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Training a network to tell classes, and the digits to do it with.
namespace mlp {

/// Samples in columns, and the class of each.
struct samples {
    matrix<float> x;
    std::vector<int> classes;

    Index count() const { return x.cols(); }
    samples part(Index begin, Index n) const {
        auto const first = classes.begin() + begin;
        return {x.middleCols(begin, n), {first, first + n}};
    }
};

/// The share of samples for which the output of their class is the largest.
inline double accuracy(network<float>& net, samples const& s) {
    auto const y = net.forward(s.x);
    Index right = 0;
    for (Index j = 0; j < s.count(); ++j) {
        Index answer = 0;
        y.col(j).maxCoeff(&answer);
        if (answer == s.classes[static_cast<std::size_t>(j)]) ++right;
    }
    return static_cast<double>(right) / static_cast<double>(s.count());
}

/// Trains with softmax and cross-entropy, in minibatches of a new order every epoch.
class trainer {
  public:
    /// Standard deviation of what is added to the inputs, anew every time they are shown.
    double noise = 0;

    trainer(samples const& s, Index batch_size, std::uint64_t seed)
        : all_(s),
          order_(s.classes.size()),
          bits_(seed),
          x_(s.x.rows(), batch_size),
          size_(static_cast<std::size_t>(batch_size)) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
    }

    /// Shows the network every sample once; returns the mean loss on the way.
    template <class Optimiser>
    double epoch(network<float>& net, Optimiser& optimiser, double l2 = 0) {
        shuffle();
        gradient_.resize(net.layers().back()->outputs(), x_.cols());
        double sum = 0;
        for (std::size_t begin = 0; begin < order_.size(); begin += size_) {
            auto const chosen =
                std::span(order_).subspan(begin).first(std::min(size_, order_.size() - begin));
            classes_.clear();
            Index n = 0;
            for (std::size_t const i : chosen) {
                x_.col(n++) = all_.x.col(static_cast<Index>(i));
                classes_.push_back(all_.classes[i]);
            }
            if (noise > 0) {
                noise_.resize(x_.rows(), x_.cols());
                actfn::init::fill(noise_, noise, bits_);
                x_ += noise_;
            }
            auto const x = x_.leftCols(n);
            auto gy = gradient_.leftCols(n);
            auto const loss = softmax_output::loss(net.forward(x, training), classes_, gy);
            sum += static_cast<double>(loss) * static_cast<double>(n);
            net.backward(x, gy, l2);
            net.update(optimiser);
        }
        return sum / static_cast<double>(order_.size());
    }

  private:
    /// Fisher and Yates; std::shuffle gives another order with another library.
    void shuffle() {
        for (std::size_t left = order_.size(); left > 1; --left) {
            auto const chosen =
                static_cast<std::size_t>(actfn::init::uniform(bits_) * static_cast<double>(left));
            std::swap(order_[left - 1], order_[chosen]);
        }
    }

    samples const& all_;
    std::vector<std::size_t> order_;
    std::mt19937_64 bits_;
    matrix<float> x_, noise_, gradient_;
    std::size_t size_;
    std::vector<int> classes_;
};

/// Images of 8 x 8 numbers from 0 to 1; the last 500 digits are by writers of their own.
namespace digits {

constexpr Index train_count = 1297;
constexpr Index test_count = 500;
constexpr Index pixels = 64;
constexpr Index classes = 10;

inline samples read(std::string const& path) {
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
    samples s{matrix<float>(pixels, rows), {}};
    for (Index row = 0; row < rows; ++row) {
        for (Index pixel = 0; pixel < pixels; ++pixel) {
            s.x(pixel, row) = static_cast<float>(cell(row, pixel, 16)) / 16;
        }
        s.classes.push_back(cell(row, pixels, classes - 1));
    }
    return s;
}

} // namespace digits
} // namespace mlp
