// SPDX-License-Identifier: MIT
//
// A complex-valued network on data that is complex by nature: radar returns from the ionosphere,
// each the autocorrelation of a signal at 17 lags. A complex hidden layer, trained by complex
// backpropagation (G = dL/dRe + i dL/dIm), against a real one with as many parameters.
#include "complex_network.hpp"
#include "csv.hpp"
#include "gallery.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using Eigen::Index;
using matrix = mlp::matrix<float>;

constexpr Index lags = 17;
constexpr Index train_count = 200;
constexpr Index count = 351;
constexpr Index complex_units = 18; // 18 (17 + 1 + 1) complex numbers and 1 are
constexpr Index real_units = 19;    // 19 (34 + 1 + 1) real numbers and 1

constexpr double rate = 0.02; // falls to 0 as half a cosine
constexpr double l2 = 1e-3;

double rate_at(int step, int steps) {
    return rate / 2 * (1 + std::cos(std::numbers::pi * step / steps));
}

struct radar {
    matrix x = matrix(2 * lags, count); // real, imaginary, real, ...
    matrix good = matrix(1, count);

    explicit radar(std::string const& path) {
        auto const table = csv::read<float>(path, count, 2 * lags + 1);
        for (Index i = 0; i < count; ++i) {
            for (Index k = 0; k <= 2 * lags; ++k) {
                float const v = table(static_cast<std::size_t>(i), static_cast<std::size_t>(k));
                (k < 2 * lags ? x(k, i) : good(0, i)) = v;
            }
        }
    }

    double accuracy(matrix const& logits) const {
        Index const n = logits.cols();
        auto const right = (logits.array() > 0) == (good.rightCols(n).array() > 0.5F);
        return static_cast<double>(right.count()) / static_cast<double>(n);
    }
};

/// The complex network with its training.
template <class F> class complex_network {
  public:
    complex_network(F const& f, std::uint64_t seed) : net_(f, lags, complex_units, seed) {}
    matrix logits(matrix const& x) { return net_.logits(x); }
    void train(matrix const& x, matrix const& target, int steps) {
        mlp::adam optimiser;
        matrix g(1, target.cols());
        for (int step = 0; step < steps; ++step) {
            optimiser.rate = rate_at(step, steps);
            actfn::sigmoid_binary_cross_entropy(net_.logits(x), target, g);
            net_.backward(x, g, l2);
            net_.update(optimiser);
        }
    }
    Index parameters() {
        Index n = 0;
        for (auto const* p : net_.parameters()) n += p->value.size();
        return n;
    }

  private:
    mlp::complex_network<float, F> net_;
};

/// The real network, with the members of the other.
template <class F> class real_network {
  public:
    real_network(F const& f, std::uint64_t seed) : net_(2 * lags, seed) {
        net_.add(real_units, f).add(1, actfn::identity);
    }
    matrix logits(matrix const& x) { return net_.forward(x); }
    void train(matrix const& x, matrix const& target, int steps) {
        mlp::adam optimiser;
        matrix g(1, target.cols());
        for (int step = 0; step < steps; ++step) {
            optimiser.rate = rate_at(step, steps);
            mlp::sigmoid_output::loss(net_.forward(x, mlp::training), target, g);
            net_.backward(x, g, l2);
            net_.update(optimiser);
        }
    }
    Index parameters() const {
        Index n = 0;
        for (auto const& l : net_.layers()) n += l->weights.value.size() + l->bias.value.size();
        return n;
    }

  private:
    mlp::network<float> net_;
};

} // namespace

int main(int argument_count, char** arguments) {
    return gallery::run("complex_ionosphere", argument_count, arguments, [](gallery::example& e) {
        radar const data(ACTFN_EXAMPLE_DATA_DIR "/ionosphere.csv");
        matrix const x = data.x.leftCols(train_count);
        matrix const target = data.good.leftCols(train_count);
        matrix const unseen = data.x.rightCols(count - train_count);
        int const steps = e.quick() ? 20 : 300;
        int const starts = e.quick() ? 1 : 20;
        auto csv = e.csv("network,seed,accuracy");
        std::printf("%td returns to learn, %td to test, %d starts\n", train_count,
                    count - train_count, starts);
        std::printf("                                    parameters  mean   least to most\n");

        std::size_t done = 0;
        double best_complex = 0;
        double best_real = 0;
        auto const try_out = [&]<class Net>(char const* name, auto const& f, double& best,
                                            std::in_place_type_t<Net>) {
            double mean = 0, least = 1, most = 0;
            Index parameters = 0;
            for (int seed = 1; seed <= starts; ++seed) {
                e.progress(done++, 7 * static_cast<std::size_t>(starts));
                Net net(f, static_cast<std::uint64_t>(seed));
                net.train(x, target, steps);
                double const right = data.accuracy(net.logits(unseen));
                csv.row(name, seed, right);
                mean += right / starts;
                least = std::min(least, right);
                most = std::max(most, right);
                parameters = net.parameters();
            }
            std::printf("%-36s %9td  %.3f  %.3f to %.3f\n", name, parameters, mean, least, most);
            best = std::max(best, mean);
        };
        auto const complex = [&](char const* name, auto const& f) {
            try_out(name, f, best_complex,
                    std::in_place_type<complex_network<std::remove_cvref_t<decltype(f)>>>);
        };
        auto const real = [&](char const* name, auto const& f) {
            try_out(name, f, best_real,
                    std::in_place_type<real_network<std::remove_cvref_t<decltype(f)>>>);
        };
        complex("complex: split tanh", actfn::split(actfn::tanh));
        complex("complex: split relu", actfn::split(actfn::relu));
        complex("complex: amplitude-phase tanh", actfn::amplitude_phase(actfn::tanh));
        complex("complex: modrelu", actfn::modrelu.with({.b = -0.1}));
        complex("complex: cardioid", actfn::cardioid);
        real("real: tanh", actfn::tanh);
        real("real: relu", actfn::relu);

        std::printf("\n");
        e.claim(best_complex >= 0.93, "the best complex network reads 93 % or more");
        e.claim(std::abs(best_complex - best_real) < 0.01, "and as much as the best real one");
    });
}
