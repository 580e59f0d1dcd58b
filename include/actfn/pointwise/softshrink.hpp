// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// softshrink(x) = sgn(x)·max(|x| − λ, 0),  derivative 1 for |x| > λ, else 0, at ±λ too.
template <class P = double> struct softshrink {
    static constexpr actfn::facts facts{.name = "softshrink",
                                        .aliases = "soft_shrink",
                                        .formula = "sgn(x) * max(abs(x) - lambda, 0)",
                                        .derivative = "1 if abs(x) > lambda else 0",
                                        .source =
                                            "Donoho, Johnstone 1994, doi:10.1093/biomet/81.3.425",
                                        .kinks = {-0.5, 0.5},
                                        .odd = true,
                                        .max_ulp = {.value = 0.5, .derivative = 0},
                                        .interval = {-4, 4}};

    P lambda{0.5};

    constexpr void check() const {
        core::require(lambda >= 0, facts.name, "lambda", lambda, "at least", 0);
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
