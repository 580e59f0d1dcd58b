// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <span>
#include <type_traits>

namespace tests {

/// What the parameters of a row in the tables of other systems are multiplied by, so that they are
/// tried beside their defaults too.
inline double factor = 1;

/// A struct of doubles, times the factor.
template <class Row> Row scaled() {
    Row r;
    if constexpr (!std::is_empty_v<Row>) {
        std::ranges::for_each(std::span(reinterpret_cast<double*>(&r), sizeof r / sizeof(double)),
                              [](double& parameter) { parameter *= factor; });
    }
    return r;
}

/// Marks a parameter that has no default in the other system.
inline double any(double value) { return value; }

} // namespace tests
