// SPDX-License-Identifier: MIT
#include <actfn/any.hpp>

#include <cstdio>
#include <vector>

int main() {
    actfn::any<float> const f("leaky_relu(slope=0.25)");
    std::vector<float> x{-2, 3};
    actfn::forward(f, x, x);
    std::printf("%g %g\n", static_cast<double>(x[0]), static_cast<double>(x[1]));
    return x[0] == -0.5F && x[1] == 3 ? 0 : 1;
}
