// SPDX-License-Identifier: MIT
//
// Local minima of a network of one unit and two weights, y = sigmoid(w1 x1 + w2 x2): four samples
// are enough for the square error to have four (after Auer, Herbster, Warmuth 1996). Cross-entropy
// of the same unit is convex and has one.
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

namespace {

using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Eigen::Vector2d;

/// Of each input a strong sample, which wants its weight a little below 0, and a weak one, which
/// wants it large. A large weight saturates the strong one: it no longer pulls.
MatrixXd const X{{10, 1, 0, 0}, {0, 0, 10, 1}};
RowVectorXd const T{{0.1, 0.9, 0.1, 0.9}};

struct point {
    double loss;
    Vector2d gradient;
};
point square_error(Vector2d const& w) {
    RowVectorXd const Y = actfn::sigmoid(w.transpose() * X);
    RowVectorXd gY(4);
    double const loss = actfn::mse(Y, T, gY);
    RowVectorXd const gZ = actfn::sigmoid.backward_from_output(Y, gY);
    return {loss, X * gZ.transpose()};
}
point cross_entropy(Vector2d const& w) {
    RowVectorXd const Z = w.transpose() * X;
    RowVectorXd gZ(4);
    double const loss = actfn::sigmoid_binary_cross_entropy(Z, T, gZ);
    return {loss, X * gZ.transpose()};
}

struct minimum {
    Vector2d at;
    double loss;
    int starts; ///< that ended here
};

/// Gradient descent from many starts: where it ends, the lowest first.
template <class Surface>
std::vector<minimum> descend(Surface const& surface, int starts, double rate, int steps,
                             gallery::table& paths, char const* name) {
    std::mt19937 random(2);
    std::vector<minimum> found;
    for (int start = 1; start <= starts; ++start) {
        Vector2d w;
        actfn::init::fill_uniform(w, 3.0, random);
        w.array() += 1;
        for (int step = 0; step < steps; ++step) {
            if (start <= 20 && (step < 60 || step % 20 == 0)) paths.row(name, start, w(0), w(1));
            w -= rate * surface(w).gradient;
        }
        auto const same = std::find_if(found.begin(), found.end(),
                                       [&](minimum const& m) { return (m.at - w).norm() < 0.3; });
        if (same == found.end()) {
            found.push_back({w, surface(w).loss, 1});
        } else {
            ++same->starts;
        }
    }
    std::sort(found.begin(), found.end(), [](minimum const& a, minimum const& b) {
        bool const level = std::abs(a.loss - b.loss) < 1e-3;
        return level ? a.at(0) < b.at(0) : a.loss < b.loss;
    });
    return found;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("local_minima", count, arguments, [](gallery::example& e) {
        int const starts = 100;
        int const steps = e.quick() ? 200 : 4000;
        auto plane = e.csv("w1,w2,square_error,cross_entropy");
        for (double w2 = -2; w2 <= 4.01; w2 += 0.1) {
            for (double w1 = -2; w1 <= 4.01; w1 += 0.1) {
                Vector2d const w(w1, w2);
                plane.row(w1, w2, square_error(w).loss, cross_entropy(w).loss);
            }
        }
        auto paths = e.csv("loss,start,w1,w2", "_paths");
        auto minima = e.csv("loss,w1,w2", "_minima");
        std::printf("%d starts, %d steps           w1      w2      loss   starts that end there\n",
                    starts, steps);
        auto const try_out = [&](char const* name, auto const& surface, double rate) {
            auto const found = descend(surface, starts, rate, steps, paths, name);
            for (auto const& m : found) {
                std::printf("%-22s  %6.2f  %6.2f   %7.4f   %3d\n", name, m.at(0), m.at(1), m.loss,
                            m.starts);
                minima.row(name, m.at(0), m.at(1));
            }
            return found;
        };
        auto const square = try_out("square error", square_error, 0.5);
        auto const entropy = try_out("cross-entropy", cross_entropy, 0.1);

        std::printf("\n");
        e.claim(square.size() == 4, "the square error has four minima");
        e.claim(square.back().loss > 3 * square.front().loss,
                "the worst of them has more than three times the loss of the best");
        e.claim(entropy.size() == 1, "cross-entropy has one");
    });
}
