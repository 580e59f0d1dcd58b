// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/isru.hpp>

namespace actfn {

namespace kernel {

/// isru(x) = x/√(1 + αx²),  isru′(x) = (1 + αx²)^−3/2.
template <class P = double> struct isru {
    static constexpr actfn::facts facts{.name = "isru",
                                        .formula = "x / sqrt(1 + alpha * x**2)",
                                        .derivative = "(1 + alpha * x**2)**(-3 / 2)",
                                        .source = "Carlile et al. 2017, arXiv:1710.09967",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 2.5, .derivative = 4.5},
                                        .interval = {-1000, 1000}};

    P alpha{1};

    constexpr void check() const {
        core::require(alpha >= 0, facts.name, "alpha", alpha, "at least", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept { return math::isru(x, alpha); }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::isru_slope_at_output(y, alpha);
    }

    template <real V> ACTFN_INLINE isru<V> parameter_derivatives(V x) const noexcept {
        V const y = at(x).value;
        return {.alpha = math::as<V>(-0.5) * (y * y * y)};
    }
};

} // namespace kernel

inline constexpr function<kernel::isru<>> isru{};

} // namespace actfn
