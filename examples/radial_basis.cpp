// SPDX-License-Identifier: MIT
//
// A network of radial basis functions (Broomhead, Lowe 1988): each hidden unit answers to how near
// a point is to its centre. Centres are points of the task, and the output weights one linear
// solve, so nothing is trained step by step. What matters is how wide the units are.
#include "gallery.hpp"
#include "spirals.hpp"
#include <actfn/pointwise/gaussian_rbf.hpp>

#include <Eigen/Cholesky>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <utility>

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;

/// Distance of every centre (row) to every point (column).
MatrixXd distances(MatrixXd const& centres, MatrixXd const& points) {
    MatrixXd D(centres.cols(), points.cols());
    for (Index i = 0; i < D.rows(); ++i) {
        D.row(i) = (points.colwise() - centres.col(i)).colwise().norm();
    }
    return D;
}

/// The share of other points told right by `units` centres of this width.
double accuracy(Index units, double width, std::uint64_t seed) {
    spirals::task const seen(200, 1), unseen(400, 2);
    MatrixXd const X = seen.X.cast<double>();
    auto const unit = actfn::gaussian_rbf.with({.w = width});

    std::mt19937_64 random(seed);
    MatrixXd centres(2, units);
    for (Index i = 0; i < units; ++i) {
        centres.col(i) = X.col(static_cast<Index>(actfn::init::uniform(random) * 200));
    }
    // Least squares, with a little of a ridge: W H H' + r W = T H'.
    MatrixXd const H = unit(distances(centres, X));
    RowVectorXd const T = 2 * seen.T.cast<double>().array() - 1;
    MatrixXd const A = H * H.transpose() + 1e-3 * MatrixXd::Identity(units, units);
    RowVectorXd const W = A.llt().solve(H * T.transpose()).transpose();

    RowVectorXd const Y = W * unit(distances(centres, unseen.X.cast<double>())).matrix();
    auto const right = (Y.array() > 0) == (unseen.T.row(0).array() > 0.5F);
    return static_cast<double>(right.count()) / static_cast<double>(Y.size());
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("radial_basis", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        auto csv = e.csv("units,width,mean,least,most");
        std::map<std::pair<Index, double>, double> mean;
        std::printf("two spirals, %d draws of the centres: 400 other points told right, mean and "
                    "deviation\nwidth",
                    starts);
        Index const counts[] = {10, 20, 40, 80};
        for (Index const units : counts) std::printf("     %3td units", units);
        std::printf("\n");
        for (double const width : {0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6}) {
            std::printf("%-5g", width);
            for (Index const units : counts) {
                gallery::spread right;
                for (int seed = 1; seed <= starts; ++seed) {
                    right.add(accuracy(units, width, static_cast<std::uint64_t>(seed)));
                }
                mean[{units, width}] = right.mean();
                csv.row(units, width, right.mean(), right.least(), right.most());
                std::printf("   %.3f  %.3f", right.mean(), right.deviation());
            }
            std::printf("\n");
        }
        std::printf("\n");
        e.claim(mean[{80, 0.4}] > 0.97, "80 units of the right width tell nearly all points right");
        e.claim(mean[{80, 0.05}] < mean[{80, 0.4}] - 0.02,
                "narrower ones fewer: they know the nearest centre only");
        e.claim(mean[{80, 1.6}] < mean[{80, 0.4}] - 0.2, "wide ones blur the spirals");
        e.claim(mean[{10, 0.4}] < mean[{80, 0.4}] - 0.2, "10 units are too few");
    });
}
