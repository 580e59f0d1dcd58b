// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/gated/maxout.hpp>
#include <actfn/init.hpp>
#include <actfn/loss.hpp>
#include <actfn/pointwise/sigmoid.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

/// A multilayer perceptron and its training by backpropagation. A column is a sample. Buffers grow
/// to the largest batch seen; from then on no step allocates, if EIGEN_STACK_ALLOCATION_LIMIT lets
/// Eigen keep the blocks of large products on the stack.
namespace mlp {

using Eigen::Index;
template <class T> using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
/// Columns of a matrix, not copied.
template <class T> using batch = Eigen::Ref<matrix<T> const>;

/// A pass for training keeps what `backward` needs; one for inference computes values only.
enum class pass { inference, training };
using enum pass;

/// Numbers to be learnt, the gradient of the loss with respect to them, and what an optimiser
/// remembers of past gradients.
template <class T> struct parameter {
    matrix<T> value, gradient, mean, square;

    parameter(Index rows, Index columns)
        : value(matrix<T>::Zero(rows, columns)), gradient(value), mean(value), square(value) {}
};

/// z = W·x + b,  y = f(z), for any f. The gradient comes back as
/// ∂L/∂z = f′(z)ᵀ·∂L/∂y,  ∂L/∂W = ∂L/∂z·xᵀ,  ∂L/∂b = Σ ∂L/∂z,  ∂L/∂x = Wᵀ·∂L/∂z.
template <class T> class layer {
  public:
    /// `shape`: the parameters of f, where f learns them.
    parameter<T> weights, bias, shape{0, 0};

    virtual ~layer() = default;

    Index inputs() const { return weights.value.cols(); }
    Index outputs() const { return outputs_; }
    virtual std::string_view name() const = 0;
    /// z and y of the first n samples last seen.
    batch<T> linear(Index n) const { return z_.leftCols(n); }
    batch<T> output(Index n) const { return y_.leftCols(n); }
    /// f′(z)ᵀ·1 of them, the slopes of a pointwise f.
    batch<T> slope(Index n) {
        differentiate(matrix<T>::Ones(outputs(), n));
        return gz_.leftCols(n);
    }

    void forward(batch<T> const& x, pass p) {
        Index const n = x.cols();
        if (n > z_.cols()) {
            for (auto* m : {&z_, &gz_}) m->resize(weights.value.rows(), n);
            y_.resize(outputs(), n);
            gx_.resize(inputs(), n);
        }
        auto z = z_.leftCols(n);
        z.noalias() = weights.value * x;
        z.colwise() += bias.value.col(0);
        activate(n, p);
        awaited_ = p == training ? n : 0;
    }

    /// Sets the gradients, from gy = ∂L/∂y and the x of the last pass, which was one for training.
    void backward(batch<T> const& x, batch<T> const& gy, double l2) {
        Index const n = x.cols();
        if (n != awaited_) {
            throw std::logic_error("mlp: backward needs a forward pass for training before it");
        }
        awaited_ = 0;
        differentiate(gy);
        auto const gz = gz_.leftCols(n);
        if (n == 1) {
            weights.gradient.noalias() = gz.col(0) * x.col(0).transpose();
        } else {
            weights.gradient.noalias() = gz * x.transpose();
        }
        if (l2 != 0) weights.gradient += static_cast<T>(l2) * weights.value;
        bias.gradient = gz.rowwise().sum();
    }

    /// ∂L/∂x of the n samples of the last `backward`, before an update.
    batch<T> input_gradient(Index n) {
        auto gx = gx_.leftCols(n);
        gx.noalias() = weights.value.transpose() * gz_.leftCols(n);
        return gx;
    }

    /// After an update of the parameters.
    virtual void settle() {}

  protected:
    /// Draws the weights for `sums` of the inputs, of which there are `outputs` values of f; the
    /// biases start at 0.
    layer(Index inputs, Index sums, Index outputs, actfn::init::spread const& spread,
          std::mt19937_64& bits)
        : weights(sums, inputs), bias(sums, 1), outputs_(outputs) {
        actfn::init::fill_uniform(weights.value, spread, bits);
    }

    /// y = f(z) of n samples.
    virtual void activate(Index n, pass p) = 0;
    /// gz = f′(z)ᵀ·gy.
    virtual void differentiate(batch<T> const& gy) = 0;

    matrix<T> z_, y_, gz_, gx_;

  private:
    Index outputs_;
    Index awaited_ = 0;
};

/// How many sums an output of f is made of, and how many outputs f makes of a sum.
template <class F> constexpr std::pair<Index, Index> shape_of() {
    using K = typename F::kernel_type;
    if constexpr (actfn::gated_function<F>) {
        return {2, 1};
    } else if constexpr (actfn::halves_kernel<K>) {
        return {K::over, K::times};
    } else if constexpr (requires { K::static_group; }) {
        return {K::static_group, 1};
    } else {
        return {1, 1};
    }
}

/// Units with any activation: of each sum (gelu), of pairs (swiglu), of groups (maxout<3>), of
/// all (softmax), or of each sum and its negative (crelu). One that draws random numbers in
/// training, such as rrelu, draws new ones in every pass.
template <class T, class F> class units final : public layer<T> {
    static constexpr auto shape = shape_of<F>();
    static constexpr bool draws = actfn::stochastic_kernel<typename F::kernel_type>;

  public:
    std::uint64_t stream = 0; ///< what the next pass draws from

    units(Index inputs, Index n, F const& f, actfn::init::spread const& spread,
          std::mt19937_64& bits)
        : layer<T>(inputs, n * shape.first, n * shape.second, spread, bits),
          f_(f),
          seed_(draws ? bits() : 0) {}

    std::string_view name() const override { return f_.facts().name; }

  protected:
    void activate(Index n, pass p) override {
        auto const z = this->z_.leftCols(n);
        auto y = this->y_.leftCols(n);
        if constexpr (actfn::gated_function<F>) {
            y = f_(z.topRows(y.rows()), z.bottomRows(y.rows()));
        } else if constexpr (actfn::lines_kernel<typename F::kernel_type>) {
            y = f_(z.colwise());
        } else if (draws && p == training) {
            ++stream;
            y = drawn()(z);
        } else {
            y = f_(z);
        }
    }
    void differentiate(batch<T> const& gy) override {
        auto const z = this->z_.leftCols(gy.cols());
        auto gz = this->gz_.leftCols(gy.cols());
        if constexpr (actfn::gated_function<F>) {
            Index const half = gy.rows();
            actfn::backward(f_, z.topRows(half), z.bottomRows(half), gy, gz.topRows(half),
                            gz.bottomRows(half));
        } else if constexpr (actfn::lines_kernel<typename F::kernel_type>) {
            gz = f_.backward(z.colwise(), gy.colwise());
        } else {
            gz = drawn().backward(z, gy);
        }
    }

  private:
    /// f with the draws of the last pass for training.
    auto drawn() const {
        if constexpr (draws) {
            return f_.train(seed_, stream - 1);
        } else {
            return f_;
        }
    }

    F f_;
    std::uint64_t seed_;
};

/// An activation whose parameters are learnt, one set for the layer or one for every unit.
template <actfn::pointwise_function F>
    requires actfn::has_parameters<typename F::kernel_type>
struct learned {
    F f;
    bool per_unit;

