// SPDX-License-Identifier: MIT
#pragma once
#include "mlp.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/init.hpp>

#include <Eigen/Core>

#include <array>
#include <complex>
#include <cstdint>
#include <random>

namespace mlp {

template <class T> using complex_matrix = matrix<std::complex<T>>;

/// The numbers of a real matrix, pairs of rows, as the complex ones they are.
template <class T> Eigen::Map<complex_matrix<T> const> as_complex(matrix<T> const& m) {
    return {reinterpret_cast<std::complex<T> const*>(m.data()), m.rows() / 2, m.cols()};
}
template <class T> Eigen::Map<complex_matrix<T>> as_complex(matrix<T>& m) {
    return {reinterpret_cast<std::complex<T>*>(m.data()), m.rows() / 2, m.cols()};
}

/// z = W x + b, h = f(z), logit = Re(v* h) + c, with complex x, W, b, v; kept as pairs of real
/// numbers, which is how an optimiser sees them.
template <class T, class F> class complex_network {
  public:
    F f;
    parameter<T> weights, bias, out, offset;
    /// dL/db of modrelu's bias, which is learnt, too.
    double bias_of_f_gradient = 0;

    complex_network(F const& activation, Index inputs, Index units, std::uint64_t seed)
        : f(activation),
          weights(2 * units, inputs),
          bias(2 * units, 1),
          out(2 * units, 1),
          offset(1, 1) {
        std::mt19937_64 bits(seed);
        auto const fan = [](Index n) { return static_cast<std::size_t>(2 * n); };
        // The variance of complex weights is shared by their parts (Trabelsi et al. 2018).
        actfn::init::fill(weights.value, actfn::init::lecun(fan(inputs)), bits);
        actfn::init::fill(out.value, actfn::init::lecun(fan(units)), bits);
    }

    /// Of samples in columns, which are pairs of rows of x.
    matrix<T> logits(matrix<T> const& x) {
        z_ = (as_complex(weights.value) * as_complex(x)).colwise() + as_complex(bias.value).col(0);
        h_.resize(z_.rows(), z_.cols());
        actfn::forward(f, z_, h_);
        matrix<T> y = (as_complex(out.value).adjoint() * h_).real();
        return y.array() + offset.value(0, 0);
    }

    /// Sets the gradients G = dL/dRe + i dL/dIm from g, that by the logits of the last pass.
    void backward(matrix<T> const& x, matrix<T> const& g, double l2) {
        complex_matrix<T> const gh = as_complex(out.value) * g.template cast<std::complex<T>>();
        gz_.resize(gh.rows(), gh.cols());
        actfn::backward(f, z_, gh, gz_);
        as_complex(out.gradient) = h_ * g.transpose().template cast<std::complex<T>>();
        as_complex(weights.gradient) = gz_ * as_complex(x).adjoint();
        weights.gradient += static_cast<T>(l2) * weights.value;
        as_complex(bias.gradient) = gz_.rowwise().sum();
        offset.gradient(0, 0) = g.sum();
        if constexpr (learns_bias) {
            bias_of_f_gradient = static_cast<double>(actfn::parameter_gradient(f, z_, gh).b);
        }
    }

    template <class O> void update(O& optimiser) {
        if constexpr (learns_bias) f = f.with({.b = f.kernel().b - 0.1 * bias_of_f_gradient});
        optimiser.next_step();
        for (auto* p : parameters()) optimiser.update(*p);
    }

    std::array<parameter<T>*, 4> parameters() { return {&weights, &bias, &out, &offset}; }

  private:
    static constexpr bool learns_bias = requires(F const& a) { a.kernel().b; };

    complex_matrix<T> z_, h_, gz_;
};

} // namespace mlp
