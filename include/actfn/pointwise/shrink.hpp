// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// shrink(x) = x + bias for x < −λ, x − bias for x > λ, else 0 (ONNX);  derivative 1 outside of the
/// closed band. bias = 0 is hardshrink, bias = λ softshrink.
template <class P = double> struct shrink {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "shrink";

    P lambda{0.5};
    P bias{0};

    constexpr actfn::facts describe() const {
        bool const jumps = bias != lambda;
        double const distant = (std::max)(4.0, 2 * lambda);
        // A lambda between two floats is not the threshold for floats.
        bool const exact = core::is_float(lambda);
        return {.name = name,
                .formula = "x - sgn(x) * bias if abs(x) > lambda else 0",
                .derivative = "1 if abs(x) > lambda else 0",
                .source = "Donoho, Johnstone 1994, doi:10.1093/biomet/81.3.425",
                // Of lambda = 0 the band {0} is left, where the derivative is 0.
                .kinks = lambda > 0 ? points{-lambda, lambda} : points{0.0},
                .monotone = bias <= lambda,
                .odd = true,
                .smoothness = jumps ? -1.0 : 0.0,
                .lipschitz = jumps ? actfn::facts::infinity : 1.0,
                .max_ulp = exact ? actfn::facts::ulp{core::is_float(bias) ? 0.5 : 1.5, 0}
                                 : actfn::facts::not_stated,
                .interval = {-distant, distant}};
    }

    constexpr void check() const {
        core::require(lambda >= 0, name, "lambda", lambda, "at least", 0);
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
