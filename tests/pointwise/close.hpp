// SPDX-License-Identifier: MIT
#pragma once
#include "numbers.hpp"

namespace tests {

/// Whether value and derivative in float are within four units in the last place of what double
/// precision says.
template <class F> bool close(F const& f, float x) {
    auto const got = f.value_and_derivative(x);
    auto const expected = f.value_and_derivative(static_cast<double>(x));
    return ulp_error(got.value, {expected.value, 0}) <= 4 &&
           ulp_error(got.derivative, {expected.derivative, 0}) <= 4;
}

} // namespace tests
