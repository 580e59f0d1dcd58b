// expect: compile without -fassociative-math
// SPDX-License-Identifier: MIT
// flags: -fassociative-math -fno-signed-zeros -fno-trapping-math
// compiler: GNU
#include <actfn/core/config.hpp>

int main() { return 0; }
