// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// √x,  derivative 1/(2√x); NaN for x < 0 (oneDNN's eltwise_sqrt, ggml's SQRT).
struct square_root {
    static constexpr bool has_infinite_slope = true;
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{.name = "square_root",
                                        .aliases = "sqrt",
                                        .formula = "sqrt(x)",
                                        .derivative = "1 / (2 * sqrt(x))",
                                        .source = "oneDNN, eltwise",
                                        .lower = 0,
                                        .left = {none, none},
                                        .right = {actfn::facts::infinity, 0},
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 0.5, .derivative = 1.5},
                                        .interval = {0.5, 1000},
                                        .domain = {0, actfn::facts::infinity}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const y = math::sqrt(x);
        return {.value = y, .derivative = derivative_from_output(y)};
    }

    /// −1/(4x·√x).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return math::as<V>(-0.25) / math::sqrt(x) / x;
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return math::as<V>(0.5) / math::abs(y); // of −0, too
    }
};

} // namespace kernel

inline constexpr function<kernel::square_root> square_root{};
inline constexpr auto& sqrt = square_root;

} // namespace actfn
