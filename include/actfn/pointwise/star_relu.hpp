// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// star_relu(x) = s·max(0, x)² + b,  derivative 2s·max(0, x). The defaults take the standard normal
/// distribution to mean 0 and variance 1. s enters between the factors of the square, which
/// overflows only where the product does.
template <class P = double> struct star_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "star_relu";

    P scale{0.8944};
    P bias{-0.4472};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const flat = scale == 0;
        double const right = flat ? bias : scale > 0 ? infinity : -infinity;
        double const steep = flat ? 0 : right;
        return {.name = name,
                .formula = "scale * max(x, 0)**2 + bias",
                .derivative = "2 * scale * max(x, 0)",
                .cancelling_value = bias == 0 ? "" : "bias",
                .source = "Yu et al. 2022, arXiv:2210.13452",
                .lower = scale < 0 ? -infinity : bias,
                .upper = scale > 0 ? infinity : bias,
                .left = {bias, 0},
                .right = {right, steep},
                .monotone = scale >= 0,
                .odd = flat && bias == 0,
                .even = flat,
                .saturates = {saturation::hard, flat ? saturation::hard : saturation::none},
                .smoothness = flat ? infinity : 1,
                .lipschitz = flat ? 0 : infinity,
                .init = init_scheme::he,
                .max_ulp = {.value = 3, .derivative = 2}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const s = math::as<V>(scale);
        V const r = math::at_least(math::select(s == V(0), math::finite(x), x), V(0));
        V const slope = s * r;
        return {.value = math::fma(slope, r, math::as<V>(bias)), .derivative = slope + slope};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const s = math::as<V>(scale);
        return math::select(x > V(0), s + s, math::unless_nan(V(0), x));
    }

    template <real V> ACTFN_INLINE star_relu<V> parameter_derivatives(V x) const noexcept {
        V const r = math::at_least(x, V(0));
        return {.scale = r * r, .bias = math::unless_nan(V(1), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::star_relu<>> star_relu{};

} // namespace actfn
