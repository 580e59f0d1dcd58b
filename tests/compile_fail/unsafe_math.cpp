// expect: compile without .*-funsafe-math-optimizations
// SPDX-License-Identifier: MIT
// flags: -funsafe-math-optimizations
// compiler: GNU
#include <actfn/core/config.hpp>

int main() { return 0; }
