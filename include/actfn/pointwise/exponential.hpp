// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// exponential(x) = eˣ, its own derivative (Keras, oneDNN exp, ONNX Exp).
struct exponential {
    static constexpr actfn::facts facts{.name = "exponential",
                                        .formula = "exp(x)",
                                        .derivative = "exp(x)",
                                        .source = "Keras, keras.activations.exponential",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .right = {actfn::facts::infinity, actfn::facts::infinity},
                                        .max_ulp = {.value = 1.5, .derivative = 1.5},
                                        .interval = {-120, 88}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const y = math::exp(x);
        return {.value = y, .derivative = y};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept { return y; }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return math::log(y); }
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept { return x; }
};

} // namespace kernel

inline constexpr function<kernel::exponential> exponential{};

} // namespace actfn
