// expect: compile without -ffast-math
// SPDX-License-Identifier: MIT
// flags: -ffast-math
#include <actfn/core/config.hpp>

int main() { return 0; }
