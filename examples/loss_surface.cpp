// SPDX-License-Identifier: MIT
//
// Why classification has cross-entropy: the surface of the loss over both weights of a network with
// a weight a layer, y = sigmoid(w2 tanh(w1 x)), after Glorot and Bengio 2010, figure 5. The square
// error is flat where the network is certain and wrong.
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>
#include <actfn/loss.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstdio>
#include <string>

namespace {

using Eigen::RowVectorXd;

constexpr double edge = 6; // of the square of weights
constexpr double flat = 0.01;

struct point {
    double loss, d1, d2; ///< and its derivatives by w1 and w2

    double slope() const { return std::hypot(d1, d2); }
};

/// Signals from -2 to 2, of class 1 where they are positive, but for one of ten.
struct task {
    RowVectorXd x = RowVectorXd::LinSpaced(40, -2, 2);
    RowVectorXd t = (x.array() > 0).cast<double>();

    task() {
        for (Eigen::Index i = 3; i < x.size(); i += 10) t(i) = 1 - t(i);
    }

    point square_error(double w1, double w2) const {
        RowVectorXd const h = actfn::tanh(w1 * x);
        RowVectorXd const y = actfn::sigmoid(w2 * h);
        RowVectorXd gy(x.size());
        double const loss = actfn::mse(y, t, gy);
        return back(w1, w2, h, loss, actfn::sigmoid.backward(w2 * h, gy));
    }
    point cross_entropy(double w1, double w2) const {
        RowVectorXd const h = actfn::tanh(w1 * x);
        RowVectorXd gz(x.size());
        double const loss = actfn::sigmoid_binary_cross_entropy(w2 * h, t, gz);
        return back(w1, w2, h, loss, gz);
    }

  private:
    point back(double w1, double w2, RowVectorXd const& h, double loss,
               RowVectorXd const& gz) const {
        RowVectorXd const gh = actfn::tanh.backward(w1 * x, w2 * gz);
        return {loss, gh.dot(x), gz.dot(h)};
    }
};

/// Steps of gradient descent until the loss is near its least; the way there goes into the table.
template <class Surface>
int descend(char const* name, Surface const& surface, double w1, double w2, double goal,
            gallery::table& paths) {
    int step = 0;
    for (; step < 100000; ++step) {
        point const p = surface(w1, w2);
        paths.row(name, w1, w2, p.loss);
        if (p.loss < goal) break;
        w1 -= 0.5 * p.d1;
        w2 -= 0.5 * p.d2;
    }
    return step;
}

template <class Surface>
void survey(char const* name, Surface const& surface, int n, double& share, int& steps,
            gallery::table& paths) {
    double least = INFINITY;
    double most = 0;
    int flat_points = 0;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            auto const weight = [n](int k) { return edge * (2 * (k + 0.5) / n - 1); };
            point const p = surface(weight(i), weight(j));
            least = std::min(least, p.loss);
            most = std::max(most, p.loss);
            if (p.slope() < flat) ++flat_points;
        }
    }
    share = 100.0 * flat_points / (n * n);
    steps = descend(name, surface, 4, -4, least + 0.02 * (most - least), paths);
    std::printf("%-14s  %5.3f to %5.3f  %11.0f  %11.4f  %6d\n", name, least, most, share,
                surface(4, -4).slope(), steps);
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("loss_surface", count, arguments, [](gallery::example& e) {
        task const t;
        auto const square = [&](double a, double b) { return t.square_error(a, b); };
        auto const entropy = [&](double a, double b) { return t.cross_entropy(a, b); };

        auto csv = e.csv("w1,w2,square_error,cross_entropy");
        for (double w1 = -edge; w1 <= edge; w1 += 0.25) {
            for (double w2 = -edge; w2 <= edge; w2 += 0.25) {
                csv.row(w1, w2, square(w1, w2).loss, entropy(w1, w2).loss);
            }
        }

        auto paths = e.csv("surface,w1,w2,loss", "_paths");
        int const n = e.quick() ? 20 : 120;
        std::printf("weights from -6 to 6            plateau, %%,     slope at    steps\n");
        std::printf("                  loss         slope < 0.01   wrong (4,-4)  from there\n");
        double flat_square = 0, flat_entropy = 0;
        int steps_square = 0, steps_entropy = 0;
        survey("square error", square, n, flat_square, steps_square, paths);
        survey("cross-entropy", entropy, n, flat_entropy, steps_entropy, paths);
        std::printf("\n");
        e.claim(flat_square > 5 * flat_entropy, "the plateau of the square error is larger");
        e.claim(steps_square > 5 * steps_entropy, "and keeps gradient descent longer");
    });
}
