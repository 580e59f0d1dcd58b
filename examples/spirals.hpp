// SPDX-License-Identifier: MIT
#pragma once
#include "mlp.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <utility>

/// Two spirals, one inside the other: no straight line tells them apart, nor do a few.
namespace spirals {

using Eigen::Index;
using matrix = mlp::matrix<float>;

/// Points in columns, and which spiral each is of, 0 or 1.
struct task {
    matrix X, T;

    task(Index n, std::uint64_t seed, double turns = 2) : X(2, n), T(1, n) {
        std::mt19937_64 random(seed);
        actfn::init::fill(X, 0.04, random); // points lie beside their spiral
        for (Index i = 0; i < n; ++i) {
            double const t = std::sqrt((static_cast<double>(i) + 0.5) / static_cast<double>(n));
            double const angle = std::numbers::pi * (2 * turns * t + static_cast<double>(i % 2));
            X(0, i) += static_cast<float>(2 * t * std::cos(angle));
            X(1, i) += static_cast<float>(2 * t * std::sin(angle));
            T(0, i) = static_cast<float>(i % 2);
        }
    }
};

/// Two hidden layers of units with the activation f, and a logit. Where f is no function of a
/// number but of a column, like crelu, which makes it twice as long, a layer has as many outputs.
template <class F> class network {
    static constexpr bool of_numbers = actfn::pointwise_function<F>;

    static constexpr Index outputs_of(Index units) {
        if constexpr (of_numbers) {
            return units;
        } else {
            return units * static_cast<Index>(F::kernel_type::times);
        }
    }

  public:
    F f;
    mlp::parameter<float> W1, b1, W2, b2, W3, b3;
    matrix Z1, H1, Z2, H2; ///< of the last pass

    network(F const& activation, Index width, std::uint64_t seed)
        : f(activation),
          W1(width, 2),
          b1(width, 1),
          W2(width, outputs_of(width)),
          b2(width, 1),
          W3(1, outputs_of(width)),
          b3(1, 1) {
        std::mt19937_64 random(seed);
        auto const scheme = of_numbers ? f.facts().init : actfn::init_scheme::he;
        auto const draw = [&](matrix& W) {
            auto const spread = actfn::init::by_scheme(scheme, static_cast<std::size_t>(W.cols()),
                                                       static_cast<std::size_t>(W.rows()));
            actfn::init::fill(W, spread, random);
        };
        draw(W1.value);
        draw(W2.value);
        draw(W3.value);
        actfn::init::fill(b1.value, 1.0, random);
    }

    matrix logits(matrix const& X) {
        Z1 = (W1.value * X).colwise() + b1.value.col(0);
        H1 = activate(Z1);
        Z2 = (W2.value * H1).colwise() + b2.value.col(0);
        H2 = activate(Z2);
        return (W3.value * H2).colwise() + b3.value.col(0);
    }

    /// A step of the optimiser against the gradient of the cross-entropy.
    template <class Optimiser> void step(task const& s, Optimiser& optimiser) {
        step(s, optimiser, [&s](matrix const& Y, matrix& gY) {
            actfn::sigmoid_binary_cross_entropy(Y, s.T, gY);
        });
    }
    /// The same against that of another loss: loss(Y, gY) is to set gY, its gradient by the logits.
    template <class Optimiser, class Loss>
    void step(task const& s, Optimiser& optimiser, Loss const& loss) {
        matrix gY(1, s.X.cols());
        loss(logits(s.X), gY);
        matrix const g2 = back(Z2, W3.value.transpose() * gY);
        matrix const g1 = back(Z1, W2.value.transpose() * g2);
        auto const set = [](auto& W, auto& b, matrix const& g, matrix const& input) {
            W.gradient.noalias() = g * input.transpose();
            b.gradient = g.rowwise().sum();
        };
        set(W1, b1, g1, s.X);
        set(W2, b2, g2, H1);
        set(W3, b3, gY, H2);
        optimiser.next_step();
        for (auto* p : parameters()) optimiser.update(*p);
    }

    std::array<mlp::parameter<float>*, 6> parameters() { return {&W1, &b1, &W2, &b2, &W3, &b3}; }

    /// Steps of Adam, whose rate falls to 0 as half a cosine.
    void train(task const& s, int steps, double rate = 0.05) {
        mlp::adam optimiser;
        for (int i = 0; i < steps; ++i) {
            optimiser.rate = rate / 2 * (1 + std::cos(std::numbers::pi * i / steps));
            step(s, optimiser);
        }
    }

    /// The share of points that are told to be of their spiral.
    double accuracy(task const& s) {
        matrix const Y = logits(s.X);
        auto const right = (Y.array() > 0) == (s.T.array() > 0.5F);
        return static_cast<double>(right.count()) / static_cast<double>(s.X.cols());
    }

  private:
    matrix activate(matrix const& Z) const {
        if constexpr (of_numbers) {
            return f(Z);
        } else {
            return f(Z.colwise());
        }
    }
    matrix back(matrix const& Z, matrix const& gH) const {
        if constexpr (of_numbers) {
            return f.backward(Z, gH);
        } else {
            return f.backward(Z.colwise(), gH.colwise());
        }
    }
};

} // namespace spirals
