// expect: compile without -freciprocal-math
// SPDX-License-Identifier: MIT
// flags: -freciprocal-math
// compiler: GNU
#include <actfn/core/config.hpp>

int main() { return 0; }
