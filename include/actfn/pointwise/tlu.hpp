// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// tlu(x) = max(x, τ),  derivative 1 for x > τ, else 0: the thresholded linear unit, τ learned per
/// channel.
template <class P = double> struct tlu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "tlu";

    P tau{0};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "max(x, tau)",
                .derivative = "1 if x > tau else 0",
                .source = "Singh, Krishnan 2019, arXiv:1911.09737",
                .lower = tau,
                .left = {tau, 0},
                .kinks = {tau},
                .saturates = {saturation::hard, saturation::none},
                .init = init_scheme::he,
                .max_ulp = {.value = core::is_float(tau) ? 0 : 0.5, .derivative = 0},
                .interval = {(std::min)(-20.0, 2 * tau), (std::max)(20.0, 2 * tau)}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::at_least(x, math::as<V>(tau)), .derivative = above(x)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::indicator(y > math::as<V>(tau), y);
    }

    template <real V> ACTFN_INLINE tlu<V> parameter_derivatives(V x) const noexcept {
        return {.tau = V(1) - above(x)};
    }

    template <real V> ACTFN_INLINE V above(V x) const noexcept {
        return math::indicator(x > math::crossing_at<V>(tau).first, x);
    }
};

} // namespace kernel

inline constexpr function<kernel::tlu<>> tlu{};

} // namespace actfn
