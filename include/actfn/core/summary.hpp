// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <string_view>

namespace actfn {

/// What is known of a function that is not pointwise: row-wise, gated, a loss.
struct summary {
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    struct ulp {
        double value = 2;
        double gradient = 4;
    };
    std::string_view name;
    /// Other names of the same object, separated by blanks.
    std::string_view aliases = {};
    std::string_view formula;
    /// The gradient by its arguments, in g, the gradient by its value.
    std::string_view gradient;
    /// The larger of the terms that cancel at a root of the gradient by the last argument but a
    /// target; the bound is in ULP of the larger of this and the gradient.
    std::string_view cancelling = {};
    std::string_view source;
    double lower = -infinity;
    double upper = infinity;
    /// Largest error of an entry in units in the last place; of a gradient, in those of the
    /// larger of the entry and the terms that cancel in it.
    ulp max_ulp = {};
};

} // namespace actfn
