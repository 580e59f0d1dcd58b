// SPDX-License-Identifier: MIT
//
// Once the buffers of examples/mlp.hpp have grown, no step of training allocates. A program of its
// own, since it changes Eigen's allocator and operator new.
#include <cstdio>
#include <cstdlib>
#include <new>
#include <span>
#include <vector>

static long allocations = 0;

#define EIGEN_RUNTIME_NO_MALLOC
#define eigen_assert(condition) static_cast<void>((condition) || ++allocations)

#include "../../../examples/mlp.hpp"
#include <actfn/actfn.hpp>
#include <actfn/loss.hpp>

#include <Eigen/Core>

// Not inline: g++ takes a malloc that meets a delete for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

static long per_training(mlp::network<float>& net, auto optimiser, Eigen::Index most) {
    mlp::matrix<float> const x = mlp::matrix<float>::Constant(net.inputs(), most, 0.5F);
    std::vector<int> const labels(static_cast<std::size_t>(most), 3);
    mlp::matrix<float> gradient(10, most);
    auto const step = [&](Eigen::Index n) {
        auto gy = gradient.leftCols(n);
        actfn::softmax_cross_entropy(net.forward(x.leftCols(n), mlp::training),
                                     std::span(labels).first(static_cast<std::size_t>(n)), gy);
        net.backward(x.leftCols(n), gy, 0.01);
        net.update(optimiser);
    };
    step(most);
    long const before = allocations;
    Eigen::internal::set_is_malloc_allowed(false);
    for (Eigen::Index const n : {most, most * 2 / 3, most / 3 + 1, Eigen::Index{1}, most}) step(n);
    Eigen::internal::set_is_malloc_allowed(true);
    return allocations - before;
}

static mlp::network<float> of_every_kind() {
    mlp::network<float> net(64, 1);
    net.add(64, actfn::relu)
        .add(32, actfn::maxout<2>)
        .add(32, actfn::rrelu)
        .add(32, mlp::learned(actfn::swish))
        .add(32, mlp::learned_per_unit(actfn::mpelu))
        .add(10, actfn::identity);
    return net;
}

static mlp::network<float> wide() {
    mlp::network<float> net(784, 1);
    net.add(256, actfn::gelu).add(128, actfn::tanh).add(10, actfn::identity);
    return net;
}

int main() {
    // The counter must see Eigen's allocations and others.
    Eigen::internal::set_is_malloc_allowed(false);
    mlp::matrix<float> const seen(3, 3);
    Eigen::internal::set_is_malloc_allowed(true);
    ::operator delete(::operator new(1));
    if (allocations != 2) {
        std::printf("counted %ld allocations instead of 2\n", allocations);
        return 1;
    }
    auto kinds = of_every_kind();
    auto large = wide();
    long const small_ones = per_training(kinds, mlp::sgd{}, 48) +
                            per_training(kinds, mlp::momentum{}, 48) +
                            per_training(kinds, mlp::adam{}, 48);
    long const large_ones = per_training(large, mlp::adam{}, 256);
    std::printf("%ld allocations in 15 steps of training, %ld in 5 of a large network\n",
                small_ones, large_ones);
    return small_ones + large_ones == 0 ? 0 : 1;
}
