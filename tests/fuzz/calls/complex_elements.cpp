// SPDX-License-Identifier: MIT
#include "elements.hpp"
#include <actfn/complex/complex_abs.hpp>
#include <actfn/complex/modrelu.hpp>

/// Complex functions: with parameters, with real values.
void fuzz::complex_elements(input& in) {
    if (in.below(2) == 0) {
        any_verb_of<float>(in, actfn::modrelu);
    } else {
        any_verb_of<double>(in, actfn::complex_abs);
    }
}
