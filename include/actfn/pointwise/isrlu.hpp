// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/isru.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// isrlu(x) = x for x ≥ 0, else x/√(1 + αx²), the left half of isru;  derivative 1 or
/// (1 + αx²)^−3/2. α ≥ 0 sets the limit −1/√α; two derivatives are continuous.
template <class P = double> struct isrlu {
    static constexpr std::string_view name = "isrlu";

    P alpha{1};

    constexpr actfn::facts describe() const {
        double const root = core::square_root(alpha);
        bool const linear = alpha == 0;
        return {.name = name,
                .formula = "x if x >= 0 else x / sqrt(1 + alpha * x**2)",
                .derivative = "1 if x >= 0 else (1 + alpha * x**2)**(-3 / 2)",
                .source = "Carlile et al. 2017, arXiv:1710.09967",
                .lower = linear ? -actfn::facts::infinity : -1 / root,
                .left = {linear ? -actfn::facts::infinity : -1 / root, linear ? 1.0 : 0.0},
                .odd = linear,
                .smoothness = linear ? actfn::facts::infinity : 2,
                .lipschitz = 1,
                .init = init_scheme::he,
                .max_ulp = {.value = alpha == 1 ? 2.5 : 4.5, .derivative = alpha == 1 ? 4.5 : 8.5},
                .interval = {linear ? -1000 : -1000 / root, 20}};
    }

    constexpr void check() const { core::require(alpha >= 0, name, "alpha", alpha, "at least", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const left = math::isru(x, alpha);
        auto const right = x >= V(0);
        return {.value = math::select(right, x, left.value),
                .derivative = math::select(right, V(1), left.derivative)};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        return math::select(x >= V(0), math::unless_nan(V(0), x), math::isru_curvature(x, alpha));
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        V const left = math::isru_slope_at_output(math::at_most(y, V(0)), alpha);
        return math::select(y >= V(0), V(1), left);
    }

    template <real V> ACTFN_INLINE isrlu<V> parameter_derivatives(V x) const noexcept {
        V const y = math::isru(math::at_most(x, V(0)), alpha).value;
        return {.alpha = ((math::as<V>(-0.5) * y) * y) * y};
    }
};

} // namespace kernel

inline constexpr function<kernel::isrlu<>> isrlu{};

} // namespace actfn
