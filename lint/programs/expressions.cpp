// SPDX-License-Identifier: MIT
#include <actfn/eigen.hpp>
#include <actfn/pointwise/silu.hpp>
#include <actfn/rowwise/softmax.hpp>

// Lazy expressions.
int main() {
    Eigen::MatrixXf const x = Eigen::MatrixXf::Constant(3, 4, 0.5F);
    Eigen::MatrixXf y = actfn::silu(x + x);
    y = actfn::softmax(y.colwise());
    return y.sum() > 0 ? 0 : 1;
}
