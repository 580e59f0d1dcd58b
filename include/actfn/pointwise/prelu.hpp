// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// prelu(x) = x for x > 0, else slope·x, with a learnable slope (start 0.25);  ∂f/∂slope = min(x,
/// 0). How many elements share a slope is the caller's choice; no weight decay on it.
template <class P = double> struct prelu {
    static constexpr std::string_view name = "prelu";

    P slope{0.25};

    constexpr actfn::facts describe() const {
        return math::leaky_facts(name, "", "He et al. 2015, arXiv:1502.01852", slope);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept { return math::leaky(x, slope); }

    /// Only so has y the sign of x.
    constexpr void check_from_output() const {
        core::require(slope >= 0, "prelu from its output", "slope", slope, "at least", 0);
    }
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::leaky(y, slope).derivative;
    }

    template <real V> ACTFN_INLINE prelu<V> parameter_derivatives(V x) const noexcept {
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

inline constexpr function<kernel::prelu<>> prelu{};

} // namespace actfn
