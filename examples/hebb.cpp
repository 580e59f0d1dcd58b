// SPDX-License-Identifier: MIT
//
// Hebb's rule: units that are active together strengthen what connects them (Hebb 1949). No error
// and no gradient. A linear unit so learns the direction in which its inputs vary most; a hundred
// units with sign so remember patterns, which they restore from damaged ones (Hopfield 1982).
#include "gallery.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>
#include <random>

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

struct unit {
    double angle, length; ///< of the weights: in degrees to the direction of most variance
};

/// One linear unit y = w.x shown points that vary along (2, 1): w += rate y x, or Oja's form of it,
/// w += rate y (x - y w).
unit learn(bool oja, unsigned seed) {
    std::mt19937 random(seed);
    Vector2d const along = Vector2d(2, 1).normalized(), across(-along(1), along(0));
    Vector2d w, draw;
    actfn::init::fill(w, 0.1, random);
    for (int step = 0; step < 1000; ++step) {
        actfn::init::fill(draw, 1.0, random);
        Vector2d const x = draw(0) * along + 0.3 * draw(1) * across;
        double const y = actfn::identity(w.dot(x));
        w += 0.01 * y * (oja ? Vector2d(x - y * w) : x);
    }
    double const cosine = std::abs(w.dot(along)) / w.norm();
    return {std::acos(std::min(cosine, 1.0)) * 180 / std::numbers::pi, w.norm()};
}

/// The share of entries that are as in the pattern, after the memory of `count` patterns has
/// settled from each of them with a share of its entries turned over.
double recall(Index count, double damage, unsigned seed) {
    constexpr Index n = 100;
    std::mt19937 random(seed);
    MatrixXd P(n, count);
    actfn::init::fill_uniform(P, 1.0, random);
    P = actfn::sign(P);
    MatrixXd W = P * P.transpose() / n; // Hebb's rule, for all pairs and patterns
    W.diagonal().setZero();

    MatrixXd S = P;
    for (Index i = 0; i < S.size(); ++i) {
        if (actfn::init::uniform(random) < damage) S(i) = -S(i);
    }
    for (int pass = 0; pass < 10; ++pass) {
        for (Index u = 0; u < n; ++u) S.row(u) = actfn::sign(W.row(u) * S); // one after the other
    }
    return static_cast<double>((S.array() == P.array()).count()) / static_cast<double>(S.size());
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("hebb", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        std::printf("a linear unit, 1000 points, %d starts\n"
                    "                angle to most variance    length of the weights\n"
                    "rule            mean   most               least to most\n",
                    starts);
        std::map<bool, gallery::spread> angles, lengths;
        for (bool const oja : {false, true}) {
            for (int seed = 1; seed <= starts; ++seed) {
                unit const u = learn(oja, static_cast<unsigned>(seed));
                angles[oja].add(u.angle);
                lengths[oja].add(u.length);
            }
            std::printf("%-14s %5.2f  %5.2f              %8.3g to %8.3g\n", oja ? "Oja" : "Hebb",
                        angles[oja].mean(), angles[oja].most(), lengths[oja].least(),
                        lengths[oja].most());
        }

        auto csv = e.csv("patterns,damage,mean,least,most");
        std::map<Index, gallery::spread> recalled;
        std::printf("\n100 units, %d draws of patterns: entries right, mean and least\n"
                    "patterns    a tenth turned over    a quarter\n",
                    starts);
        for (Index const patterns : {2, 5, 10, 15, 20, 25, 30, 40}) {
            std::printf("%8td ", patterns);
            for (double const damage : {0.1, 0.25}) {
                gallery::spread right;
                for (int seed = 1; seed <= starts; ++seed) {
                    right.add(recall(patterns, damage, static_cast<unsigned>(seed)));
                }
                csv.row(patterns, damage, right.mean(), right.least(), right.most());
                std::printf("       %.3f  %.3f", right.mean(), right.least());
                if (damage < 0.2) recalled[patterns] = right;
            }
            std::printf("\n");
        }

        std::printf("\n");
        e.claim(angles[false].most() < 10, "Hebb's rule finds where the inputs vary most");
        e.claim(lengths[false].least() > 10, "but the weights grow without end");
        e.claim(std::abs(lengths[true].mean() - 1) < 0.1, "Oja's keep the length 1");
        e.claim(recalled[5].least() > 0.99, "5 patterns are restored");
        e.claim(recalled[40].most() < 0.9, "40 are too many for 100 units");
    });
}
