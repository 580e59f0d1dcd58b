// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softshrink(x) = sgn(x)·max(|x| − λ, 0),  derivative 1 for |x| > λ, else 0, at ±λ too.
template <class P = double> struct softshrink {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "softshrink";

    P lambda{0.5};

    constexpr actfn::facts describe() const {
        double const distant = (std::max)(4.0, 2 * lambda);
        // A lambda between two floats is not the threshold for floats.
        bool const exact = core::is_float(lambda);
        return {.name = name,
                .aliases = "soft_shrink",
                .formula = "sgn(x) * max(abs(x) - lambda, 0)",
                .derivative = "1 if abs(x) > lambda else 0",
                .source = "Donoho, Johnstone 1994, doi:10.1093/biomet/81.3.425",
                // Of lambda = 0 the band {0} is left, where the derivative is 0.
                .kinks = lambda > 0 ? points{-lambda, lambda} : points{0.0},
                .odd = true,
                .max_ulp = exact ? actfn::facts::ulp{0.5, 0} : actfn::facts::not_stated,
                .interval = {-distant, distant}};
    }

    constexpr void check() const {
        core::require(lambda >= 0, name, "lambda", lambda, "at least", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::shrink(x, lambda, lambda);
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return math::indicator(math::abs(y) > V(0), y);
    }

    template <real V> ACTFN_INLINE softshrink<V> parameter_derivatives(V x) const noexcept {
        return {.lambda = math::shrink_slope(x, lambda)};
    }
};

} // namespace kernel

inline constexpr function<kernel::softshrink<>> softshrink{};
inline constexpr auto& soft_shrink = softshrink;

} // namespace actfn
