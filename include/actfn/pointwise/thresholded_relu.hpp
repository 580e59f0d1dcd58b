// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// thresholded_relu(x) = x for x > θ, else 0;  derivative 1 or 0, 0 at θ (ONNX's operator, PyTorch,
/// NNlib; ONNX's recurrent layers keep x = θ). The derivative in θ is 0 where there is one.
template <class P = double> struct thresholded_relu {
    static constexpr actfn::facts facts{.name = "thresholded_relu",
                                        .formula = "x if x > theta else 0",
                                        .derivative = "1 if x > theta else 0",
                                        .source = "Konda, Memisevic, Krueger 2014, arXiv:1402.3337",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .kinks = {1.0},
                                        .saturates = {saturation::hard, saturation::none},
                                        .smoothness = -1,
                                        .lipschitz = actfn::facts::infinity,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    P theta{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const above = x > math::as<V>(theta);
        V const low = math::unless_nan(V(0), x);
        return {.value = math::select(above, x, low), .derivative = math::select(above, V(1), low)};
    }

    /// For θ ≥ 0.
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::indicator(y > V(0), y);
    }

    template <real V> ACTFN_INLINE thresholded_relu<V> parameter_derivatives(V x) const noexcept {
        return {.theta = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::thresholded_relu<>> thresholded_relu{};

} // namespace actfn
