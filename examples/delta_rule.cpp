// SPDX-License-Identifier: MIT
//
// The delta rule by hand: which weight is to blame for an error, and how much. First one unit, then
// a hidden layer, both beside what `backward` computes.
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>

namespace {

using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Eigen::VectorXd;

MatrixXd const X{{0, 0, 1, 1}, {0, 1, 0, 1}}; // a case in each column
RowVectorXd const either{{0, 1, 1, 1}};
RowVectorXd const exclusive{{0, 1, 1, 0}};

/// One unit y = sigmoid(w.x + b) learns "or" twice: with numbers alone, and with Eigen and actfn.
/// Returns the largest difference of a weight; `right` counts the cases learnt. Both errors of
/// every step go into `errors`, and weights that are shown into `lines`.
double one_unit(unsigned seed, bool show, int& right, gallery::table& errors,
                gallery::table& lines) {
    std::mt19937 random(seed);
    RowVectorXd W(2);
    actfn::init::fill(W, 1.0, random);
    double w[2] = {W(0), W(1)};
    double b = 0, c = 0; // the bias by hand, and the other
    double const rate = 0.5;
    double apart = 0;
    for (int step = 0; step < 2000; ++step) {
        // By hand. The delta of a case: the error, times the derivative of the activation.
        double change[2] = {0, 0}, change_b = 0, loss = 0;
        for (int i = 0; i < 4; ++i) {
            double const y = 1 / (1 + std::exp(-(w[0] * X(0, i) + w[1] * X(1, i) + b)));
            double const delta = (either(i) - y) * y * (1 - y);
            loss += (either(i) - y) * (either(i) - y) / 2;
            for (int k = 0; k < 2; ++k) change[k] += rate * delta * X(k, i);
            change_b += rate * delta;
        }
        for (int k = 0; k < 2; ++k) w[k] += change[k];
        b += change_b;

        // The same with arrays: the loss is half the square error, gY its gradient by Y.
        RowVectorXd const Y = actfn::sigmoid((W * X).array() + c);
        RowVectorXd const gY = Y - either;
        RowVectorXd const gZ = actfn::sigmoid.backward_from_output(Y, gY);
        W -= rate * gZ * X.transpose();
        c -= rate * gZ.sum();
        errors.row(seed, step + 1, loss, gY.squaredNorm() / 2);

        apart = std::max({apart, std::abs(w[0] - W(0)), std::abs(w[1] - W(1)), std::abs(b - c)});
        if (show && (step == 0 || step == 99 || step == 1999)) {
            std::printf("%4d  %9.5f %9.5f %9.5f  %9.5f %9.5f %9.5f\n", step + 1, w[0], w[1], b,
                        W(0), W(1), c);
            lines.row(step + 1, w[0], w[1], b);
        }
        if (step == 1999) right += ((Y - either).cwiseAbs().maxCoeff() < 0.25) ? 4 : 0;
    }
    return apart;
}

/// Credit assignment in a 2-3-1 network: nobody tells a hidden unit its error. Its delta is what
/// the output's delta sends back through the weight between them; the same as by how much the loss
/// would change if the unit were to put out a little more. Returns the largest difference.
double hidden_layer(unsigned seed, bool show, gallery::table& blames) {
    std::mt19937 random(seed);
    MatrixXd W1(3, 2), W2(1, 3);
    VectorXd b1(3);
    for (MatrixXd* W : {&W1, &W2}) actfn::init::fill(*W, 1.0, random);
    actfn::init::fill(b1, 1.0, random);
    MatrixXd const Z1 = (W1 * X).colwise() + b1;
    MatrixXd const H = actfn::tanh(Z1);
    auto const loss = [&](MatrixXd const& h) {
        RowVectorXd const Y = actfn::sigmoid(W2 * h);
        return (Y - exclusive).squaredNorm() / 2;
    };

    RowVectorXd const Y = actfn::sigmoid(W2 * H);
    RowVectorXd const g2 = actfn::sigmoid.backward_from_output(Y, Y - exclusive);
    MatrixXd const gH = W2.transpose() * g2; // the blame of every hidden unit, in every case
    double apart = 0;
    for (int unit = 0; unit < 3; ++unit) {
        double const small = 1e-5;
        MatrixXd more = H, less = H;
        more(unit, 1) += small;
        less(unit, 1) -= small;
        double const measured = (loss(more) - loss(less)) / (2 * small);
        apart = std::max(apart, std::abs(measured - gH(unit, 1)));
        blames.row(seed, unit + 1, gH(unit, 1), measured);
        if (show) {
            std::printf("%4d  %10.5f  %13.5f  %12.5f  %10.5f\n", unit + 1, H(unit, 1), W2(unit),
                        gH(unit, 1), measured);
        }
    }
    return apart;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("delta_rule", count, arguments, [](gallery::example& e) {
        auto errors = e.csv("start,step,by_hand,with_backward");
        auto lines = e.csv("step,w1,w2,b", "_lines");
        auto blames = e.csv("start,unit,sent,measured", "_blames");
        std::printf("one unit learns \"or\": weights and bias\n"
                    "step            by hand                      with backward\n");
        int right = 0;
        double rule = 0, blame = 0;
        for (unsigned seed = 1; seed <= 20; ++seed) {
            rule = std::max(rule, one_unit(seed, seed == 1, right, errors, lines));
        }
        std::printf("\nwho is to blame for the answer to 0 1?\n"
                    "hidden            weight to      delta sent     measured by\n"
                    "unit      output     the output          back     a small change\n");
        for (unsigned seed = 1; seed <= 20; ++seed) {
            blame = std::max(blame, hidden_layer(seed, seed == 1, blames));
        }
        std::printf("\n20 starts: the largest difference of the rule by hand %.0e, of the blame "
                    "%.0e\n",
                    rule, blame);
        e.claim(right == 80, "every start learns all four cases");
        e.claim(rule < 1e-9, "the delta rule is what backward computes");
        e.claim(blame < 1e-8, "and what it sends back is by how much each unit is to blame");
    });
}
