// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>
#include <actfn/function.hpp>
#include <actfn/init.hpp>

#include <complex>
#include <vector>

// What users include, and a call of every kind: all of it without a warning where the headers are
// not those of a system.
float use() {
    std::vector<float> x(12, 0.5F);
    std::vector<float> y(12);
    std::vector<double> const d(12, 0.5);
    std::vector<std::complex<float>> z(12);
    std::vector<float> const slopes(3, 0.25F);
    std::vector<int> const labels{1, 2, 0};
    actfn::row_layout const rows{.rows = 3};
    actfn::forward(actfn::gelu, x, y);
    actfn::backward(actfn::elu.with({.alpha = 0.5}), x, y, actfn::add_to(x));
    actfn::forward(actfn::prelu.each({.slope = slopes}), x, y,
                   actfn::axis_layout{.outer = 4, .size = 3});
    actfn::forward(actfn::swiglu, x, y, y);
    actfn::forward(actfn::rrelu.train(1), x, y);
    actfn::forward(actfn::softmax.with({.temperature = 2}), x, y, rows);
    actfn::forward(actfn::modrelu, z, z);
    float const loss = actfn::softmax_cross_entropy(x, labels, y, rows);
    Eigen::MatrixXf m = actfn::silu(Eigen::MatrixXf::Constant(3, 4, 0.5F));
    m = actfn::softmax(m.colwise());
    auto const own = actfn::identity * actfn::tanh(actfn::softplus);
    auto const sums = actfn::parameter_gradient(actfn::elu, d, d);
    return loss + m(0, 0) + own(0.5F) + actfn::tanh(0.5F) + static_cast<float>(sums.alpha);
}
