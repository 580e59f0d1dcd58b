// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// e_swish(x) = β·x·σ(x),  derivative β·σ(x)·(1 + x·σ(−x)); β between 1 and 2.
template <class P = double> struct e_swish {
    static constexpr std::string_view name = "e_swish";

    P beta{1.5};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double least = -0.27846454276107380;
        bool const flat = beta == 0;
        double const size = (std::max)(beta, -beta);
        double const right = flat ? 0 : beta > 0 ? infinity : -infinity;
        return {.name = name,
                .formula = "beta * x * logistic(x)",
                .derivative = "beta * logistic(x) * (1 + x * logistic(-x))",
                .cancelling = "beta * logistic(x)",
                .source = "Alcaide 2018, arXiv:1801.07145",
                .lower = beta > 0 ? least * beta : right,
                .upper = beta < 0 ? least * beta : right,
                .left = {0, 0},
                .right = {right, beta},
                .monotone = flat,
                .odd = flat,
                .even = flat,
                .saturates = {flat ? saturation::hard : saturation::soft,
                              flat ? saturation::hard : saturation::none},
                .lipschitz = 1.0998393201288669 * size,
                .init = init_scheme::he,
                // β multiplies the error of a subnormal number.
                .max_ulp = {.value = (std::max)(4.0, size), .derivative = (std::max)(6.0, size)},
                .interval = {-120, 120}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const b = math::as<V>(beta);
        auto const s = math::logistic(math::select(b == V(0), math::finite(x), x));
        V const y = s.gate();
        return {.value = math::fma(b, y, math::low<V>(beta) * math::finite(y)),
                .derivative = b * s.gate_slope()};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        return math::gate_curvature(math::exp_decay(math::abs(x)), x, math::as<V>(beta));
    }

    template <real V> ACTFN_INLINE e_swish<V> parameter_derivatives(V x) const noexcept {
        return {.beta = math::logistic(x).gate()};
    }
};

} // namespace kernel

inline constexpr function<kernel::e_swish<>> e_swish{};

} // namespace actfn
