// SPDX-License-Identifier: MIT
//
// Where complex numbers help: two antennas receive the same tone, and which of them it reaches
// first lies in their relative phase alone. Strength and common phase tell nothing. A complex
// network of phase-equivariant parts does not see the common phase; a real one has to learn that.
#include "complex_network.hpp"
#include "gallery.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <map>
#include <numbers>
#include <random>
#include <string>

namespace {

using mlp::as_complex;
using mlp::Index;
using matrix = mlp::matrix<float>;
using complex_matrix = mlp::complex_matrix<float>;

constexpr Index instants = 6;          // at which each of two antennas is read
constexpr Index inputs = 2 * instants; // complex
constexpr Index complex_units = 8;     // 8 (2 12 + 1) + 1 = 201 real numbers
constexpr Index real_units = 8;        // 8 (24 + 1 + 1) + 1 = 209

/// Samples in columns, complex ones as pairs of rows.
struct task {
    matrix X, T;

    task(Index n, std::uint64_t seed) : X(2 * inputs, n), T(1, n) {
        std::mt19937_64 random(seed);
        actfn::init::fill(X, 0.5, random); // noise
        auto const draw = [&](double a, double b) {
            return a + (b - a) * actfn::init::uniform(random);
        };
        for (Index j = 0; j < n; ++j) {
            bool const first = j % 2 == 0;
            double const common = draw(0, 2 * std::numbers::pi);
            double const lead = draw(0.1, 0.9) * (first ? std::numbers::pi : -std::numbers::pi);
            for (int antenna = 0; antenna < 2; ++antenna) {
                double const strength = draw(0.5, 1.5);
                for (Index t = 0; t < instants; ++t) {
                    double const angle = common + static_cast<double>(t) + (antenna ? lead : 0);
                    Index const row = 2 * (antenna * instants + t);
                    X(row, j) += static_cast<float>(strength * std::cos(angle));
                    X(row + 1, j) += static_cast<float>(strength * std::sin(angle));
                }
            }
            T(0, j) = first ? 1 : 0;
        }
    }
};

/// logit = sum of v |f(W x)|^2, + c: with an f that turns with its input no common phase enters.
template <class F> struct complex_network {
    F f;
    mlp::parameter<float> W{2 * complex_units, inputs}, v{1, complex_units}, c{1, 1};
    complex_matrix Z, H;
    matrix power;

    complex_network(F const& activation, std::uint64_t seed) : f(activation) {
        std::mt19937_64 random(seed);
        actfn::init::fill(W.value, actfn::init::lecun(2 * inputs), random);
        actfn::init::fill(v.value, actfn::init::lecun(complex_units), random);
    }
    matrix logits(matrix const& X) {
        Z = as_complex(W.value) * as_complex(X);
        H = f(Z);
        power = H.cwiseAbs2();
        return (v.value * power).array() + c.value(0, 0);
    }
    void backward(matrix const& X, matrix const& g) {
        v.gradient = g * power.transpose();
        c.gradient(0, 0) = g.sum();
        matrix const by_power = 2 * v.value.transpose() * g;
        complex_matrix const gH = H.array() * by_power.array().cast<std::complex<float>>();
        complex_matrix const gZ = f.backward(Z, gH);
        as_complex(W.gradient) = gZ * as_complex(X).adjoint();
    }
    auto parameters() { return std::array{&W, &v, &c}; }
};

/// logit = sum of v f(W x + b), + c.
template <class F> struct real_network {
    F f;
    mlp::parameter<float> W{real_units, 2 * inputs}, b{real_units, 1}, v{1, real_units}, c{1, 1};
    matrix Z, H;

    real_network(F const& activation, std::uint64_t seed) : f(activation) {
        std::mt19937_64 random(seed);
        actfn::init::fill(W.value, actfn::init::lecun(2 * inputs), random);
        actfn::init::fill(v.value, actfn::init::lecun(real_units), random);
    }
    matrix logits(matrix const& X) {
        Z = (W.value * X).colwise() + b.value.col(0);
        H = f(Z);
        return (v.value * H).array() + c.value(0, 0);
    }
    void backward(matrix const& X, matrix const& g) {
        v.gradient = g * H.transpose();
        c.gradient(0, 0) = g.sum();
        matrix const gZ = f.backward(Z, v.value.transpose() * g);
        W.gradient = gZ * X.transpose();
        b.gradient = gZ.rowwise().sum();
    }
    auto parameters() { return std::array{&W, &b, &v, &c}; }
};

} // namespace

int main(int count, char** arguments) {
    return gallery::run("phase", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        int const steps = e.quick() ? 20 : 400;
        auto csv = e.csv("network,seed,accuracy");
        std::printf("two antennas, 50 samples to learn, 1000 others, Adam, %d steps, %d starts\n"
                    "                      numbers   mean  deviation  least to most\n",
                    steps, starts);
        std::map<std::string, double> mean;
        double best_real = 0;
        auto const try_out = [&](char const* name, bool is_real, auto const& make) {
            gallery::spread right;
            Index numbers = 0;
            for (int seed = 1; seed <= starts; ++seed) {
                task const seen(50, static_cast<std::uint64_t>(seed)), unseen(1000, 1000);
                auto net = make(static_cast<std::uint64_t>(seed));
                mlp::adam optimiser;
                matrix g(1, seen.X.cols());
                for (int step = 0; step < steps; ++step) {
                    actfn::sigmoid_binary_cross_entropy(net.logits(seen.X), seen.T, g);
                    net.backward(seen.X, g);
                    optimiser.rate = 0.01 * (1 + std::cos(std::numbers::pi * step / steps));
                    optimiser.next_step();
                    for (auto* p : net.parameters()) optimiser.update(*p);
                }
                matrix const Y = net.logits(unseen.X);
                auto const same = (Y.array() > 0) == (unseen.T.array() > 0.5F);
                right.add(static_cast<double>(same.count()) / static_cast<double>(Y.size()));
                csv.row(name, seed, right.values().back());
                numbers = 0;
                for (auto* p : net.parameters()) numbers += p->value.size();
            }
            std::printf("%-24s %4td  %.3f  %9.3f  %.3f to %.3f\n", name, numbers, right.mean(),
                        right.deviation(), right.least(), right.most());
            mean[name] = right.mean();
            if (is_real) best_real = std::max(best_real, right.mean());
            e.progress(mean.size(), 8);
        };
        auto const complex = [&](char const* name, auto const& f) {
            try_out(name, false, [&](std::uint64_t seed) { return complex_network(f, seed); });
        };
        auto const real = [&](char const* name, auto const& f) {
            try_out(name, true, [&](std::uint64_t seed) { return real_network(f, seed); });
        };
        complex("complex: modrelu", actfn::modrelu.with({.b = -0.1}));
        complex("complex: cardioid", actfn::cardioid);
        complex("complex: split tanh", actfn::split(actfn::tanh));
        complex("complex: split relu", actfn::split(actfn::relu));
        real("real: relu", actfn::relu);
        real("real: tanh", actfn::tanh);
        real("real: gelu", actfn::gelu);
        real("real: square", actfn::square);

        std::printf("\n");
        e.claim(mean["complex: modrelu"] > best_real + 0.015,
                "modrelu, which turns with its input, tells more than the best real network");
        e.claim(mean["complex: modrelu"] > mean["real: relu"] + 0.05,
                "and far more than real relu");
        e.claim(std::abs(mean["complex: cardioid"] - best_real) < 0.02,
                "cardioid, which does not turn with it, tells as much as the best real network");
    });
}
