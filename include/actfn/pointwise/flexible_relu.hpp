// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// flexible_relu(x) = max(0, x) + b,  derivative 1 for x > 0, else 0;  ∂f/∂b = 1.
template <class P = double> struct flexible_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "flexible_relu";

    P b{0};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "max(x, 0) + b",
                .derivative = "1 if x > 0 else 0",
                .cancelling_value = b < 0 ? "max(x, 0)" : "",
                .source = "Qiu, Xu, Cai 2018, arXiv:1706.08098",
                .lower = b,
                .left = {b, 0},
                .kinks = {0.0},
                .saturates = {saturation::hard, saturation::none},
                .init = init_scheme::he,
                .max_ulp = {.value = core::is_float(b) ? 0.5 : 1.5, .derivative = 0}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::at_least(x, V(0)) + math::as<V>(b),
                .derivative = math::kept_where_positive(V(1), x)};
    }

    template <real V> ACTFN_INLINE flexible_relu<V> parameter_derivatives(V x) const noexcept {
        return {.b = math::unless_nan(V(1), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::flexible_relu<>> flexible_relu{};

} // namespace actfn
