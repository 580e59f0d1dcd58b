// SPDX-License-Identifier: MIT
// Run by tools/assists. Prints the functions, members and inputs at which an operation took a
// subnormal operand, or made a subnormal number or one that rounded to 0, as MXCSR's flags show,
// although neither x nor the result is subnormal. Such an assist costs some hundred cycles on
// Intel's processors.
#include <actfn/actfn.hpp>

#include <cmath>
#include <cstdio>
#include <immintrin.h>
#include <limits>
#include <vector>

namespace {

constexpr unsigned denormal_operand = 2;
constexpr unsigned underflow = 16;

template <class T> std::vector<T> inputs() {
    std::vector<T> x;
    for (double const v :
         {0.0,  1e-45, 1e-39, 1e-30, 1e-20, 1e-10, 0.1,  1.0,   5.0,   9.5, 13.5,
          20.0, 44.0,  50.0,  85.0,  88.0,  90.0,  95.0, 100.0, 110.0, 1e3, 1e30}) {
        x.push_back(static_cast<T>(v));
        x.push_back(static_cast<T>(-v));
    }
    x.push_back(std::numeric_limits<T>::max());
    x.push_back(-std::numeric_limits<T>::max());
    if constexpr (sizeof(T) == 8) {
        for (double const v : {700.0, 708.0, 720.0, 740.0, 750.0, 1e-310}) {
            x.push_back(v);
            x.push_back(-v);
        }
    }
    return x;
}

template <class T> bool is_subnormal(T v) { return std::fpclassify(v) == FP_SUBNORMAL; }

int rows = 0;

/// run(x, gy, y, dy) on sixteen equal elements.
template <class T, class Run> void row(char const* function, char const* member, Run run) {
    int found = 0;
    double first = 0;
    unsigned flags = 0;
    for (T const at : inputs<T>()) {
        if (is_subnormal(at)) continue;
        std::vector<T> const x(16, at);
        std::vector<T> const gy(16, T(1.25));
        std::vector<T> y(16);
        std::vector<T> dy(16);
        _mm_setcsr(0x1f80);
        run(x, gy, y, dy);
        unsigned const raised = _mm_getcsr() & (denormal_operand | underflow);
        if (raised == 0 || is_subnormal(y[0]) || is_subnormal(dy[0])) continue;
        if (found++ == 0) first = static_cast<double>(at);
        flags |= raised;
    }
    if (found == 0) return;
    ++rows;
    std::printf("%s %s %s: %d inputs from %g on,%s%s\n", function, member,
                sizeof(T) == 4 ? "float" : "double", found, first,
                (flags & denormal_operand) != 0 ? " subnormal operand" : "",
                (flags & underflow) != 0 ? " underflow" : "");
}

template <class T, class F> void all_rows(char const* name, F const& f) {
    row<T>(name, "forward", [&](auto& x, auto&, auto& y, auto&) { actfn::forward(f, x, y); });
    row<T>(name, "derivative", [&](auto& x, auto&, auto& y, auto&) { actfn::derivative(f, x, y); });
    row<T>(name, "value_and_derivative",
           [&](auto& x, auto&, auto& y, auto& dy) { actfn::value_and_derivative(f, x, y, dy); });
    row<T>(name, "backward",
           [&](auto& x, auto& gy, auto& y, auto&) { actfn::backward(f, x, gy, y); });
    row<T>(name, "second_derivative",
           [&](auto& x, auto&, auto& y, auto&) { actfn::second_derivative(f, x, y); });
}

} // namespace

int main() {
#define ROWS(name)                                                                                 \
    all_rows<float>(#name, actfn::name);                                                           \
    all_rows<double>(#name, actfn::name);
#include "functions.inc"
#undef ROWS
    std::printf("%d rows\n", rows);
}
