// expect: compile without -fno-signed-zeros
// SPDX-License-Identifier: MIT
// flags: -fno-signed-zeros
// compiler: GNU
#include <actfn/core/config.hpp>

int main() { return 0; }
