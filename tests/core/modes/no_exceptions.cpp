// SPDX-License-Identifier: MIT
//
// Built without exceptions and without run-time type information, with the handler of the library
// or, with ACTFN_FAIL, an own one.
#include <cstdio>
#include <cstdlib>
#include <string>

#ifdef OWN_HANDLER
[[noreturn]] inline void own_handler(std::string const& text) {
    std::fprintf(stderr, "own handler: %s\n", text.c_str());
    std::_Exit(0);
}
#define ACTFN_FAIL(text) own_handler(text)
#endif

#include <actfn/actfn.hpp>
#include <actfn/eigen.hpp>
#include <actfn/function.hpp>
#include <actfn/init.hpp>
#include <actfn/visit.hpp>

#include <csignal>
#include <vector>

#ifdef __cpp_exceptions
#error "build without exceptions"
#endif

int main() {
    std::vector<float> x{-1, 0, 1};
    std::vector<float> y(3);
    actfn::forward(actfn::relu, x, y);
    if (y != std::vector<float>{0, 0, 1}) return 1;
    Eigen::Vector3f const v = actfn::softmax(Eigen::Vector3f::Zero());
    if (v[0] != 1.0F / 3) return 2;
    if (actfn::elu.with({.alpha = 0.5})(2.0) != 2) return 3;

    std::signal(SIGABRT, [](int) { std::_Exit(0); }); // as expected
    y.resize(4);
    actfn::forward(actfn::relu, x, y);
    std::puts("no error was reported");
    return 4;
}
