// SPDX-License-Identifier: MIT
//
// What an output is asked for: targets of -1 and 1 lie where tanh never comes, so the weights grow
// for as long as one trains, and the output saturates. Targets inside its range do not do that
// (LeCun et al. 1998, "Efficient BackProp").
#include "gallery.hpp"
#include "spirals.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using spirals::matrix;

struct found {
    gallery::spread right, logit, derivative;
};

constexpr int checks[] = {200, 400, 800}; // steps after which to look

/// Trains with the square error of f(logit), f being the activation of the output.
template <class F>
void learn(F const& f, float low, float high, int brief, std::uint64_t seed, found (&to)[3]) {
    spirals::task const seen(200, 1), unseen(400, 2);
    spirals::network net(actfn::gelu, 16, seed);
    matrix const T = low + (high - low) * seen.T.array();
    auto const loss = [&](matrix const& Z, matrix& gZ) {
        matrix const Y = f(Z);
        matrix gY(1, Y.cols());
        actfn::mse(Y, T, gY);
        gZ = f.backward_from_output(Y, gY);
    };
    mlp::adam optimiser{.rate = 0.02};
    int step = 0;
    for (int i = 0; i < 3; ++i) {
        for (; step < checks[i] / brief; ++step) net.step(seen, optimiser, loss);
        matrix const Z = net.logits(seen.X);
        matrix D(1, Z.cols());
        actfn::derivative(f, Z, D);
        to[i].right.add(net.accuracy(unseen));
        matrix size = Z.cwiseAbs();
        auto const middle = size.data() + size.size() / 2; // a few points lie far out
        std::nth_element(size.data(), middle, size.data() + size.size());
        to[i].logit.add(static_cast<double>(*middle));
        to[i].derivative.add(static_cast<double>(D.mean()));
    }
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("target_range", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 2 : 20;
        auto csv = e.csv("output,targets,steps,logit,least,most");
        std::printf("2-16-16-1, gelu, square error, Adam, %d starts, mean and deviation\n"
                    "output   targets      steps   median logit     derivative there   other "
                    "points right\n",
                    starts);
        std::vector<found> all;
        auto const try_out = [&](char const* name, auto const& f, float low, float high) {
            found to[3];
            for (int seed = 1; seed <= starts; ++seed) {
                learn(f, low, high, e.quick() ? 10 : 1, static_cast<std::uint64_t>(seed), to);
                e.progress(all.size() / 3, 4);
            }
            char targets[32];
            std::snprintf(targets, sizeof targets, "%g and %g", static_cast<double>(low),
                          static_cast<double>(high));
            for (int i = 0; i < 3; ++i) {
                auto const& [right, logit, derivative] = to[i];
                csv.row(name, targets, checks[i], logit.mean(), logit.least(), logit.most());
                std::printf("%-8s %-12s %5d   %5.2f  %5.2f     %6.3f  %6.3f       %.3f  %.3f\n",
                            name, targets, checks[i], logit.mean(), logit.deviation(),
                            derivative.mean(), derivative.deviation(), right.mean(),
                            right.deviation());
                all.push_back(to[i]);
            }
        };
        try_out("tanh", actfn::tanh, -1, 1);
        try_out("tanh", actfn::tanh, -0.9F, 0.9F);
        try_out("sigmoid", actfn::sigmoid, 0, 1);
        try_out("sigmoid", actfn::sigmoid, 0.1F, 0.9F);

        std::printf("\n");
        auto const growth = [&](std::size_t i) {
            return all[3 * i + 2].logit.mean() / all[3 * i].logit.mean();
        };
        e.claim(growth(0) > 1.3, "at -1 and 1 logits go on growing");
        e.claim(growth(1) < 1.25, "at -0.9 and 0.9 they do not");
        e.claim(all[5].derivative.mean() > 5 * all[2].derivative.mean(),
                "so the derivative of the output stays larger");
        e.claim(all[11].logit.mean() < all[8].logit.mean() / 2,
                "with sigmoid logits stay half as large");
        // Not the mean: one start of twenty may end far from the others.
        e.claim(std::abs(all[5].right.median() - all[2].right.median()) < 0.005,
                "and the median start tells as many points right");
    });
}
