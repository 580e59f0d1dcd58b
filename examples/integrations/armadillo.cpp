// SPDX-License-Identifier: MIT
//
// A network of Armadillo's matrices, 64-32-10 with mish and softmax, learns to read the digits of
// examples/data. The verbs take Armadillo's matrices and subviews as they are.
#include "../csv.hpp"
#include <actfn/array.hpp>
#include <actfn/init.hpp>
#include <actfn/interop/armadillo.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/pointwise/mish.hpp>

#include <armadillo>
#include <cstddef>
#include <cstdio>
#include <random>
#include <span>
#include <vector>

namespace {

constexpr std::size_t pixels = 64, hidden = 32, classes = 10, learnt = 1297;

/// The elements in the order of memory: a column, which is a sample, is a row of the verbs.
std::span<float> columns(arma::fmat& m) { return {m.memptr(), m.n_elem}; }

struct network {
    arma::fmat w1 = arma::fmat(hidden, pixels), w2 = arma::fmat(classes, hidden);
    arma::fvec b1 = arma::fvec(hidden, arma::fill::zeros);
    arma::fvec b2 = arma::fvec(classes, arma::fill::zeros);
    arma::fmat z, h, logits;

    explicit network(std::mt19937_64& bits) {
        actfn::init::fill(w1, actfn::init::he(pixels), bits);
        actfn::init::fill(w2, actfn::init::glorot(hidden, classes), bits);
    }
    void forward(arma::fmat const& x) {
        z = w1 * x;
        z.each_col() += b1;
        h.copy_size(z);
        actfn::forward(actfn::mish, z, h);
        logits = w2 * h;
        logits.each_col() += b2;
    }
    /// A step of gradient descent on a batch; returns the loss before it.
    float learn(arma::fmat const& x, std::span<int const> t, float rate) {
        forward(x);
        arma::fmat g2(classes, x.n_cols);
        float const loss = actfn::softmax_cross_entropy(columns(logits), t, columns(g2),
                                                        actfn::row_layout{.rows = x.n_cols});
        arma::fmat g1 = w2.t() * g2;
        actfn::backward(actfn::mish, z, g1, g1); // in place
        w2 -= rate * (g2 * h.t());
        b2 -= rate * arma::sum(g2, 1);
        w1 -= rate * (g1 * x.t());
        b1 -= rate * arma::sum(g1, 1);
        return loss;
    }
};

} // namespace

int main() {
    auto const table = csv::read<int>(ACTFN_EXAMPLE_DATA_DIR "/digits.csv", learnt, pixels + 1);
    arma::fmat x(pixels, table.rows());
    std::vector<int> digits;
    for (std::size_t j = 0; j < table.rows(); ++j) {
        for (std::size_t i = 0; i < pixels; ++i) x(i, j) = float(table(j, i)) / 16;
        digits.push_back(table(j, pixels));
    }

    std::mt19937_64 bits(1);
    network net(bits);
    constexpr std::size_t batch = 32;
    for (int epoch = 1; epoch <= 30; ++epoch) {
        float loss = 0;
        for (std::size_t first = 0; first + batch <= learnt; first += batch) {
            loss = net.learn(x.cols(first, first + batch - 1),
                             std::span(digits).subspan(first, batch), 0.2F);
        }
        if (epoch % 10 == 0)
            std::printf("epoch %d, loss of the last batch %.4f\n", epoch, double(loss));
    }
    net.forward(x.cols(learnt, x.n_cols - 1));
    int right = 0;
    for (std::size_t j = 0; j < net.logits.n_cols; ++j) {
        right += static_cast<int>(net.logits.col(j).index_max()) == digits[learnt + j];
    }
    double const share = double(right) / double(net.logits.n_cols);
    std::printf("%s %.3f of the digits of other writers are read right\n",
                share > 0.9 ? "yes:" : "NO: ", share);

    // A block of a matrix is an operand, too: mish of it, in place.
    arma::fmat some(4, 5, arma::fill::value(-0.5F));
    auto block = some.submat(1, 1, 2, 3);
    actfn::forward(actfn::mish, block, block);
    bool const alone = some(2, 3) == actfn::mish(-0.5F) && some(3, 3) == -0.5F;
    std::printf("%s a block has the bits of numbers, and what is around it stays\n",
                alone ? "yes:" : "NO: ");
    return share > 0.9 && alone ? 0 : 1;
}
