// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <actfn/array.hpp>
#include <actfn/eigen.hpp>
#include <actfn/interop/armadillo.hpp>
#include <actfn/interop/mdspan.hpp>
#include <actfn/interop/xtensor.hpp>
#include <actfn/pointwise/silu.hpp>

#include <unsupported/Eigen/CXX11/Tensor>

#include <array>
#include <vector>

#if __has_include(<xtensor/xtensor.hpp>)
#include <xtensor/xarray.hpp>
#include <xtensor/xtensor.hpp>
#include <xtensor/xview.hpp>
#endif
#if __has_include(<armadillo>)
#define ARMA_DONT_USE_WRAPPER
#define ARMA_DONT_USE_LAPACK
#define ARMA_DONT_USE_BLAS
#include <armadillo>
#endif

namespace {

/// What <mdspan> of C++23 offers of a matrix with strides.
struct matrix_view {
    float* at;
    std::array<std::size_t, 2> sizes;
    std::array<std::size_t, 2> steps;

    static constexpr std::size_t rank() { return 2; }
    float* data_handle() const { return at; }
    std::size_t extent(std::size_t d) const { return sizes[d]; }
    std::size_t stride(std::size_t d) const { return steps[d]; }
};

} // namespace

TEST_CASE("a view with extents and strides is an operand", "[interop]") {
    std::vector<float> x(24);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i) * 0.5F - 6;
    std::vector<float> y(12, -1);
    matrix_view const from{x.data(), {3, 2}, {8, 3}};
    matrix_view const to{y.data(), {3, 2}, {1, 4}};
    actfn::forward(actfn::silu, from, to);
    for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t c = 0; c < 2; ++c) CHECK(y[r + 4 * c] == actfn::silu(x[8 * r + 3 * c]));
    }
    CHECK(y[3] == -1);
}

TEST_CASE("Eigen's tensors are operands", "[interop]") {
    Eigen::Tensor<float, 3> x(2, 3, 4);
    x.setRandom();
    Eigen::Tensor<float, 3> y(2, 3, 4);
    actfn::forward(actfn::silu, x, y);
    CHECK(y(1, 2, 3) == actfn::silu(x(1, 2, 3)));
    Eigen::Tensor<float, 3, Eigen::RowMajor> z(2, 3, 4);
    actfn::forward(actfn::silu, x, z);
    CHECK(z(1, 0, 2) == y(1, 0, 2));
    std::vector<float> memory(24);
    Eigen::TensorMap<Eigen::Tensor<float, 3>> map(memory.data(), 2, 3, 4);
    actfn::forward(actfn::silu, x, map);
    CHECK(map(0, 1, 3) == y(0, 1, 3));
}

#if __has_include(<xtensor/xtensor.hpp>)
TEST_CASE("xtensor's containers and views are operands", "[interop]") {
    xt::xtensor<float, 2> x = xt::xtensor<float, 2>::from_shape({3, 5});
    for (std::size_t i = 0; i < 15; ++i) x.data()[i] = static_cast<float>(i) - 7;
    xt::xarray<float> y = xt::xarray<float>::from_shape({3, 5});
    actfn::forward(actfn::silu, x, y);
    CHECK(y(2, 1) == actfn::silu(x(2, 1)));
    auto row = xt::row(x, 1);
    auto column = xt::view(y, xt::range(0, 3), 2);
    actfn::forward(actfn::silu, row, row);
    CHECK(x(1, 4) == y(1, 4));
    CHECK(x(0, 4) == -3);
    std::vector<float> three(3);
    actfn::forward(actfn::silu, column, three);
    CHECK(three[2] == actfn::silu(y(2, 2)));
}
#endif

#if __has_include(<armadillo>)
TEST_CASE("Armadillo's matrices and subviews are operands", "[interop]") {
    arma::fmat x(4, 3, arma::fill::randn);
    arma::fmat y(4, 3, arma::fill::zeros);
    actfn::forward(actfn::silu, x, y);
    CHECK(y(3, 2) == actfn::silu(x(3, 2)));
    arma::fmat z(4, 3, arma::fill::zeros);
    auto block = z.rows(1, 2);
    actfn::forward(actfn::silu, x.rows(0, 1), block);
    CHECK(z(1, 2) == y(0, 2));
    CHECK(z(0, 0) == 0);
}
#endif
