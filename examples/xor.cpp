// SPDX-License-Identifier: MIT
//
// Exclusive or, learnt by a network of two layers. Each layer is one Eigen expression.
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/LU>

#include <cstdio>
#include <random>

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Trains a network of 8 hidden units on the inputs X with the targets T, a sample in each column,
/// and returns its outputs.
MatrixXd learn(MatrixXd const& X, MatrixXd const& T, unsigned seed) {
    std::mt19937 random(seed);
    MatrixXd W1(8, 2), W2(1, 8);
    actfn::init::fill(W1, actfn::init::glorot(2, 8), random);
    actfn::init::fill(W2, actfn::init::glorot(8, 1), random);
    VectorXd b1 = VectorXd::Zero(8), b2 = VectorXd::Zero(1);

    MatrixXd H, Y, gY(1, X.cols());
    for (int step = 0; step < 1000; ++step) {
        // Forward: the hidden layer, the output.
        H = actfn::tanh((W1 * X).colwise() + b1);
        Y = actfn::sigmoid((W2 * H).colwise() + b2);

        // Backward: the gradient of the mean square error, back through each activation.
        actfn::mse(Y, T, gY);
        MatrixXd const g2 = actfn::sigmoid.backward_from_output(Y, gY);
        MatrixXd const g1 = actfn::tanh.backward_from_output(H, W2.transpose() * g2);

        // Gradient descent: a step against the gradient of each weight.
        double const rate = 2;
        W2 -= rate * g2 * H.transpose();
        b2 -= rate * g2.rowwise().sum();
        W1 -= rate * g1 * X.transpose();
        b1 -= rate * g1.rowwise().sum();
    }
    return Y;
}

int main() {
    MatrixXd const X{{0, 0, 1, 1}, {0, 1, 0, 1}};
    MatrixXd const T{{0, 1, 1, 0}};

    MatrixXd const Y = learn(X, T, 1);
    std::printf("a b   a xor b   network\n");
    for (int j = 0; j < 4; ++j) {
        std::printf("%.0f %.0f      %.0f       %.3f\n", X(0, j), X(1, j), T(0, j), Y(0, j));
    }

    int learnt = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        if ((learn(X, T, seed) - T).cwiseAbs().maxCoeff() < 0.1) ++learnt;
    }
    std::printf("%d of 20 starts learnt it.\n\n", learnt);

    // Without activations the two layers multiply out to W·X + b. Its least squares solution:
    MatrixXd A(3, 4);
    A << X, MatrixXd::Ones(1, 4);
    MatrixXd const linear = T * A.transpose() * (A * A.transpose()).inverse() * A;
    std::printf("Without activations the layers are one linear map, and its best outputs are\n"
                "%.3f %.3f %.3f %.3f: it cannot tell the cases apart.\n",
                linear(0, 0), linear(0, 1), linear(0, 2), linear(0, 3));
    return learnt == 20 ? 0 : 1;
}
