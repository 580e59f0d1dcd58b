// SPDX-License-Identifier: MIT
// Writes what the playground has to show, computed by the compiler of this machine, as JSON into
// the file that is named.
#include <actfn/pointwise/elu.hpp>
#include <actfn/pointwise/gelu.hpp>
#include <actfn/pointwise/leaky_relu.hpp>
#include <actfn/pointwise/mish.hpp>
#include <actfn/pointwise/snake.hpp>

#include <cstdio>

namespace {

void write(std::FILE* to, char const* text, double x, auto const& f) {
    auto const x_float = static_cast<float>(x);
    std::fprintf(
        to,
        "%s\"%s\": {\"x\": %.17g, \"value\": %.17g, \"derivative\": %.17g, \"second\": %.17g, "
        "\"value-float\": %.17g, \"derivative-float\": %.17g}",
        std::ftell(to) > 2 ? ",\n" : "", text, x, f(x), f.derivative(x), f.second_derivative(x),
        double{f(x_float)}, double{f.derivative(x_float)});
}

} // namespace

int main(int count, char** arguments) {
    std::FILE* const to = count == 2 ? std::fopen(arguments[1], "w") : nullptr;
    if (to == nullptr) return 1;
    std::fputs("{\n", to);
    write(to, "leaky_relu(slope=0.2)", -1.5, actfn::leaky_relu.with({.slope = 0.2}));
    write(to, "elu(alpha=2.5)", -0.7, actfn::elu.with({.alpha = 2.5}));
    write(to, "gelu", -3.3, actfn::gelu);
    write(to, "mish", 1.1, actfn::mish);
    write(to, "snake(a=3)", 2.3, actfn::snake.with({.a = 3}));
    std::fputs("\n}\n", to);
    return std::fclose(to);
}
