// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// thresholded_relu(x) = x for x > θ, else 0;  derivative 1 or 0, 0 at θ (ONNX's operator, PyTorch,
/// NNlib; ONNX's recurrent layers keep x = θ). The derivative in θ is 0 where there is one.
template <class P = double> struct thresholded_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "thresholded_relu";

    P theta{1};

    constexpr actfn::facts describe() const {
        bool const jumps = theta != 0;
        return {.name = name,
                .formula = "x if x > theta else 0",
                .derivative = "1 if x > theta else 0",
                .source = "Konda, Memisevic, Krueger 2014, arXiv:1402.3337",
                .lower = (std::min)(theta, 0.0),
                .left = {0, 0},
                .kinks = {theta},
                .monotone = theta >= 0,
                .saturates = {saturation::hard, saturation::none},
                .smoothness = jumps ? -1.0 : 0.0,
                .lipschitz = jumps ? actfn::facts::infinity : 1.0,
                .init = init_scheme::he,
                // A theta between two floats is not the threshold for floats.
                .max_ulp =
                    core::is_float(theta) ? actfn::facts::ulp{0, 0} : actfn::facts::not_stated,
                .interval = {(std::min)(-20.0, 2 * theta), (std::max)(20.0, 2 * theta)}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const above = x > math::as<V>(theta);
        V const low = math::unless_nan(V(0), x);
        return {.value = math::select(above, x, low), .derivative = math::select(above, V(1), low)};
    }

    /// Only so is every y but 0 on the line.
    constexpr void check_from_output() const {
        core::require(theta >= 0, "thresholded_relu from its output", "theta", theta, "at least",
                      0);
    }
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
