// SPDX-License-Identifier: MIT
// Run by tools/assists. Prints the functions, members and inputs at which an operation took a
// subnormal operand, or made a subnormal number or one that rounded to 0, as MXCSR's flags show,
// although neither x nor the result is subnormal. Such an assist costs some hundred cycles on
// Intel's processors.
#include <actfn/actfn.hpp>

#include <assists.hpp>
#include <cstdio>
#include <string>

namespace {

int rows = 0;

template <class T, class F> void print(char const* name, F const& f) {
    std::vector<std::string> members;
    std::vector<std::string> lines;
    tests::for_assists<T>(f, [&](tests::assist<T> const& found) {
        std::size_t i = 0;
        while (i < members.size() && members[i] != found.member) ++i;
        if (i == members.size()) {
            members.emplace_back(found.member);
            lines.emplace_back();
        }
        char text[40];
        std::snprintf(text, sizeof text, " %.9g%s%s", static_cast<double>(found.x),
                      (found.flags & tests::denormal_operand) != 0 ? "d" : "",
                      (found.flags & tests::underflow) != 0 ? "u" : "");
        lines[i] += text;
    });
    for (std::size_t i = 0; i < members.size(); ++i) {
        std::printf("%s %s %s:%s\n", name, members[i].c_str(), sizeof(T) == 4 ? "float" : "double",
                    lines[i].c_str());
    }
    rows += static_cast<int>(members.size());
}

} // namespace

int main() {
#define ROWS(name)                                                                                 \
    print<float>(#name, actfn::name);                                                              \
    print<double>(#name, actfn::name);
#include "functions.inc"
#undef ROWS
    std::printf("%d rows (d: subnormal operand, u: underflow)\n", rows);
}
