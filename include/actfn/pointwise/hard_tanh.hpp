// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn {

namespace kernel {

/// clamp(x, lo, hi),  derivative 1 strictly inside, 0 at and beyond both bounds (PyTorch; its clamp
/// and JAX's hard_tanh give 1 at the bounds).
template <class P = double> struct hard_tanh {
    static constexpr actfn::facts facts{.name = "hard_tanh",
                                        .aliases = "hardtanh",
                                        .formula = "min(max(x, lo), hi)",
                                        .derivative = "1 if lo < x < hi else 0",
                                        .source = "Collobert 2004",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .kinks = {-1.0, 1.0},
                                        .odd = true,
                                        .saturates = {saturation::hard, saturation::hard},
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 0, .derivative = 0},
                                        .interval = {-4, 4}};

    P lo{-1};
    P hi{1};

    constexpr void check() const {
        core::require(lo <= hi, facts.name, "lo", lo, "at most hi =", hi);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const l = math::as<V>(lo);
        V const h = math::as<V>(hi);
        return {.value = math::at_most(math::at_least(x, l), h),
                .derivative = math::indicator((x > l) && (x < h), x)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::indicator((y > math::as<V>(lo)) && (y < math::as<V>(hi)), y);
    }

    template <real V> ACTFN_INLINE hard_tanh<V> parameter_derivatives(V x) const noexcept {
        return {.lo = math::indicator(x <= math::as<V>(lo), x),
                .hi = math::indicator(x >= math::as<V>(hi), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::hard_tanh<>> hard_tanh{};
inline constexpr auto& hardtanh = hard_tanh;

} // namespace actfn
