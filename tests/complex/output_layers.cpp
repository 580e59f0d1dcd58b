// SPDX-License-Identifier: MIT
// labels: deep
#include "catch.hpp"
#include <actfn/complex/complex_abs.hpp>
#include <actfn/eigen.hpp>
#include <actfn/rowwise/softmax.hpp>

// Real output layers of complex networks are compositions.

namespace {

using Eigen::ArrayXcd;
using Eigen::ArrayXd;

/// ∂L/∂Re z + i·∂L/∂Im z by differences.
template <class Loss> ArrayXcd differences(Loss loss, ArrayXcd const& z) {
    ArrayXcd g(z.size());
    double const h = 1e-5;
    for (Eigen::Index i = 0; i < z.size(); ++i) {
        auto const slope = [&](std::complex<double> direction) {
            ArrayXcd up = z;
            ArrayXcd down = z;
            up(i) += h * direction;
            down(i) -= h * direction;
            return (loss(up) - loss(down)) / (2 * h);
        };
        g(i) = {slope(1), slope({0, 1})};
    }
    return g;
}

} // namespace

TEST_CASE("softmax of the moduli", "[complex]") {
    ArrayXcd const z = 2 * ArrayXcd::Random(7);
    ArrayXd const gy = ArrayXd::Random(7);
    auto const layer = [](ArrayXcd const& at) {
        ArrayXd const r = actfn::complex_abs(at);
        return ArrayXd(actfn::softmax(r));
    };
    ArrayXd const y = layer(z);
    CHECK(std::abs(y.sum() - 1) < 1e-14);
    ArrayXd const gr = actfn::softmax.backward_from_output(y, gy);
    ArrayXcd const gz = actfn::complex_abs.backward(z, gr);
    auto const expected =
        differences([&](ArrayXcd const& at) { return (layer(at) * gy).sum(); }, z);
    CHECK((gz - expected).abs().maxCoeff() < 1e-9);
}

TEST_CASE("mean of the softmaxes of both parts", "[complex]") {
    ArrayXcd const z = 2 * ArrayXcd::Random(7);
    ArrayXd const gy = ArrayXd::Random(7);
    auto const layer = [](ArrayXcd const& at) {
        ArrayXd const x = at.real();
        ArrayXd const y = at.imag();
        return ArrayXd((ArrayXd(actfn::softmax(x)) + ArrayXd(actfn::softmax(y))) / 2);
    };
    ArrayXd const x = z.real();
    ArrayXd const y = z.imag();
    ArrayXd const half = gy / 2;
    ArrayXcd gz(7);
    gz.real() = ArrayXd(actfn::softmax.backward(x, half));
    gz.imag() = ArrayXd(actfn::softmax.backward(y, half));
    auto const expected =
        differences([&](ArrayXcd const& at) { return (layer(at) * gy).sum(); }, z);
    CHECK((gz - expected).abs().maxCoeff() < 1e-9);
}
