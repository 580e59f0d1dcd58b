// SPDX-License-Identifier: MIT
//
// Training in parallel: every process computes the gradient of its share of a batch, MPI adds them
// up, and each takes the same step. `mpirun -n 2 mpi` learns to read the digits of examples/data.
#include "../classification.hpp"
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/identity.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <mpi.h>
#include <span>
#include <utility>
#include <vector>

namespace {

using Eigen::Index;
using numbers = std::vector<float>;

constexpr int epochs = 30;
constexpr Index batch_size = 96;

/// Calls f(matrix) for the values or the gradients of all that is learnt.
template <class F> void each_parameter(mlp::network<float> const& net, F const& f) {
    for (auto const& l : net.layers()) {
        for (auto* p : {&l->weights, &l->bias, &l->shape}) f(*p);
    }
}

/// Sums the gradients of all processes, in one message.
void add_up(mlp::network<float> const& net, numbers& message, MPI_Comm processes) {
    message.clear();
    each_parameter(net, [&](auto const& p) {
        message.insert(message.end(), p.gradient.data(), p.gradient.data() + p.gradient.size());
    });
    MPI_Allreduce(MPI_IN_PLACE, message.data(), static_cast<int>(message.size()), MPI_FLOAT,
                  MPI_SUM, processes);
    float const* from = message.data();
    each_parameter(net, [&](auto& p) {
        std::copy_n(from, p.gradient.size(), p.gradient.data());
        from += p.gradient.size();
    });
}

struct learnt {
    mlp::network<float> net;
    double seconds;
};

learnt train(mlp::samples const& digits, MPI_Comm processes) {
    int rank = 0, count = 0;
    MPI_Comm_rank(processes, &rank);
    MPI_Comm_size(processes, &count);
    mlp::network<float> net(mlp::digits::pixels, 1); // the same weights to begin with
    net.add(256, actfn::gelu).add(128, actfn::gelu).add(mlp::digits::classes, actfn::identity);
    mlp::adam optimiser;
    numbers message;
    mlp::matrix<float> gradient;

    MPI_Barrier(processes);
    auto const start = std::chrono::steady_clock::now();
    for (int epoch = 0; epoch < epochs; ++epoch) {
        for (Index begin = 0; begin < digits.count(); begin += batch_size) {
            Index const all = std::min(batch_size, digits.count() - begin);
            Index const first = all * rank / count;
            Index const n = all * (rank + 1) / count - first;
            auto const x = digits.x.middleCols(begin + first, n);
            auto const classes =
                std::span(digits.classes)
                    .subspan(static_cast<std::size_t>(begin + first), static_cast<std::size_t>(n));
            gradient.resize(mlp::digits::classes, n);
            mlp::softmax_output::loss(net.forward(x, mlp::training), classes, gradient);
            // Of the mean over the share, to that over the batch.
            gradient *= static_cast<float>(n) / static_cast<float>(all);
            net.backward(x, gradient);
            add_up(net, message, processes);
            net.update(optimiser);
        }
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    return {std::move(net), took.count()};
}

/// Whether all processes have the weights of the first, bit for bit.
bool same_everywhere(mlp::network<float> const& net, MPI_Comm processes) {
    int same = 1;
    each_parameter(net, [&](auto const& p) {
        mlp::matrix<float> first = p.value;
        MPI_Bcast(first.data(), static_cast<int>(first.size()), MPI_FLOAT, 0, processes);
        if (first != p.value) same = 0;
    });
    MPI_Allreduce(MPI_IN_PLACE, &same, 1, MPI_INT, MPI_LAND, processes);
    return same != 0;
}

bool run() {
    int rank = 0, count = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    auto const all = mlp::digits::read(ACTFN_EXAMPLE_DATA_DIR "/digits.csv");
    auto const digits = all.part(0, mlp::digits::train_count);
    auto const others = all.part(all.count() - mlp::digits::test_count, mlp::digits::test_count);

    // The first process alone while the others wait, then all of them.
    double alone = 0;
    if (rank == 0) alone = train(digits, MPI_COMM_SELF).seconds;
    learnt together = train(digits, MPI_COMM_WORLD);
    bool const same = same_everywhere(together.net, MPI_COMM_WORLD);
    double const right = mlp::accuracy(together.net, others);
    if (rank == 0) {
        std::printf("%d epochs in %.2f s by one process, in %.2f s by %d: %.2f times as fast\n",
                    epochs, alone, together.seconds, count, alone / together.seconds);
        std::printf("%s the weights are the same in every process\n", same ? "yes:" : "NO: ");
        std::printf("%s %.3f of the digits of other writers are read right\n",
                    right > 0.9 ? "yes:" : "NO: ", right);
    }
    return same && right > 0.9;
}

} // namespace

int main(int count, char** arguments) {
    MPI_Init(&count, &arguments);
    int status = 2;
    try {
        status = run() ? 0 : 1;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "mpi: %s\n", e.what());
        MPI_Abort(MPI_COMM_WORLD, status); // the others would wait
    }
    MPI_Finalize();
    return status;
}
