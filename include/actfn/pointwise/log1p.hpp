// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// log(1 + x) with relative accuracy near 0,  derivative 1/(1 + x); −∞ at −1, NaN below.
struct log1p {
    static constexpr bool has_infinite_slope = true;
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "log1p",
                                        .formula = "log1p(x)",
                                        .derivative = "1 / (1 + x)",
                                        .source = "Eigen, EVE",
                                        .left = {none, none},
                                        .right = {actfn::facts::infinity, 0},
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 1.5, .derivative = 2},
                                        .interval = {-0.5, 1000},
                                        .domain = {-1, actfn::facts::infinity}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const d = V(1) + x;
        return {.value = math::log1p(x),
                .derivative = math::select(d < V(0), math::as<V>(none), V(1)) / math::abs(d)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const slope = at(x).derivative;
        return -(slope * slope);
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return math::expm1(y); }
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept { return -math::log1p(x); }
};

} // namespace kernel

inline constexpr function<kernel::log1p> log1p{};

} // namespace actfn