    explicit learned(F const& function, bool one_for_every_unit = false)
        : f(function), per_unit(one_for_every_unit) {}
};
template <class F> learned<F> learned_per_unit(F const& f) { return learned<F>(f, true); }

template <class T, class F> class units<T, learned<F>> final : public layer<T> {
    using kernel = typename F::kernel_type;

  public:
    units(Index inputs, Index n, learned<F> const& f, actfn::init::spread const& spread,
          std::mt19937_64& bits)
        : layer<T>(inputs, n, n, spread, bits), f_(f.f) {
        auto const start =
            std::apply([](auto const&... p) { return std::vector<T>{static_cast<T>(p)...}; },
                       actfn::core::fields(f.f.kernel()));
        this->shape = parameter<T>(static_cast<Index>(start.size()), f.per_unit ? n : Index{1});
        for (Index i = 0; i < this->shape.value.rows(); ++i) {
            this->shape.value.row(i).setConstant(start[static_cast<std::size_t>(i)]);
        }
        valid_ = this->shape.value;
    }

    std::string_view name() const override { return f_.facts().name; }

    /// A set of parameters that f refuses stays as it was.
    void settle() override {
        for (Index s = 0; s < valid_.cols(); ++s) {
            auto set = this->shape.value.col(s);
            try {
                F(actfn::core::make_numbers<kernel, double>(
                    [&](auto i) { return static_cast<double>(set(i())); }));
                valid_.col(s) = set;
            } catch (std::invalid_argument const&) {
                set = valid_.col(s);
            }
        }
    }

  protected:
    void activate(Index n, pass) override {
        auto y = this->y_.leftCols(n);
        y = with_parameters()(this->z_.leftCols(n).colwise());
    }
    void differentiate(batch<T> const& gy) override {
        auto gz = this->gz_.leftCols(gy.cols());
        auto const f = with_parameters();
        using target = actfn::engine::gradient_target;
        auto const to = actfn::core::make_numbers<kernel, target>(
            [&](auto i) { return target(this->shape.gradient.row(i())); });
        actfn::backward(f, this->z_.leftCols(gy.cols()).colwise(), gy.colwise(), gz.colwise(),
                        f.gradients(to));
    }

  private:
    /// f with its parameters: an entry for every unit, or a number for all.
    auto with_parameters() const {
        using entries = actfn::engine::parameter_view;
        auto const& value = this->shape.value;
        return f_.each(actfn::core::make_numbers<kernel, entries>([&](auto i) {
            return value.cols() == 1 ? entries(value(i(), 0)) : entries(value.row(i()));
        }));
    }

    F f_;
    matrix<T> valid_;
};

/// How the weights in front of f are best drawn. LeCun's way keeps the second moment in front of
/// the larger of two.
template <class F> inline constexpr auto scheme_of = F{}.facts().init;
template <class F> inline constexpr auto scheme_of<learned<F>> = scheme_of<F>;
template <std::size_t K>
inline constexpr auto scheme_of<actfn::function<actfn::kernel::maxout<K>>> =
    actfn::init_scheme::lecun;

template <class T> class network {
  public:
    network(Index inputs, std::uint64_t seed) : inputs_(inputs), bits_(seed) {}

    /// Appends a layer: add(64, actfn::gelu), add(64, mlp::learned(actfn::prelu)),
    /// add(64, mlp::learned_per_unit(actfn::mpelu)), add(64, actfn::maxout<2>), add(64,
    /// actfn::swiglu), add(32, actfn::crelu), which has 64 outputs. Weights are drawn Glorot's,
    /// He's or LeCun's way, whichever suits f, or as told.
    template <class F> network& add(Index n, F const& f, actfn::init_scheme scheme = scheme_of<F>) {
        Index const inputs = layers_.empty() ? inputs_ : layers_.back()->outputs();
        auto const spread = actfn::init::by_scheme(scheme, static_cast<std::size_t>(inputs),
                                                   static_cast<std::size_t>(n));
        layers_.push_back(std::make_unique<units<T, F>>(inputs, n, f, spread, bits_));
        return *this;
    }

    auto const& layers() const { return layers_; }
    Index inputs() const { return inputs_; }

    batch<T> forward(batch<T> const& x, pass p = inference) {
        for (std::size_t i = 0; i < layers_.size(); ++i) layers_[i]->forward(input(i, x), p);
        return layers_.back()->output(x.cols());
    }

    /// Sets every gradient from the x of the last pass, which was one for training, and
    /// gy = ∂L/∂y.
    void backward(batch<T> const& x, batch<T> const& gy, double l2 = 0) {
        backward(layers_.size() - 1, x, gy, l2);
    }

    /// ∂L/∂x of the n samples of the last `backward`, before an update.
    batch<T> input_gradient(Index n) { return layers_.front()->input_gradient(n); }

    /// l2/2·‖W‖², the structural risk that weight decay adds to the loss; biases and parameters of
    /// activations are free.
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
            for (auto* p : {&l->weights, &l->bias, &l->shape}) optimiser.update(*p);
            l->settle();
        }
    }

  private:
    batch<T> input(std::size_t i, batch<T> const& x) const {
        return i == 0 ? x : layers_[i - 1]->output(x.cols());
    }
    void backward(std::size_t i, batch<T> const& x, batch<T> const& gy, double l2) {
        layers_[i]->backward(input(i, x), gy, l2);
        if (i > 0) backward(i - 1, x, layers_[i]->input_gradient(x.cols()), l2);
    }

    Index inputs_;
    std::mt19937_64 bits_;
    std::vector<std::unique_ptr<layer<T>>> layers_;
};

/// What the outputs of a network with a linear last layer mean: `answer` of them, and the loss that
/// goes with it; both are fused, so that the gradient of a wrong and certain answer does not
/// vanish.
struct softmax_output {
    template <class Y> static auto answer(Y const& y) { return actfn::softmax(y.colwise()); }
    template <class Y, class G> static auto loss(Y const& y, std::span<int const> classes, G&& gy) {
        return actfn::softmax_cross_entropy(y, classes, gy);
    }
};
struct sigmoid_output {
    template <class Y> static auto answer(Y const& y) { return actfn::sigmoid(y); }
    template <class Y, class D, class G> static auto loss(Y const& y, D const& target, G&& gy) {
        return actfn::sigmoid_binary_cross_entropy(y, target, gy);
    }
};
struct linear_output {
    template <class Y> static Y const& answer(Y const& y) { return y; }
    template <class Y, class D, class G> static auto loss(Y const& y, D const& target, G&& gy) {
        return actfn::mse(y, target, gy);
    }
};

/// Stochastic gradient descent: w ← w − η·g.
struct sgd {
    double rate = 0.1;

    void next_step() {}
    template <class T> void update(parameter<T>& p) const {
        p.value -= static_cast<T>(rate) * p.gradient;
    }
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
