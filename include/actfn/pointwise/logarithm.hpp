// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// log(x),  derivative 1/x; −∞ at 0, NaN for x < 0 (oneDNN's eltwise_log, ggml's LOG).
struct logarithm {
    static constexpr bool has_infinite_slope = true;
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "logarithm",
                                        .aliases = "log",
                                        .formula = "log(x)",
                                        .derivative = "1 / x",
                                        .source = "oneDNN, eltwise",
                                        .left = {none, none},
                                        .right = {actfn::facts::infinity, 0},
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 1, .derivative = 0.5},
                                        .interval = {0.5, 1000},
                                        .domain = {0, actfn::facts::infinity}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const beyond = math::as<V>(none);
        return {.value = math::log(x),
                .derivative = math::select(x < V(0), beyond, V(1)) / math::abs(x)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const slope = at(x).derivative;
        return -(slope * slope);
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return math::exp(y); }
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept { return -math::log(x); }
};

} // namespace kernel

inline constexpr function<kernel::logarithm> logarithm{};
inline constexpr auto& log = logarithm;

} // namespace actfn
