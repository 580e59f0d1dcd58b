// SPDX-License-Identifier: MIT
//
// Training steps (forward, softmax and cross-entropy, backward, update with momentum) of
// examples/mlp.hpp in float, in samples per second, and the share of its activations; beside
// PyTorch where the build found it.
#include "../../examples/mlp.hpp"
#include "mlp.hpp"
#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>

#include <cstdio>
#include <random>
#include <string>

namespace actfn::bench {
namespace {

using matrix = mlp::matrix<float>;

template <class F> double step_microseconds(F const& f, training_task const& task) {
    mlp::network<float> net(task.sizes.front(), 1);
    for (std::size_t i = 1; i + 1 < task.sizes.size(); ++i) net.add(task.sizes[i], f);
    net.add(task.sizes.back(), actfn::identity);
    std::mt19937_64 bits(1);
    matrix x(task.sizes.front(), task.batch);
    actfn::init::fill_uniform(x, 1.0, bits);
    std::vector<int> const labels(static_cast<std::size_t>(task.batch), 3);
    matrix gy(task.sizes.back(), task.batch);
    mlp::momentum optimiser{.rate = 1e-4};
    return microseconds([&] {
        mlp::softmax_output::loss(net.forward(x, mlp::training), labels, gy);
        net.backward(x, gy);
        net.update(optimiser);
    });
}

/// What of a step is the hidden layers' activations: value and derivative, and their product with
/// the gradient.
template <class F> double activation_microseconds(F const& f, training_task const& task) {
    std::vector<matrix> z, y, gz;
    std::mt19937_64 bits(1);
    for (std::size_t i = 1; i + 1 < task.sizes.size(); ++i) {
        z.emplace_back(task.sizes[i], task.batch);
        actfn::init::fill(z.back(), 1.0, bits);
        y.push_back(z.back());
        gz.push_back(z.back());
    }
    return microseconds([&] {
        for (std::size_t i = 0; i < z.size(); ++i) {
            actfn::value_and_derivative(f, z[i], y[i], gz[i]);
            gz[i].array() *= y[i].array();
        }
    });
}

void report(training_task const& task) {
    std::string name = std::to_string(task.sizes.front());
    for (std::size_t i = 1; i < task.sizes.size(); ++i) name += '-' + std::to_string(task.sizes[i]);
    double const relu = step_microseconds(actfn::relu, task);
    double const gelu = step_microseconds(actfn::gelu, task);
    auto const per_second = [&](double us) { return 1e6 * task.batch / us; };
    std::printf("%-15s %6d  %10.0f %5.1f %%  %10.0f %5.1f %%", name.c_str(), task.batch,
                per_second(relu), 100 * activation_microseconds(actfn::relu, task) / relu,
                per_second(gelu), 100 * activation_microseconds(actfn::gelu, task) / gelu);
#if ACTFN_BENCH_TORCH
    double const torch = torch_microseconds(task);
    std::printf("  %10.0f  %6.1f", per_second(torch), torch / relu);
#endif
    std::printf("\n");
    std::fflush(stdout);
}

} // namespace
} // namespace actfn::bench

int main() {
    std::printf("samples per second       actfn, relu           actfn, gelu      ");
#if ACTFN_BENCH_TORCH
    std::printf("    libtorch, relu");
#endif
    std::printf("\nnetwork          batch          activations           activations");
#if ACTFN_BENCH_TORCH
    std::printf("             ratio");
#endif
    std::printf("\n");
    for (auto const& sizes : {std::vector{64, 64, 32, 10}, std::vector{784, 256, 128, 10}}) {
        for (int const batch : {1, 32, 256}) actfn::bench::report({sizes, batch});
    }
}
