// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// max_value for x ≥ max_value, x down to the threshold, negative_slope·(x − threshold) from there
/// on; derivative 0, 1 or negative_slope, at the bounds that of the outer branches. Keras calls it
/// relu; its defaults make it relu.
template <class P = double> struct generalised_relu {
    static constexpr actfn::facts facts{
        .name = "generalised_relu",
        .aliases = "generalized_relu",
        .formula =
            "max_value if x >= max_value else (x if x > threshold else negative_slope * (x - "
            "threshold))",
        .derivative = "0 if x >= max_value else (1 if x > threshold else negative_slope)",
        .source = "Maas, Hannun, Ng 2013",
        .lower = 0,
        .left = {0, 0},
        .kinks = {0.0},
        .saturates = {saturation::hard, saturation::none},
        .init = init_scheme::he,
        .max_ulp = {.value = 0, .derivative = 0}};

    P negative_slope{0};
    P max_value{actfn::facts::infinity};
    P threshold{0};

    constexpr void check() const {
        core::require(threshold <= max_value, facts.name, "threshold", threshold,
                      "at most max_value =", max_value);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        // finite: without a max_value, ∞ is not at it.
        auto const top = math::finite(x) >= math::as<V>(max_value);
        auto const linear = x > math::as<V>(threshold);
        V const slope = math::as<V>(negative_slope);
        V const below = math::times_slope(x - math::as<V>(threshold), slope);
        V const flat = math::unless_nan(slope, x);
        return {.value = math::select(top, math::as<V>(max_value), math::select(linear, x, below)),
                .derivative = math::select(top, V(0), math::select(linear, V(1), flat))};
    }

    template <real V> ACTFN_INLINE generalised_relu<V> parameter_derivatives(V x) const noexcept {
        auto const linear = x > math::as<V>(threshold);
        V const none = math::unless_nan(V(0), x);
        V const slope = math::unless_nan(-math::as<V>(negative_slope), x);
        return {.negative_slope = math::select(linear, V(0), x - math::as<V>(threshold)),
                .max_value = math::indicator(math::finite(x) >= math::as<V>(max_value), x),
                .threshold = math::select(linear, none, slope)};
    }
};

} // namespace kernel

inline constexpr function<kernel::generalised_relu<>> generalised_relu{};
inline constexpr auto& generalized_relu = generalised_relu;

} // namespace actfn
