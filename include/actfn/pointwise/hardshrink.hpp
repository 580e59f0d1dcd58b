// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// hardshrink(x) = x for |x| > λ, else 0;  derivative 1 or 0. The band is closed: both are 0 at ±λ
/// (PyTorch, Keras, ONNX).
template <class P = double> struct hardshrink {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "hardshrink";

    P lambda{0.5};

    constexpr actfn::facts describe() const {
        bool const jumps = lambda > 0;
        return {.name = name,
                .aliases = "hard_shrink",
                .formula = "x if abs(x) > lambda else 0",
                .derivative = "1 if abs(x) > lambda else 0",
                .source = "Donoho, Johnstone 1994, doi:10.1093/biomet/81.3.425",
                // Of lambda = 0 the band {0} is left, where the derivative is 0.
                .kinks = jumps ? points{-lambda, lambda} : points{0.0},
                .odd = true,
                .smoothness = jumps ? -1.0 : 0.0,
                .lipschitz = jumps ? actfn::facts::infinity : 1.0,
                .max_ulp = {.value = 0, .derivative = 0},
                .interval = {-(std::max)(4.0, 2 * lambda), (std::max)(4.0, 2 * lambda)}};
    }

    constexpr void check() const {
        core::require(lambda >= 0, name, "lambda", lambda, "at least", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return math::shrink(x, lambda, P(0));
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return math::indicator(math::abs(y) > V(0), y);
    }
};

} // namespace kernel

inline constexpr function<kernel::hardshrink<>> hardshrink{};
inline constexpr auto& hard_shrink = hardshrink;

} // namespace actfn
