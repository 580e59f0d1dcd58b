// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/power.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// repu(x) = max(0, x)^p,  repu′(x) = p·max(0, x)^(p−1): the rectified power unit. p = 1 is relu,
/// p = 2 squared_relu, which is quicker.
template <class P = double> struct repu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "repu";

    P p{2};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const relu = p == 1;
        return {.name = name,
                .formula = "x**p if x > 0 else 0",
                .derivative = "p * x**(p - 1) if x > 0 else 0",
                .source = "Li, Tang, Yu 2019, arXiv:1903.05858",
                .lower = 0,
                .left = {0, 0},
                .right = {infinity, relu ? 1 : infinity},
                .kinks = relu ? points{0.0} : points{},
                .saturates = {saturation::hard, saturation::none},
                .smoothness = smoothness(),
                .lipschitz = relu ? 1 : infinity,
                .init = init_scheme::he,
                // p multiplies the error of a subnormal number.
                .max_ulp = {.value = 1.5, .derivative = p == 2 ? 1 : (std::max)(3.0, p)}};
    }

    /// The least whole number from p − 1 on.
    constexpr double smoothness() const noexcept {
        constexpr double whole_from_here = 0x1p53;
        if (p >= whole_from_here) return p - 1;
        auto const below = static_cast<double>(static_cast<long long>(p));
        return below < p ? below : below - 1;
    }

    constexpr void check() const { core::require(p >= 1, name, "p", p, "at least", 1); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        math::power_parts<V> const r(math::at_least(x, V(0)));
        auto const less = math::exponent_less<V>(p, 1);
        V const slope = r.to(less.hi, less.lo, math::as<V>(p));
        return {.value = r.to(math::as<V>(p), math::low<V>(p)),
                .derivative = math::select(x <= V(0), V(0), slope)};
    }

    /// p(p − 1)·x^(p−2) for x > 0, else 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        math::power_parts<V> const r(math::at_least(x, V(0)));
        auto const least = math::exponent_less<V>(p, 2);
        V const factor = math::as<V>(p * (p - P(1)));
        V const y = r.to(least.hi, least.lo, factor);
        V const right = math::select(factor == V(0), math::unless_nan(V(0), x), y);
        return math::select(x <= V(0), V(0), right);
    }

    template <real V> ACTFN_INLINE repu<V> parameter_derivatives(V x) const noexcept {
        math::power_parts<V> const r(math::at_least(x, V(0)));
        V const slope = r.to(math::as<V>(p)) * r.finite_log();
        return {.p = math::select(x <= V(0), V(0), slope)};
    }
};

} // namespace kernel

inline constexpr function<kernel::repu<>> repu{};

} // namespace actfn
