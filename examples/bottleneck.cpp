// SPDX-License-Identifier: MIT
//
// Principal component analysis by a network: 64 pixels through two linear units and back. The best
// it can learn is what the eigenvectors of the covariance tell; and with one hidden layer, no
// activation in it does better (Bourlard, Kamp 1988).
#include "classification.hpp"
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <random>
#include <utility>

namespace {

using mlp::Index;
using matrix = mlp::matrix<float>;

constexpr Index code = 2;

/// 64-2-64: X = V f(W X + b), with X of mean 0.
template <class F> struct network {
    F f;
    mlp::parameter<float> W{code, mlp::digits::pixels}, b{code, 1}, V{mlp::digits::pixels, code},
        c{mlp::digits::pixels, 1};
    matrix H, Y;

    network(F const& activation, std::uint64_t seed) : f(activation) {
        std::mt19937_64 random(seed);
        for (auto* p : {&W, &V}) {
            actfn::init::fill(p->value, actfn::init::glorot(mlp::digits::pixels, code), random);
        }
    }
    /// The mean square error after these steps.
    double train(matrix const& X, int steps) {
        mlp::adam optimiser;
        matrix gY(X.rows(), X.cols());
        double loss = 0;
        for (int i = 0; i <= steps; ++i) {
            matrix const Z = (W.value * X).colwise() + b.value.col(0);
            H = f(Z);
            Y = (V.value * H).colwise() + c.value.col(0);
            loss = static_cast<double>(actfn::mse(Y, X, gY));
            if (i == steps) break;
            matrix const gZ = f.backward(Z, V.value.transpose() * gY);
            V.gradient = gY * H.transpose();
            c.gradient = gY.rowwise().sum();
            W.gradient = gZ * X.transpose();
            b.gradient = gZ.rowwise().sum();
            optimiser.rate = 0.02 * (1 + std::cos(std::numbers::pi * i / steps));
            optimiser.next_step();
            for (auto* p : {&W, &b, &V, &c}) optimiser.update(*p);
        }
        return loss;
    }
};

/// The largest angle between the planes that the columns of A and B span, in degrees.
double angle(matrix const& A, matrix const& B) {
    auto const basis = [](matrix const& m) -> matrix {
        return Eigen::HouseholderQR<matrix>(m).householderQ() * matrix::Identity(m.rows(), code);
    };
    matrix const cosines = basis(A).transpose() * basis(B);
    Eigen::JacobiSVD<matrix> const svd(cosines);
    double const least = static_cast<double>(svd.singularValues()(code - 1));
    return std::acos(std::min(least, 1.0)) * 180 / std::numbers::pi;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("bottleneck", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        auto const data = mlp::digits::read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv").part(0, 400);
        matrix X = data.x;
        X.colwise() -= X.rowwise().mean().eval();

        Eigen::SelfAdjointEigenSolver<matrix> const pca(X * X.transpose());
        matrix const V = pca.eigenvectors().rightCols(code);
        double const best =
            static_cast<double>((X - V * (V.transpose() * X)).array().square().mean());
        matrix const components = V.transpose() * X;

        auto csv = e.csv("method,x,y,digit");
        auto const plot = [&](char const* name, matrix const& H) {
            for (Index j = 0; j < H.cols(); ++j) {
                csv.row(name, H(0, j), H(1, j), data.classes[static_cast<std::size_t>(j)]);
            }
        };
        plot("pca", components);
        std::printf("64-2-64, Adam, 400 steps, 400 digits, %d starts\n"
                    "bottleneck        mean square error          angle to the plane of PCA\n"
                    "                  mean   least to most       mean, degrees, most\n"
                    "PCA            %.5f\n",
                    starts, best);
        double least = INFINITY;
        auto const try_out = [&](auto const& f) {
            gallery::spread error, apart;
            for (int seed = 1; seed <= starts; ++seed) {
                network net(f, static_cast<std::uint64_t>(seed));
                error.add(net.train(X, e.quick() ? 20 : 400));
                apart.add(angle(net.V.value, V));
                if (seed == 1) plot(f.facts().name.data(), net.H);
                e.progress(static_cast<std::size_t>(seed), static_cast<std::size_t>(starts));
            }
            std::printf("%-12s   %.5f  %.5f to %.5f     %6.2f  %6.2f\n", f.facts().name.data(),
                        error.mean(), error.least(), error.most(), apart.mean(), apart.most());
            least = std::min(least, error.least());
            return std::pair(error, apart);
        };
        auto const [error, apart] = try_out(actfn::identity);
        auto const relu = try_out(actfn::relu).first;
        auto const tanh = try_out(actfn::tanh).first;

        std::printf("\n");
        e.claim(error.most() < 1.001 * best,
                "from every start two linear units find what PCA finds");
        e.claim(apart.most() < 2, "and span its plane");
        e.claim(least > 0.9999 * best, "no activation there does better");
        e.claim(std::max(relu.most(), tanh.most()) < 1.01 * best,
                "nor worse: relu and tanh learn to stay where they are straight");
    });
}
