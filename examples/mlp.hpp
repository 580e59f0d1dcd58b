// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/eigen.hpp>
#include <actfn/init.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

/// A multilayer perceptron and its training by backpropagation. A column is a sample. Buffers grow
/// to the largest batch seen; from then on no step allocates.
namespace mlp {

using Eigen::Index;
template <class T> using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
/// Columns of a matrix, not copied.
template <class T> using batch = Eigen::Ref<matrix<T> const>;

/// The weights or biases of a layer, the gradient of the loss with respect to them, and what an
/// optimiser remembers of past gradients.
template <class T> struct parameter {
    matrix<T> value, gradient, mean, square;

    parameter(Index rows, Index columns)
        : value(matrix<T>::Zero(rows, columns)), gradient(value), mean(value), square(value) {}
};

/// z = W·x + b,  y = f(z), for any f. The gradient comes back as
/// ∂L/∂z = ∂L/∂y ⊙ f′(z),  ∂L/∂W = ∂L/∂z·xᵀ,  ∂L/∂b = Σ ∂L/∂z,  ∂L/∂x = Wᵀ·∂L/∂z.
template <class T> class layer {
  public:
    parameter<T> weights, bias;

    /// Draws the weights; the biases start at 0.
    layer(Index inputs, Index outputs, actfn::init::spread const& spread, std::mt19937_64& bits)
        : weights(outputs, inputs), bias(outputs, 1) {
        actfn::init::fill_uniform(weights.value, spread, bits);
    }
    virtual ~layer() = default;

    Index inputs() const { return weights.value.cols(); }
    Index outputs() const { return weights.value.rows(); }
    /// y of the first n samples last seen.
    batch<T> output(Index n) const { return y_.leftCols(n); }

    void forward(batch<T> const& x) {
        reserve(x.cols());
        auto z = z_.leftCols(x.cols());
        z.noalias() = weights.value * x;
        z.colwise() += bias.value.col(0);
        activate(x.cols());
    }

    /// Sets both gradients and returns ∂L/∂x, from the x of the last forward and gy = ∂L/∂y.
    batch<T> backward(batch<T> const& x, batch<T> const& gy, double l2) {
        differentiate(gy);
        auto const gz = gz_.leftCols(x.cols());
        auto gx = gx_.leftCols(x.cols());
        weights.gradient.noalias() = gz * x.transpose();
        weights.gradient += static_cast<T>(l2) * weights.value;
        bias.gradient = gz.rowwise().sum();
        gx.noalias() = weights.value.transpose() * gz;
        return gx;
    }

  protected:
    /// y = f(z) for n samples, and gz = gy ⊙ f′(z).
    virtual void activate(Index n) = 0;
    virtual void differentiate(batch<T> const& gy) = 0;

    matrix<T> z_, y_, gz_, gx_;

  private:
    void reserve(Index samples) {
        if (samples <= z_.cols()) return;
        for (auto* m : {&z_, &y_, &gz_}) m->resize(outputs(), samples);
        gx_.resize(inputs(), samples);
    }
};

/// The one place where a layer knows its activation.
template <class T, actfn::pointwise_activation F> class dense final : public layer<T> {
  public:
    /// Weights are drawn Glorot's, He's or LeCun's way, whichever suits f.
    dense(Index inputs, Index outputs, F const& f, std::mt19937_64& bits)
        : layer<T>(inputs, outputs,
                   actfn::init::for_activation(f, static_cast<std::size_t>(inputs),
                                               static_cast<std::size_t>(outputs)),
                   bits),
          f_(f) {}

  protected:
    void activate(Index n) override { this->y_.leftCols(n) = f_(this->z_.leftCols(n)); }
    void differentiate(batch<T> const& gy) override {
        this->gz_.leftCols(gy.cols()) = f_.backward(this->z_.leftCols(gy.cols()), gy);
    }

  private:
    F f_;
};

template <class T> class network {
  public:
    network(Index inputs, std::uint64_t seed) : inputs_(inputs), bits_(seed) {}

    /// Appends a layer: add(64, actfn::gelu).
    template <actfn::pointwise_activation F> network& add(Index units, F const& f) {
        Index const inputs = layers_.empty() ? inputs_ : layers_.back()->outputs();
        layers_.push_back(std::make_unique<dense<T, F>>(inputs, units, f, bits_));
        return *this;
    }

    auto const& layers() const { return layers_; }

    batch<T> forward(batch<T> const& x) {
        for (std::size_t i = 0; i < layers_.size(); ++i) layers_[i]->forward(input(i, x));
        return layers_.back()->output(x.cols());
    }

    /// Sets every gradient from the x of the last forward and gy = ∂L/∂y; returns ∂L/∂x.
    batch<T> backward(batch<T> const& x, batch<T> const& gy, double l2 = 0) {
        return backward(layers_.size() - 1, x, gy, l2);
    }

    /// l2/2·‖W‖², what weight decay adds to the loss; biases are free.
    double penalty(double l2) const {
        double sum = 0;
        for (auto const& l : layers_) {
            sum += static_cast<double>(l->weights.value.squaredNorm());
        }
        return l2 / 2 * sum;
    }

    template <class Optimiser> void update(Optimiser& optimiser) {
        optimiser.next_step();
        for (auto& l : layers_) {
            optimiser.update(l->weights);
            optimiser.update(l->bias);
        }
    }

  private:
    batch<T> input(std::size_t i, batch<T> const& x) const {
        return i == 0 ? x : layers_[i - 1]->output(x.cols());
    }
    batch<T> backward(std::size_t i, batch<T> const& x, batch<T> const& gy, double l2) {
        auto const gx = layers_[i]->backward(input(i, x), gy, l2);
        return i == 0 ? gx : backward(i - 1, x, gx, l2);
    }

    Index inputs_;
    std::mt19937_64 bits_;
    std::vector<std::unique_ptr<layer<T>>> layers_;
};

/// Gradient descent with momentum: v ← μ·v − η·g,  w ← w + v.
struct momentum {
    double rate = 0.1, mu = 0.9;

    void next_step() {}
    template <class T> void update(parameter<T>& p) const {
        p.mean = static_cast<T>(mu) * p.mean - static_cast<T>(rate) * p.gradient;
        p.value += p.mean;
    }
};

/// Kingma, Ba 2015, arXiv:1412.6980.
struct adam {
    double rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    int step = 0;

    void next_step() { ++step; }
    template <class T> void update(parameter<T>& p) const {
        auto const g = p.gradient.array();
        auto const bias1 = static_cast<T>(1 / (1 - std::pow(beta1, step)));
        auto const bias2 = static_cast<T>(1 / (1 - std::pow(beta2, step)));
        p.mean.array() += static_cast<T>(1 - beta1) * (g - p.mean.array());
        p.square.array() += static_cast<T>(1 - beta2) * (g.square() - p.square.array());
        p.value.array() -= static_cast<T>(rate) * bias1 * p.mean.array() /
                           ((bias2 * p.square.array()).sqrt() + static_cast<T>(epsilon));
    }
};

} // namespace mlp
