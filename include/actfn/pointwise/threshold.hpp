// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// threshold(x) = x for x > threshold, else value;  derivative 1 or 0, 0 at the threshold
/// (PyTorch). PyTorch has no defaults; these make it relu. The derivative in the threshold is 0
/// where there is one.
template <class P = double> struct threshold {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "threshold";

    P threshold{0};
    P value{0};

    constexpr actfn::facts describe() const {
        bool const jumps = value != threshold;
        // A threshold between two floats is not that for floats.
        bool const exact = core::is_float(threshold);
        return {.name = name,
                .formula = "x if x > threshold else value",
                .derivative = "1 if x > threshold else 0",
                .source = "Konda, Memisevic, Krueger 2014, arXiv:1402.3337",
                .lower = (std::min)(value, threshold),
                .left = {value, 0},
                .kinks = {threshold},
                .monotone = value <= threshold,
                .saturates = {saturation::hard, saturation::none},
                .smoothness = jumps ? -1.0 : 0.0,
                .lipschitz = jumps ? actfn::facts::infinity : 1.0,
                .init = init_scheme::he,
                .max_ulp = exact ? actfn::facts::ulp{core::is_float(value) ? 0 : 0.5, 0}
                                 : actfn::facts::not_stated,
                .interval = {(std::min)(-20.0, 2 * threshold), (std::max)(20.0, 2 * threshold)}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const above = x > math::as<V>(threshold);
        return {.value = math::select(above, x, math::unless_nan(math::as<V>(value), x)),
                .derivative = math::indicator(above, x)};
    }

    template <real V> ACTFN_INLINE kernel::threshold<V> parameter_derivatives(V x) const noexcept {
        return {.threshold = math::unless_nan(V(0), x),
                .value = math::indicator(x <= math::as<V>(threshold), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::threshold<>> threshold{};

} // namespace actfn
