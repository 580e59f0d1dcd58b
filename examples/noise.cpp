// SPDX-License-Identifier: MIT
//
// Activations that draw random numbers in training, against their deterministic forms: a few noisy
// points of a curve and a network that could learn them by heart, which noise can keep it from.
#include "gallery.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <random>
#include <vector>

namespace {

using Eigen::Index;
using matrix = mlp::matrix<float>;

constexpr Index points = 24;

float curve(float x) { return std::sin(x); }

struct task {
    matrix x = matrix(1, points), noisy = matrix(1, points);
    matrix everywhere = matrix(1, 200), truth = matrix(1, 200);

    explicit task(std::uint64_t seed) {
        std::mt19937_64 bits(seed);
        actfn::init::fill(noisy, 0.2, bits);
        for (Index i = 0; i < points; ++i) {
            x(i) = -5 + 10 * static_cast<float>(i) / (points - 1);
            noisy(i) += curve(x(i));
        }
        for (Index i = 0; i < everywhere.size(); ++i) {
            everywhere(i) = -5 + 10 * static_cast<float>(i) / 199;
            truth(i) = curve(everywhere(i));
        }
    }
};

double rms(matrix const& difference) {
    return std::sqrt(static_cast<double>(difference.array().square().mean()));
}

struct errors {
    gallery::spread learnt, truth; ///< of the points shown, and of the curve behind them
};

template <class F>
errors learn(char const* name, F const& f, int starts, int steps, gallery::table& csv) {
    auto const count = static_cast<std::size_t>(starts);
    std::vector<double> learnt(count), truth(count);
    std::vector<matrix> fits(count);
    gallery::in_parallel(count, [&](std::size_t i) {
        auto const seed = static_cast<std::uint64_t>(i + 1);
        task const t(seed);
        mlp::network<float> net(1, seed);
        net.add(40, f).add(40, f).add(1, actfn::identity);
        mlp::adam optimiser;
        matrix gradient(1, points);
        for (int step = 0; step < steps; ++step) {
            optimiser.rate = 0.005 * (1 + std::cos(std::numbers::pi * step / steps));
            mlp::linear_output::loss(net.forward(t.x, mlp::training), t.noisy, gradient);
            net.backward(t.x, gradient);
            net.update(optimiser);
        }
        learnt[i] = rms(net.forward(t.x) - t.noisy);
        fits[i] = net.forward(t.everywhere);
        truth[i] = rms(fits[i] - t.truth);
    });
    errors found;
    for (double const r : learnt) found.learnt.add(r);
    for (double const r : truth) found.truth.add(r);
    task const first(1);
    for (Index i = 0; i < first.everywhere.size(); ++i) {
        csv.row(name, first.everywhere(i), first.truth(i), fits.front()(i));
    }
    std::printf("%-18s  %10.3f %9.3f  %10.3f %9.3f\n", name, found.learnt.mean(),
                found.learnt.deviation(), found.truth.mean(), found.truth.deviation());
    return found;
}

} // namespace

int main(int count, char** arguments) {
    return gallery::run("noise", count, arguments, [](gallery::example& e) {
        int const starts = e.quick() ? 1 : 20;
        int const steps = e.quick() ? 20 : 3000;
        auto shown = e.csv("x,y", "_points");
        task const first(1);
        for (Index i = 0; i < points; ++i) shown.row(first.x(i), first.noisy(i));

        auto csv = e.csv("activation,x,truth,y");
        std::printf("%td points of sin x with an error of 0.2, 1-40-40-1, %d starts\n", points,
                    starts);
        std::printf("root mean square    from the points       from the curve\n");
        std::printf("                          mean deviation        mean deviation\n");
        std::size_t done = 0;
        auto const run = [&](char const* name, auto const& f) {
            e.progress(done++, 7);
            return learn(name, f, starts, steps, csv);
        };
        auto const leaky = run("leaky_relu", actfn::leaky_relu.with({.slope = 11.0 / 48}));
        auto const rrelu = run("rrelu", actfn::rrelu);
        auto const relu = run("relu", actfn::relu);
        auto const noisy_relu = run("noisy_relu", actfn::noisy_relu);
        auto const hard_tanh = run("hard_tanh", actfn::hard_tanh);
        auto const noisy_hard_tanh = run("noisy_hard_tanh", actfn::noisy_hard_tanh);
        auto const nani = run("nani_hard_tanh", actfn::nani_hard_tanh);

        std::printf("\n");
        e.observe(rrelu.truth.mean() < leaky.truth.mean(),
                  "rrelu comes nearer to the curve than leaky_relu");
        e.observe(noisy_relu.truth.mean() > relu.truth.mean(), "noisy_relu less near than relu");
        double const plain = hard_tanh.truth.mean();
        e.observe(std::abs(noisy_hard_tanh.truth.mean() - plain) < 0.015 &&
                      std::abs(nani.truth.mean() - plain) < 0.015,
                  "noisy_hard_tanh and nani_hard_tanh (noise on the input) as near as hard_tanh");
        double worst = 0;
        for (errors const& each :
             {leaky, rrelu, relu, noisy_relu, hard_tanh, noisy_hard_tanh, nani}) {
            worst = std::max(worst, each.truth.mean());
        }
        e.claim(worst < 0.2, "all come nearer to the curve than the points they were shown");
    });
}
