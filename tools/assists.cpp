// SPDX-License-Identifier: MIT
// Run by tools/assists. Prints the functions, members and inputs at which an operation took a
// subnormal operand, or made a subnormal number or one that rounded to 0, as MXCSR's flags show,
// although neither x nor the result is subnormal. Such an assist costs some hundred cycles on
// Intel's processors.
#include <assists.hpp>

#include <actfn/actfn.hpp>

#include <cstdio>

namespace {

int rows = 0;

template <class T, class F> void print(char const* name, F const& f) {
    tests::for_assists<T>(f, [&](tests::assists<T> const& row) {
        ++rows;
        std::printf("%s %s %s:%s%s at", name, row.member, sizeof(T) == 4 ? "float" : "double",
                    (row.flags & tests::denormal_operand) != 0 ? " subnormal operand" : "",
                    (row.flags & tests::underflow) != 0 ? " underflow" : "");
        for (T const x : row.inputs) std::printf(" %.9g", static_cast<double>(x));
        std::printf("\n");
    });
}

} // namespace

int main() {
#define ROWS(name)                                                                                 \
    print<float>(#name, actfn::name);                                                              \
    print<double>(#name, actfn::name);
#include "functions.inc"
#undef ROWS
    std::printf("%d rows\n", rows);
}
