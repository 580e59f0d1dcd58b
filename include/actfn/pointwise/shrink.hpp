// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// shrink(x) = x + bias for x < −λ, x − bias for x > λ, else 0 (ONNX);  derivative 1 outside of the
/// closed band. bias = 0 is hardshrink, bias = λ softshrink.
template <class P = double> struct shrink {
    static constexpr actfn::facts facts{.name = "shrink",
                                        .formula = "x - sgn(x) * bias if abs(x) > lambda else 0",
                                        .derivative = "1 if abs(x) > lambda else 0",
                                        .source =
                                            "Donoho, Johnstone 1994, doi:10.1093/biomet/81.3.425",
                                        .kinks = {-0.5, 0.5},
                                        .odd = true,
                                        .smoothness = -1,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 0.5, .derivative = 0},
                                        .interval = {-4, 4}};

    P lambda{0.5};
    P bias{0};

    constexpr void check() const {
        core::require(lambda >= 0, facts.name, "lambda", lambda, "at least", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::shrink(x, lambda, bias);
    }

    /// The jump moves with λ; the slope in λ is 0 on either side of it.
    template <real V> ACTFN_INLINE shrink<V> parameter_derivatives(V x) const noexcept {
        return {.lambda = math::unless_nan(V(0), x), .bias = math::shrink_slope(x, lambda)};
    }
};

} // namespace kernel

inline constexpr function<kernel::shrink<>> shrink{};

} // namespace actfn
