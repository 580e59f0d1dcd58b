// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// clipped_relu(x) = min(max(x, 0), limit),  derivative 1 strictly between the kinks, 0 at both
/// (PyTorch, JAX, NNlib).
template <class P = double> struct clipped_relu {
    static constexpr actfn::facts facts{.name = "clipped_relu",
                                        .aliases = "bounded_relu",
                                        .formula = "min(max(x, 0), limit)",
                                        .derivative = "1 if 0 < x < limit else 0",
                                        .source = "Krizhevsky 2010",
                                        .lower = 0,
                                        .upper = 6,
                                        .left = {0, 0},
                                        .right = {6, 0},
                                        .kinks = {0.0, 6.0},
                                        .saturates = {saturation::hard, saturation::hard},
                                        .lipschitz = 1,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    P limit{6};

    constexpr void check() const {
        core::require(limit >= 0, facts.name, "limit", limit, "at least", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::at_most(math::at_least(x, V(0)), math::as<V>(limit)),
                .derivative = derivative_from_output(x)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::indicator((y > V(0)) && (y < math::as<V>(limit)), y);
    }

    template <real V> ACTFN_INLINE clipped_relu<V> parameter_derivatives(V x) const noexcept {
        return {.limit = math::indicator(x >= math::as<V>(limit), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::clipped_relu<>> clipped_relu{};
inline constexpr auto& bounded_relu = clipped_relu;

} // namespace actfn
