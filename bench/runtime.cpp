// SPDX-License-Identifier: MIT
//
// What a call by name costs beside the direct one, in the instruction set that this is compiled
// for: run it with ACTFN_ARCH naming that set.
#include <actfn/actfn.h>
#include <actfn/any.hpp>
#include <actfn/array.hpp>
#include <actfn/complex/modrelu.hpp>
#include <actfn/gated/crelu.hpp>
#include <actfn/gated/swiglu.hpp>
#include <actfn/loss/softmax_cross_entropy.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/relu.hpp>
#include <actfn/rowwise/softmax.hpp>

#include <algorithm>
#include <chrono>
#include <complex>
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

template <class T> struct operands {
    std::size_t n;
    std::vector<T> memory = std::vector<T>(8 * n);

    std::span<T> part(std::size_t which, std::size_t parts = 1) {
        return std::span(memory).subspan(which * n, parts * n);
    }
    std::span<std::complex<T>> numbers(std::size_t which) {
        return {reinterpret_cast<std::complex<T>*>(memory.data() + 2 * which * n), n};
    }
};

template <class T, class F, class Forward, class Backward>
void compare(char const* type, char const* name, F const& direct, Forward forward,
             Backward backward) {
    actfn::any<T> const f(name);
    for (std::size_t const n : {1U, 8U, 64U, 256U, 1000U}) {
        operands<T> o{n};
        for (std::size_t i = 0; i < o.memory.size(); ++i) {
            o.memory[i] = static_cast<T>(i % 13) - T(6);
        }
        double const times[] = {
            time_of([&] { forward(direct, o); }), time_of([&] { forward(f, o); }),
            time_of([&] { backward(direct, o); }), time_of([&] { backward(f, o); })};
        std::printf("%-22s %-6s %5zu %9.1f %9.1f %+7.1f %9.1f %9.1f %+7.1f\n", name, type, n,
                    times[0], times[1], times[1] - times[0], times[2], times[3],
                    times[3] - times[2]);
    }
}
template <class T, class F> void compare(char const* type, char const* name, F const& direct) {
    compare<T>(
        type, name, direct, [](auto const& f, auto& o) { actfn::forward(f, o.part(0), o.part(1)); },
        [](auto const& f, auto& o) { actfn::backward(f, o.part(0), o.part(2), o.part(1)); });
}

} // namespace

int main() {
    std::printf("actfn %s, %s; ns a call: direct, by name, difference, forward and backward\n",
                actfn_version(), actfn_architecture());
    compare<float>("float", "relu", actfn::relu);
    compare<float>("float", "gelu", actfn::gelu);
    compare<double>("double", "gelu", actfn::gelu);
    compare<float>("float", "softmax", actfn::softmax);
    compare<float>(
        "float", "swiglu", actfn::swiglu,
        [](auto const& f, auto& o) { actfn::forward(f, o.part(0), o.part(1), o.part(2)); },
        [](auto const& f, auto& o) {
            actfn::backward(f, o.part(0), o.part(1), o.part(2), o.part(3), o.part(4));
        });
    compare<float>(
        "float", "crelu", actfn::crelu,
        [](auto const& f, auto& o) { actfn::forward(f, o.part(0), o.part(1, 2)); },
        [](auto const& f, auto& o) { actfn::backward(f, o.part(0), o.part(1, 2), o.part(3)); });
    compare<float>(
        "float", "modrelu", actfn::modrelu,
        [](auto const& f, auto& o) { actfn::forward(f, o.numbers(0), o.numbers(1)); },
        [](auto const& f, auto& o) {
            actfn::backward(f, o.numbers(0), o.numbers(1), o.numbers(2));
        });
    compare<float>(
        "float", "softmax_cross_entropy", actfn::softmax_cross_entropy,
        [](auto const& f, auto& o) { actfn::forward(f, o.part(0), o.part(1), o.part(2).first(1)); },
        [](auto const& f, auto& o) { actfn::derivative(f, o.part(0), o.part(1), o.part(2)); });
    return 0;
}
