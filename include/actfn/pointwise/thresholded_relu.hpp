// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// thresholded_relu(x) = x for x > θ, else 0;  derivative 1 or 0, 0 at θ (ONNX's operator, PyTorch,
/// NNlib; ONNX's recurrent layers keep x = θ). The derivative in θ is 0 where there is one.
template <class P = double> struct thresholded_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "thresholded_relu";

    P theta{1};

    constexpr actfn::facts describe() const {
        // A theta between two floats is not the threshold for floats.
        auto const error =
            core::is_float(theta) ? actfn::facts::ulp{0, 0} : actfn::facts::not_stated;
        return math::thresholded_facts(name, "Konda, Memisevic, Krueger 2014, arXiv:1402.3337",
                                       theta, error);
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
        return math::kept_where_positive(V(1), y);
    }

    template <real V> ACTFN_INLINE thresholded_relu<V> parameter_derivatives(V x) const noexcept {
        return {.theta = math::unless_nan(V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::thresholded_relu<>> thresholded_relu{};

} // namespace actfn
