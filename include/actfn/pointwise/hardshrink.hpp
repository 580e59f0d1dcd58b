// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// hardshrink(x) = x for |x| > λ, else 0;  derivative 1 or 0. The band is closed: both are 0 at ±λ
/// (PyTorch, Keras, ONNX).
template <class P = double> struct hardshrink {
    static constexpr actfn::facts facts{.name = "hardshrink",
                                        .aliases = "hard_shrink",
                                        .formula = "x if abs(x) > lambda else 0",
                                        .derivative = "1 if abs(x) > lambda else 0",
                                        .source =
                                            "Donoho, Johnstone 1994, doi:10.1093/biomet/81.3.425",
                                        .kinks = {-0.5, 0.5},
                                        .odd = true,
                                        .smoothness = -1,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 0, .derivative = 0},
                                        .interval = {-4, 4}};

    P lambda{0.5};

    constexpr void check() const {
        core::require(lambda >= 0, facts.name, "lambda", lambda, "at least", 0);
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
