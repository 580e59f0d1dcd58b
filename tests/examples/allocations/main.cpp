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

template <class Optimiser> static long per_training(Optimiser optimiser) {
    mlp::network<float> net(64, 1);
    net.add(64, actfn::relu).add(32, actfn::tanh).add(10, actfn::identity);
    mlp::matrix<float> const x = mlp::matrix<float>::Constant(64, 48, 0.5F);
    std::vector<int> const labels(48, 3);
    mlp::matrix<float> gradient(10, 48);
    auto const step = [&](Eigen::Index n) {
        auto gy = gradient.leftCols(n);
        actfn::softmax_cross_entropy(net.forward(x.leftCols(n), mlp::training),
                                     std::span(labels).first(static_cast<std::size_t>(n)), gy);
        net.backward(x.leftCols(n), gy, 0.01);
        net.update(optimiser);
    };
    step(48);
    long const before = allocations;
    Eigen::internal::set_is_malloc_allowed(false);
    for (Eigen::Index const n : {48, 32, 17, 1, 48}) step(n);
    Eigen::internal::set_is_malloc_allowed(true);
    return allocations - before;
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
    long const counted = per_training(mlp::momentum{}) + per_training(mlp::adam{});
    std::printf("%ld allocations in 10 steps of training\n", counted);
    return counted == 0 ? 0 : 1;
}
