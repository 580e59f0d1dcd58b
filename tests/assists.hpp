// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/array.hpp>

#include <immintrin.h>

#include <cmath>
#include <limits>
#include <vector>

/// Which inputs make x86 stop for a subnormal number that is neither x nor a result.
namespace tests {

constexpr unsigned denormal_operand = 2;
constexpr unsigned underflow = 16;

/// Near 0, in the middle, and where tails become subnormal, on both sides.
template <class T> std::vector<T> assist_inputs() {
    std::vector<double> magnitudes{0,  1e-30, 1e-20, 1e-10, 0.1, 1,  5,   9.5, 13.5, 20,  44,
                                   50, 85,    88,    90,    95,  100, 110, 1e3, 1e30};
    magnitudes.push_back(static_cast<double>(std::numeric_limits<T>::max()));
    if constexpr (sizeof(T) == 8) {
        for (double const a : {1e-45, 1e-39, 700.0, 708.0, 720.0, 740.0, 760.0}) {
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

/// A member of a function at whose inputs the flags were raised.
template <class T> struct assists {
    char const* member;
    unsigned flags = 0;
    std::vector<T> inputs{};
};

/// Whether y = f(x) is subnormal, or near 0 where a product of powers of x is taken for 0.
template <class T> bool owed(T x, T y) {
    return std::fpclassify(y) == FP_SUBNORMAL || (y == 0 && x != 0 && std::abs(x) < 1);
}

/// run(x, gy, y, dy) on sixteen equal elements, for all inputs.
template <class T, class F, class Run>
assists<T> find_assists(F const& f, char const* member, Run run) {
    assists<T> row{member};
    std::vector<T> x(16);
    std::vector<T> const gy(16, T(1.25));
    std::vector<T> y(16);
    std::vector<T> dy(16);
    for (T const at : assist_inputs<T>()) {
        x.assign(16, at);
        dy.assign(16, T(1));
        unsigned const control = _mm_getcsr();
        _mm_setcsr(0x1f80);
        run(x, gy, y, dy);
        unsigned const raised = _mm_getcsr() & (denormal_operand | underflow);
        _mm_setcsr(control);
        if (raised == 0 || owed(at, y[0]) || owed(at, dy[0])) continue;
        // Outlined kernels compute all of them.
        if (owed(at, f(at)) || owed(at, f.derivative(at))) continue;
        row.flags |= raised;
        row.inputs.push_back(at);
    }
    return row;
}

/// report(row) for every member of f in which an assist was found.
template <class T, class F, class Report> void for_assists(F const& f, Report report) {
    auto const row = [&](char const* member, auto run) {
        auto const found = tests::find_assists<T>(f, member, run);
        if (!found.inputs.empty()) report(found);
    };
    row("forward", [&](auto& x, auto&, auto& y, auto&) { actfn::forward(f, x, y); });
    row("derivative", [&](auto& x, auto&, auto& y, auto&) { actfn::derivative(f, x, y); });
    row("value_and_derivative",
        [&](auto& x, auto&, auto& y, auto& dy) { actfn::value_and_derivative(f, x, y, dy); });
    row("backward", [&](auto& x, auto& gy, auto& y, auto&) { actfn::backward(f, x, gy, y); });
    row("second_derivative",
        [&](auto& x, auto&, auto& y, auto&) { actfn::second_derivative(f, x, y); });
}

} // namespace tests
