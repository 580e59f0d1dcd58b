// SPDX-License-Identifier: MIT
//
// How much of a bend does a network need? leaky_relu with slopes from 1, where it is the identity
// and the network linear, to 0, where it is relu, on two spirals.
#include "gallery.hpp"
#include "spirals.hpp"

#include <cstdint>
#include <cstdio>
#include <vector>

int main(int count, char** arguments) {
    return gallery::run("leaky_slopes", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        spirals::task const seen(200, 1), unseen(400, 2);
        auto csv = e.csv("slope,seed,accuracy");
        std::vector<double> mean;
        std::printf(
            "leaky_relu, 2-16-16-1, Adam, 400 steps, %d starts: 400 other points told right\n"
            "slope   mean  deviation  least to most\n",
            starts);
        for (double const slope : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0}) {
            gallery::spread right;
            for (int seed = 1; seed <= starts; ++seed) {
                spirals::network net(actfn::leaky_relu.with({.slope = slope}), 16,
                                     static_cast<std::uint64_t>(seed));
                net.train(seen, e.quick() ? 20 : 400);
                right.add(net.accuracy(unseen));
                csv.row(slope, seed, right.values().back());
            }
            mean.push_back(right.mean());
            std::printf(" %.1f   %.3f  %9.3f  %.3f to %.3f\n", slope, right.mean(),
                        right.deviation(), right.least(), right.most());
            e.progress(mean.size(), 11);
        }
        std::printf("\n");
        e.claim(mean[0] < 0.65, "slope 1 leaves a straight line");
        e.claim(mean[5] > mean[0] + 0.2, "half of the bend is enough to learn much more");
    });
}
