// expect: reference to .tanh. is ambiguous
// headers: own
// SPDX-License-Identifier: MIT
// The other way round the compiler names more headers.
// clang-format off
#include <cmath>
#include <actfn/actfn.hpp>
// clang-format on

// Function objects are no functions, so C++ does not overload them with those of <math.h>: where
// `using namespace actfn` makes both visible, an unqualified name means neither. Names of both are
// qualified; others need not be.
using namespace actfn;

float run(float x) {
#ifdef ACTFN_MUST_FAIL
    return tanh(x);
#else
    return actfn::tanh(x) + ::tanhf(x) + gelu(x);
#endif
}
