// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/complex/modrelu.hpp>
#include <actfn/eigen.hpp>

namespace {

constexpr auto f = actfn::modrelu.with({.b = -0.25});
using Columns = Eigen::ArrayXXcf;
using Rows = Eigen::Array<std::complex<float>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class A, class B> bool equal(A const& a, B const& b) { return (a == b).all(); }

} // namespace

TEST_CASE("complex Eigen objects of any layout", "[complex]") {
    Columns const z = Columns::Random(13, 7);
    Columns const expected = f(z);
    Rows const z_rows = z;
    Columns w(13, 7);
    Rows w_rows(13, 7);

    actfn::forward(f, z, w);
    CHECK(equal(w, expected));
    actfn::forward(f, z_rows, w_rows);
    CHECK(equal(w_rows, expected));
    actfn::forward(f, z, w_rows);
    CHECK(equal(w_rows, expected));

    Columns block = Columns::Zero(20, 10);
    actfn::forward(f, z, block.block(3, 2, 13, 7));
    CHECK(equal(block.block(3, 2, 13, 7), expected));
    CHECK(block.col(1).isZero());

    Eigen::Map<Columns, 0, Eigen::InnerStride<2>> const every_second(block.data(), 10, 5);
    Columns const kept = every_second;
    Columns small(10, 5);
    actfn::forward(f, every_second, small);
    CHECK(equal(small, f(kept).eval()));

    Columns in_place = z;
    actfn::forward(f, in_place, in_place);
    CHECK(equal(in_place, expected));
}

TEST_CASE("complex activations inside Eigen expressions", "[complex]") {
    Eigen::MatrixXcd const weights = Eigen::MatrixXcd::Random(5, 4);
    Eigen::MatrixXcd const z = Eigen::MatrixXcd::Random(4, 3);
    Eigen::MatrixXcd const direct = weights * z;
    Eigen::MatrixXcd const layer = f(weights * z);
    CHECK((layer.array() == f(direct.array())).all());
    Eigen::MatrixXcd const gradient = f.backward(direct, layer);
    CHECK(gradient(2, 1) == f.backward(direct(2, 1), layer(2, 1)));
    Eigen::Vector3cf fixed;
    fixed << std::complex<float>(1, 2), std::complex<float>(0, 0), std::complex<float>(-0.1F, 0);
    Eigen::Vector3cf const out = f(fixed);
    CHECK(out(0) == f(fixed(0)));
    auto const j = f.wirtinger(fixed);
    CHECK(Eigen::Vector3cf(j.dzbar)(0) == f.wirtinger(fixed(0)).dzbar);
    CHECK(Eigen::Vector3cf(f.parameter_derivatives(fixed).b)(0) ==
          f.parameter_derivatives(fixed(0)).b);
}

TEST_CASE("the gradient of the bias over an Eigen object", "[complex]") {
    Rows const z = Rows::Random(40, 50);
    Columns const g = Columns::Random(40, 50);
    double expected = 0;
    for (Eigen::Index r = 0; r < z.rows(); ++r) {
        for (Eigen::Index c = 0; c < z.cols(); ++c) {
            expected += double((std::conj(f.parameter_derivatives(z(r, c)).b) * g(r, c)).real());
        }
    }
    CHECK(std::abs(double(actfn::parameter_gradient(f, z, g).b) - expected) < 1e-3);
    CHECK(std::abs(double(actfn::parameter_gradient(f, z, Rows(g)).b) - expected) < 1e-3);
}
