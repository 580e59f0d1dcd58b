// SPDX-License-Identifier: MIT
//
// A network of xtensor's arrays: 2-16-1, mish and sigmoid, learns to tell a disc from a ring. The
// verbs take xtensor's containers and views as they are.
#include <actfn/array.hpp>
#include <actfn/init.hpp>
#include <actfn/interop/xtensor.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/sigmoid.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <numbers>
#include <random>
#include <xtensor/xbuilder.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xtensor.hpp>
#include <xtensor/xview.hpp>

namespace {

using matrix = xt::xtensor<double, 2>;

/// A·B, by broadcasting. Its sums are the library's; the bits of a product may differ elsewhere.
template <class A, class B> matrix product(A const& a, B const& b) {
    return xt::sum(xt::view(a, xt::all(), xt::all(), xt::newaxis()) *
                       xt::view(b, xt::newaxis(), xt::all(), xt::all()),
                   {1});
}

struct network {
    matrix w1 = xt::zeros<double>({2, 16}), b1 = xt::zeros<double>({1, 16});
    matrix w2 = xt::zeros<double>({16, 1}), b2 = xt::zeros<double>({1, 1});

    explicit network(std::mt19937_64& bits) {
        actfn::init::fill(w1, actfn::init::glorot(2, 16).stddev, bits);
        actfn::init::fill(w2, actfn::init::glorot(16, 1).stddev, bits);
    }
};

/// What a pass keeps: a row for each sample.
struct pass {
    matrix z, h, logits, y;

    pass(network const& n, matrix const& x) : z(product(x, n.w1) + n.b1), h(z), logits(z), y(z) {
        actfn::forward(actfn::mish, z, h);
        logits = product(h, n.w2) + n.b2;
        y = logits;
        actfn::forward(actfn::sigmoid, logits, y);
    }
};

double loss(network const& n, matrix const& x, matrix const& t) {
    pass const p(n, x);
    // Cross-entropy of logits: log(1 + e^z) − t·z, a form that does not overflow here.
    return xt::mean(xt::log1p(xt::exp(p.logits)) - t * p.logits)();
}

/// The gradient by everything that is learnt, in the shape of a network.
network gradient(network const& n, matrix const& x, matrix const& t) {
    pass const p(n, x);
    network g = n;
    matrix const gy = (p.y - t) / static_cast<double>(x.shape(0));
    matrix gz = product(gy, xt::transpose(n.w2));
    actfn::backward(actfn::mish, p.z, gz, gz); // in place
    g.w2 = product(xt::transpose(p.h), gy);
    g.b2 = xt::sum(gy, {0}, xt::keep_dims);
    g.w1 = product(xt::transpose(x), gz);
    g.b1 = xt::sum(gz, {0}, xt::keep_dims);
    return g;
}

} // namespace

int main() {
    std::mt19937_64 bits(1);
    constexpr std::size_t samples = 200;
    matrix x = xt::zeros<double>({samples, std::size_t{2}});
    matrix t = xt::zeros<double>({samples, std::size_t{1}});
    for (std::size_t i = 0; i < samples; ++i) {
        double const angle = 2 * std::numbers::pi * actfn::init::uniform(bits);
        bool const ring = i % 2 == 1;
        double const radius = (ring ? 1.2 : 0.0) + 0.8 * actfn::init::uniform(bits);
        x(i, 0) = radius * std::cos(angle);
        x(i, 1) = radius * std::sin(angle);
        t(i, 0) = ring;
    }

    network n(bits);
    // The gradient by one weight, and by differences.
    double const by_backward = gradient(n, x, t).w1(1, 3);
    network up = n, down = n;
    up.w1(1, 3) += 1e-5;
    down.w1(1, 3) -= 1e-5;
    double const by_differences = (loss(up, x, t) - loss(down, x, t)) / 2e-5;
    bool const agree = std::abs(by_backward - by_differences) < 1e-8;
    std::printf("%s the gradient by backward, %.8f, is that by differences\n",
                agree ? "yes:" : "NO: ", by_backward);

    double const before = loss(n, x, t);
    for (int step = 0; step < 400; ++step) {
        network const g = gradient(n, x, t);
        n.w1 -= g.w1;
        n.b1 -= g.b1;
        n.w2 -= g.w2;
        n.b2 -= g.b2;
    }
    matrix const y = pass(n, x).y;
    int right = 0;
    for (std::size_t i = 0; i < samples; ++i) right += (y(i, 0) > 0.5) == (t(i, 0) > 0.5);
    std::printf("loss %.4f, after 400 steps %.4f\n", before, loss(n, x, t));
    std::printf("%s %d of %zu points are told right\n", right > 195 ? "yes:" : "NO: ", right,
                samples);

    // A view is an operand, too: sigmoid of one column, in place.
    auto column = xt::view(x, xt::all(), 1);
    double const third = x(3, 1);
    actfn::forward(actfn::sigmoid, column, column);
    bool const alone = x(3, 1) == actfn::sigmoid(third);
    std::printf("%s a column has the bits of numbers\n", alone ? "yes:" : "NO: ");
    return agree && right > 195 && alone ? 0 : 1;
}
