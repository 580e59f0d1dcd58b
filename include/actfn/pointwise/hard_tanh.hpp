// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// clamp(x, lo, hi),  derivative 1 strictly inside, 0 at and beyond both bounds (PyTorch; its clamp
/// and JAX's hard_tanh give 1 at the bounds).
template <class P = double> struct hard_tanh {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "hard_tanh";

    P lo{-1};
    P hi{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const below = lo > -infinity;
        bool const above = hi < infinity;
        bool const flat = lo == hi;
        points kinks;
        if (below && !flat) kinks.at[kinks.count++] = lo;
        if (above && !flat) kinks.at[kinks.count++] = hi;
        bool const exact = core::is_float(lo) && core::is_float(hi);
        return {.name = name,
                .aliases = "hardtanh",
                .formula = "min(max(x, lo), hi)",
                .derivative = "1 if lo < x < hi else 0",
                .source = "Collobert 2004",
                .lower = lo,
                .upper = hi,
                .left = {lo, below ? 0.0 : 1.0},
                .right = {hi, above ? 0.0 : 1.0},
                .kinks = kinks,
                .odd = lo == -hi,
                .even = flat,
                .saturates = {below ? saturation::hard : saturation::none,
                              above ? saturation::hard : saturation::none},
                .lipschitz = flat ? 0.0 : 1.0,
                .max_ulp = {.value = exact ? 0 : 0.5, .derivative = 0},
                .interval = {below ? (std::min)(-4.0, 2 * lo) : -4.0,
                             above ? (std::max)(4.0, 2 * hi) : 4.0}};
    }

    constexpr auto may_be_infinite() const { return std::tie(lo, hi); }
    constexpr void check() const {
        constexpr double infinity = actfn::facts::infinity;
        core::require(lo <= hi, name, "lo", lo, "at most hi =", hi);
        core::require(lo < infinity, name, "lo", lo, "less than", infinity);
        core::require(hi > -infinity, name, "hi", hi, "greater than", -infinity);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const l = math::as<V>(lo);
        V const h = math::as<V>(hi);
        return {.value = math::at_most(math::at_least(x, l), h),
                .derivative = math::indicator((x > l) && (x < h), x)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return backward_from_either(y, V(1));
    }
    template <real V> ACTFN_INLINE V backward_from_either(V y, V gy) const noexcept {
        return math::only_where((y > math::as<V>(lo)) && (y < math::as<V>(hi)), gy, y);
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
