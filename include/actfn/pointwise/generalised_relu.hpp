// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// max_value for x ≥ max_value, x down to the threshold, negative_slope·(x − threshold) from there
/// on; derivative 0, 1 or negative_slope, at the bounds from the outer branches. Keras calls it
/// relu; its defaults make it relu.
template <class P = double> struct generalised_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "generalised_relu";

    P negative_slope{0};
    P max_value{actfn::facts::infinity};
    P threshold{0};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        double const slope = negative_slope;
        bool const bounded = max_value < infinity;
        bool const rises = threshold < max_value;
        bool const jumps = threshold != 0;
        bool const exact = core::is_float(max_value);
        points kinks;
        if (jumps || slope != (rises ? 1 : 0)) kinks.at[kinks.count++] = threshold;
        if (bounded && rises) kinks.at[kinks.count++] = max_value;
        return {
            .name = name,
            .aliases = "generalized_relu",
            .formula =
                "max_value if x >= max_value else (x if x > threshold else negative_slope * (x - "
                "threshold))",
            .derivative = "0 if x >= max_value else (1 if x > threshold else negative_slope)",
            .source = "Maas, Hannun, Ng 2013",
            .lower = slope > 0 ? -infinity : (std::min)(threshold, 0.0),
            .upper = slope < 0 ? infinity : (std::max)(max_value, 0.0),
            .left = {slope == 0  ? 0
                     : slope > 0 ? -infinity
                                 : infinity,
                     slope},
            .right = {max_value, bounded ? 0.0 : 1.0},
            .kinks = kinks,
            .monotone = slope >= 0 && threshold >= 0,
            .odd = !jumps && (bounded ? !rises && slope == 0 : slope == 1),
            .even = !jumps && (bounded ? !rises && slope == 0 : slope == -1),
            .saturates = {slope == 0 ? saturation::hard : saturation::none,
                          bounded ? saturation::hard : saturation::none},
            .smoothness = jumps              ? -1
                          : kinks.count == 0 ? infinity
                                             : 0,
            .lipschitz = jumps ? infinity : (std::max)({slope, -slope, rises ? 1.0 : 0.0}),
            .init = init_scheme::he,
            .max_ulp = jumps        ? actfn::facts::not_stated
                       : slope != 0 ? actfn::facts::ulp{1.5, 0.5}
                                    : actfn::facts::ulp{exact ? 0 : 0.5, 0},
            .interval = {(std::min)(-20.0, 2 * threshold),
                         (std::max)(20.0, 2 * (bounded ? max_value : threshold))}};
    }

    constexpr auto may_be_infinite() const { return std::tie(max_value); }
    constexpr void check() const {
        core::require(threshold <= max_value, name, "threshold", threshold,
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
