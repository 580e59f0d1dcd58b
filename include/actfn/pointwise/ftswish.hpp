// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// ftswish(x) = max(0, x)·σ(x) + T,  ftswish′(x) = σ(x) + x·σ(x)·σ(−x) for x > 0, else 0, at 0 too.
/// `t` is the threshold T.
template <class P = double> struct ftswish {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "ftswish";

    P t{-0.2};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .aliases = "flatten_t_swish",
                .formula = "max(0, x) * logistic(x) + t",
                .derivative = "logistic(x) * (1 + x * logistic(-x)) if x > 0 else 0",
                .cancelling_value = "max(0, x) * logistic(x)",
                .source = "Chieng et al. 2018, arXiv:1812.06247",
                .lower = t,
                .left = {t, 0},
                .kinks = {0.0},
                .saturates = {saturation::hard, saturation::none},
                .lipschitz = 1.0998393201288669,
                .init = init_scheme::he,
                .max_ulp = {.value = 2.5, .derivative = 2},
                .interval = {-20, 60}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const right = math::at_least(x, V(0));
        auto const s = math::logistic(right);
        auto const positive = x > V(0);
        V const low = math::unless_nan(V(0), x);
        V const y = math::select(positive, s.times(right), low);
        return {.value = (y + math::low<V>(t)) + math::as<V>(t),
                .derivative = math::select(positive, s.plus_slope_times(right), low)};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const y = math::gate_curvature(math::exp_decay(math::abs(x)), x, V(1));
        return math::select(x > V(0), y, math::unless_nan(V(0), x));
    }

    template <real V> ACTFN_INLINE static ftswish<V> parameter_derivatives(V x) noexcept {
        return {.t = math::unless_nan(V(1), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::ftswish<>> ftswish{};
inline constexpr auto& flatten_t_swish = ftswish;

} // namespace actfn
