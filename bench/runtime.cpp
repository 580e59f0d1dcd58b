// SPDX-License-Identifier: MIT
//
// What a call by name costs beside the direct one, in the instruction set that this is compiled
// for: run it with ACTFN_ARCH naming that set.
#include <actfn/actfn.h>
#include <actfn/any.hpp>
#include <actfn/array.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <span>
#include <vector>

namespace {

/// Nanoseconds of a call: the least mean of many short runs.
template <class F> double time_of(F f) {
    using clock = std::chrono::steady_clock;
    constexpr int calls = 2000;
    double least = 1e9;
    for (int run = 0; run < 200; ++run) {
        auto const begin = clock::now();
        for (int i = 0; i < calls; ++i) f();
        std::chrono::duration<double, std::nano> const taken = clock::now() - begin;
        least = std::min(least, taken.count() / calls);
    }
    return least;
}

template <class T, class F> void compare(char const* type, char const* name, F const& direct) {
    actfn::any<T> const f(name);
    for (std::size_t const n : {1U, 8U, 64U, 256U, 1000U}) {
        std::vector<T> x(n);
        for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<T>(i % 13) - T(6);
        std::vector<T> y(n);
        std::span const in(x);
        std::span const out(y);
        double const forward[] = {time_of([&] { actfn::forward(direct, in, out); }),
                                  time_of([&] { actfn::forward(f, in, out); })};
        double const backward[] = {time_of([&] { actfn::backward(direct, in, in, out); }),
                                   time_of([&] { actfn::backward(f, in, in, out); })};
        std::printf("%-8s %-6s %5zu %9.1f %9.1f %+7.1f %9.1f %9.1f %+7.1f\n", name, type, n,
                    forward[0], forward[1], forward[1] - forward[0], backward[0], backward[1],
                    backward[1] - backward[0]);
    }
}

} // namespace

int main() {
    std::printf("actfn %s, %s; ns a call: direct, by name, difference, forward and backward\n",
                actfn_version(), actfn_architecture());
    compare<float>("float", "relu", actfn::relu);
    compare<float>("float", "gelu", actfn::gelu);
    compare<double>("double", "gelu", actfn::gelu);
    compare<float>("float", "softmax", actfn::softmax);
    return 0;
}
