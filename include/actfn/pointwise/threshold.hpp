// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// threshold(x) = x for x > threshold, else value;  derivative 1 or 0, 0 at the threshold
/// (PyTorch). PyTorch has no defaults; these make it relu. The derivative in the threshold is 0
/// where there is one.
template <class P = double> struct threshold {
    static constexpr actfn::facts facts{.name = "threshold",
                                        .formula = "x if x > threshold else value",
                                        .derivative = "1 if x > threshold else 0",
                                        .source = "Konda, Memisevic, Krueger 2014, arXiv:1402.3337",
                                        .lower = 0,
                                        .left = {0, 0},
                                        .kinks = {0.0},
                                        .saturates = {saturation::hard, saturation::none},
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    P threshold{0};
    P value{0};

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
