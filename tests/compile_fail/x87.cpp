// expect: compile with -msse2 -mfpmath=sse
// SPDX-License-Identifier: MIT
// flags: -mfpmath=387
// compiler: GNU
// processor: x86_64
#include <actfn/core/config.hpp>

int main() { return 0; }
