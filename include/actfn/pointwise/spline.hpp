// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// spline(x) = x²·log(1 + x) for x > −1,  spline′(x) = x·(2·log(1 + x) + x/(1 + x)); −∞ and +∞ at
/// −1, NaN below. x·(x·log) overflows only where the value does.
struct spline {
    static constexpr bool has_infinite_slope = true;
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "spline",
                                        .formula = "x * x * log1p(x)",
                                        .derivative = "2 * x * log1p(x) + x * x / (1 + x)",
                                        .source = "mlpack, radial basis function network",
                                        .left = {none, none},
                                        .right = {actfn::facts::infinity, actfn::facts::infinity},
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 3, .derivative = 2.5},
                                        .interval = {-0.9, 40},
                                        .domain = {-1, actfn::facts::infinity}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const l = math::log1p(x);
        V const z = distant(x);
        return {.value = x * (x * l), .derivative = x * ((l + l) + z / (V(1) + z))};
    }

    /// 2·log(1 + x) + r·(4 − r) with r = x/(1 + x).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const l = math::log1p(x);
        V const z = distant(x);
        V const r = z / (V(1) + z);
        return math::fma(r, V(4) - r, l + l);
    }

    /// x, or where 1 + x is x a number to which 1 may be added in every mode of rounding.
    template <real V> ACTFN_INLINE static V distant(V x) noexcept {
        return math::at_most(x, math::as<V>(0x1p100));
    }
};

} // namespace kernel

inline constexpr function<kernel::spline> spline{};

} // namespace actfn
