// expect: compile without -ffinite-math-only
// SPDX-License-Identifier: MIT
// flags: -ffinite-math-only
#include <actfn/core/config.hpp>

int main() { return 0; }
