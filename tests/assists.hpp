// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/function.hpp>

#include <algorithm>
#include <cmath>
#include <immintrin.h>
#include <iterator>
#include <limits>
#include <vector>

/// Which inputs make x86 stop for a subnormal number that is neither x nor a result.
namespace tests {

constexpr unsigned denormal_operand = 2;
constexpr unsigned underflow = 16;

/// Near 0, in the middle, and where tails become subnormal, on both sides.
template <class T> std::vector<T> assist_inputs() {
    std::vector<double> magnitudes{0,  1e-36, 1e-33, 1e-30, 1e-20, 1e-10, 0.1, 1,   5,   9.5, 13.5,
                                   20, 44,    50,    85,    88,    90,    95,  100, 110, 1e3, 1e30};
    magnitudes.push_back(static_cast<double>(std::numeric_limits<T>::max()));
    if constexpr (sizeof(T) == 8) {
        for (double const a :
             {1e-305, 1e-300, 1e-290, 1e-45, 1e-39, 700.0, 708.0, 720.0, 740.0, 760.0}) {
            magnitudes.push_back(a);
        }
    }
    std::vector<T> x;
    for (double const a : magnitudes) {
        x.push_back(static_cast<T>(a));
        x.push_back(static_cast<T>(-a));
    }
    return x;
}

/// An input at which a member of a function raised the flags.
template <class T> struct assist {
    char const* member;
    T x;
    unsigned flags;
};

/// The flags of these that a call raises.
template <class F> unsigned raised_by(F f) {
    unsigned const control = _mm_getcsr();
    _mm_setcsr(0x1f80);
    f();
    unsigned const raised = _mm_getcsr() & (denormal_operand | underflow);
    _mm_setcsr(control);
    return raised;
}

/// Every number is 0 or a normal one.
template <class Numbers> bool ordinary(Numbers const& all) {
    return std::all_of(std::begin(all), std::end(all),
                       [](auto a) { return a == 0 || std::fpclassify(a) == FP_NORMAL; });
}

/// Whether y = f(x) is not an ordinary number: it is subnormal or infinite, or near 0 a product of
/// powers of x that is taken for 0.
template <class T> bool extraordinary(T x, T y) {
    return std::fpclassify(y) == FP_SUBNORMAL || std::isinf(y) ||
           (y == 0 && x != 0 && std::abs(x) < 1);
}

/// report(assist) for all members of f and all inputs with ordinary results.
template <class T, class F, class Report> void for_assists(F const& f, Report report) {
    struct {
        char const* name;
        T (*run)(F const&, T);
    } const members[] = {
        {"value", [](F const& g, T x) { return T(g(x)); }},
        {"derivative", [](F const& g, T x) { return T(g.derivative(x)); }},
        {"value_and_derivative",
         [](F const& g, T x) {
             auto const y = g.value_and_derivative(x);
             return T(y.value + y.derivative);
         }},
        {"backward", [](F const& g, T x) { return T(g.backward(x, T(1.25))); }},
        {"second_derivative", [](F const& g, T x) { return T(g.second_derivative(x)); }},
    };
    for (T const x : tests::assist_inputs<T>()) {
        // Outlined kernels compute value and derivative, whichever is asked for.
        T const value = members[0].run(f, x);
        T const derivative = members[1].run(f, x);
        if (extraordinary(x, value) || extraordinary(x, derivative)) continue;
        for (auto const& member : members) {
            T volatile y = 0;
            unsigned const raised = raised_by([&] { y = member.run(f, x); });
            T const result = y;
            if (raised != 0 && !extraordinary(x, result)) {
                report(assist<T>{member.name, x, raised});
            }
        }
    }
}

} // namespace tests
