// SPDX-License-Identifier: MIT
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstdio>

int main() {
    float const scalar = actfn::gelu(0.5f);
    Eigen::ArrayXf const x = Eigen::ArrayXf::Constant(5, 0.5f);
    Eigen::ArrayXf const array = actfn::gelu(x);
    std::printf("gelu(0.5) = %.7f\n", static_cast<double>(scalar));
    bool const right = std::abs(scalar - 0.3457312f) < 1e-6f && (array == scalar).all();
    return right ? 0 : 1;
}
