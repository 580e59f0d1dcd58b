// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <cstdio>
#include <vector>

int main() {
    // Scalars: a value, a derivative, both from one evaluation, the second derivative.
    auto const [value, slope] = actfn::silu.value_and_derivative(0.5);
    std::printf("silu(0.5) = %.6f, silu'(0.5) = %.6f, silu''(0.5) = %.6f\n", value, slope,
                actfn::silu.second_derivative(0.5));

    // Arrays: SIMD inside, in place allowed, sizes checked.
    std::vector<float> const x{-100, -5, -1, 0, 1, 5, 100};
    std::vector<float> y(x.size());
    actfn::forward(actfn::gelu, x, y);
    std::printf("gelu(-5) = %.5g, where x/2 (1 + erf(x/sqrt 2)) is 4 %% off\n", double(y[1]));

    // Eigen: a lazy expression, vectorised and fused with what is around it.
    Eigen::MatrixXf const W = Eigen::MatrixXf::Constant(3, 7, 0.01F);
    Eigen::VectorXf const h = actfn::tanh(W * Eigen::Map<Eigen::VectorXf const>(y.data(), 7));

    // Backpropagation: gy f'(x), from the input or, where that is as good, from the output.
    Eigen::VectorXf const gx = actfn::tanh.backward_from_output(h, Eigen::VectorXf::Ones(3));
    std::printf("tanh(Wy) = %.4f, its gradient %.4f\n", double(h[0]), double(gx[0]));

    // Parameters by name, checked; and their gradients for learning them.
    auto const elu = actfn::elu.with({.alpha = 0.3});
    auto const gradient = actfn::parameter_gradient(elu, x, std::vector<float>(x.size(), 1.0F));
    std::printf("elu(-1) = %.6f, dL/dalpha = %.6f\n", elu(-1.0), double(gradient.alpha));

    // Your own, of others or of a formula: all of the above works on it, too.
    auto const mine = actfn::identity * actfn::tanh(actfn::softplus);
    auto const same = actfn::function([](auto v) { return v * actfn::tanh(actfn::softplus(v)); });
    std::printf("mine(1) = %.6f, mine'(1) = %.6f and %.6f\n", mine(1.0), mine.derivative(1.0),
                same.derivative(1.0));
}
