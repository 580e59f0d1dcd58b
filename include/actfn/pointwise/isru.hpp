// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/isru.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// isru(x) = x/√(1 + αx²),  isru′(x) = (1 + αx²)^−3/2.
template <class P = double> struct isru {
    static constexpr std::string_view name = "isru";

    P alpha{1};

    constexpr actfn::facts describe() const {
        double const root = core::square_root(alpha);
        bool const linear = alpha == 0;
        double const limit = linear ? actfn::facts::infinity : 1 / root;
        double const distant = linear ? 1000 : 1000 / root;
        return {.name = name,
                .formula = "x / sqrt(1 + alpha * x**2)",
                .derivative = "(1 + alpha * x**2)**(-3 / 2)",
                .source = "Carlile et al. 2017, arXiv:1710.09967",
                .lower = -limit,
                .upper = limit,
                .left = {-limit, linear ? 1.0 : 0.0},
                .right = {limit, linear ? 1.0 : 0.0},
                .odd = true,
                .lipschitz = 1,
                .max_ulp = {.value = alpha == 1 ? 2.5 : 4, .derivative = alpha == 1 ? 4.5 : 8},
                .interval = {-distant, distant}};
    }

    constexpr void check() const { core::require(alpha >= 0, name, "alpha", alpha, "at least", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept { return math::isru(x, alpha); }

    /// −3αx·(1 + αx²)^−5/2.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        return math::isru_curvature(x, alpha);
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::isru_slope_at_output(y, alpha);
    }

    template <real V> ACTFN_INLINE isru<V> parameter_derivatives(V x) const noexcept {
        V const y = at(x).value;
        return {.alpha = ((math::as<V>(-0.5) * y) * y) * y};
    }
};

} // namespace kernel

inline constexpr function<kernel::isru<>> isru{};

} // namespace actfn
