// SPDX-License-Identifier: MIT
//
// The compiled library from a program without exceptions and run-time type information; the inputs
// are of other instruction sets than its own.
#include <actfn/any.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main() {
    actfn::any<float> const f("elu(alpha=0.5)");
    std::vector<float> x(1001);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 0.01F * (static_cast<float>(i) - 500);
    std::vector<float> y(x.size());
    actfn::forward(f, x, y);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (y[i] != f(x[i])) return 1;
    }
    if (actfn::any<double>("softmax").parameters()[0].includes_lower) return 1;
    std::printf("%s\n", f.to_string().c_str());
    std::fflush(stdout);
    std::signal(SIGABRT, [](int) { std::_Exit(0); }); // as expected
    actfn::forward(f, x, std::span(y).first(3));      // prints what is wrong, and ends
    std::puts("no error was reported");
    return 1;
}
