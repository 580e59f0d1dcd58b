// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// leaky_relu(x) = x for x > 0, else slope·x;  derivative 1 or slope, slope at 0 (PyTorch, oneDNN).
/// 0.01 is PyTorch's, JAX's and ONNX's slope; Keras has 0.2 and 0.3, mlpack 0.03.
template <class P = double> struct leaky_relu {
    static constexpr std::string_view name = "leaky_relu";

    P slope{0.01};

    constexpr actfn::facts describe() const {
        return math::leaky_facts(name, "leakyrelu", "Maas, Hannun, Ng 2013", slope);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept { return math::leaky(x, slope); }

    /// Only so has y the sign of x.
    constexpr void check_from_output() const {
        core::require(slope >= 0, "leaky_relu from its output", "slope", slope, "at least", 0);
    }
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::leaky(y, slope).derivative;
    }

    template <real V> ACTFN_INLINE leaky_relu<V> parameter_derivatives(V x) const noexcept {
        return {.slope = math::at_most(x, V(0))};
    }

    template <real V> ACTFN_INLINE V inverse(V y) const noexcept {
        return math::leaky_inverse(y, slope);
    }
    template <real V> ACTFN_INLINE V log_derivative(V x) const noexcept {
        return math::leaky_log_derivative(x, math::as<V>(slope));
    }
};

} // namespace kernel

inline constexpr function<kernel::leaky_relu<>> leaky_relu{};
inline constexpr auto& leakyrelu = leaky_relu;

} // namespace actfn
