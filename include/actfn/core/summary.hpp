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

/// What is known of a complex activation with its default parameters.
struct complex_facts {
    struct ulp {
        double value = 4;
        double derivative = 6;
    };
    enum class no_limit { nowhere, horizontally, vertically, anywhere };
    std::string_view name;
    /// Other names of the same object, separated by blanks.
    std::string_view aliases = {};
    /// In z = x + i*y = r * exp(i*t), u = z / r.
    std::string_view formula;
    std::string_view source;
    /// f(exp(i*a) * z) = exp(i*a) * f(z).
    bool equivariant = false;
    bool holomorphic = false;
    /// f(conj(z)) = conj(f(z)).
    bool symmetric = false;
    /// Infinite numbers where it has no limit, and is NaN: those with an infinite real part, with
    /// an infinite imaginary part, or all.
    no_limit limitless = no_limit::nowhere;
    /// The largest |z| for which errors are bounded.
    double reach = std::numeric_limits<double>::infinity();
    /// Largest errors of either part: of the value in units in the last place of |f|, of the
    /// derivatives in those of |∂f/∂z| + |∂f/∂z̄|.
    ulp max_ulp = {};
    /// Largest error of each part of the value in its own units; 0: a part that is small beside
    /// the other may lose more.
    double parts = 0;
    /// The size of the terms that cancel at a root of the derivative, or of the value: errors are
    /// in units of this where it is larger. A formula in z, or a number; empty: nothing cancels.
    std::string_view cancelling = {};
    std::string_view cancelling_value = {};
};

} // namespace actfn
