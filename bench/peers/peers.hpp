// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Other libraries that compute activation functions, measured beside this one. This header knows
/// none of them, and includes nothing of actfn: each library is one file, with options of its own.
namespace peers {

// The functions of one number that are compared.
// clang-format off
#define PEERS_FUNCTIONS(X) \
    X(sigmoid) X(tanh) X(elu) X(selu) X(softplus) X(silu) X(gelu) X(gelu_tanh) X(mish) X(erf) \
    X(exponential) X(relu) X(leaky_relu) X(hardswish) X(hard_sigmoid)
// clang-format on

/// What is to be computed: y = f(x), or backward y = gy * f'(x). Sizes are multiples of 64, and
/// arrays begin at multiples of 64 bytes.
template <class T> struct task {
    std::string_view function;
    bool backward;
    std::size_t columns; // of a row, where the function is softmax or log_softmax
    std::span<T const> x;
    std::span<T const> gy;
    std::span<T const> fx; // f(x), for those whose backward takes the output
    std::span<T> y;

    std::size_t size() const { return x.size(); }
    bool is_rows() const { return function == "softmax" || function == "log_softmax"; }
};

/// A task made ready: memory, descriptors and primitives exist before the clock runs. Empty where
/// a library lacks the function.
struct prepared {
    std::function<void()> run{};
    bool from_output = false; // backward that was given f(x)
};

struct peer {
    std::string name;
    std::string version;
    prepared (*in_float)(task<float> const&);
    prepared (*in_double)(task<double> const&);
};

/// All libraries of the program, this one first.
std::vector<peer>& list();

} // namespace peers
