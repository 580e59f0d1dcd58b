// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// identity(x) = x, the activation of a linear output layer.
struct identity {
    static constexpr actfn::facts facts{.name = "identity",
                                        .aliases = "linear",
                                        .formula = "x",
                                        .derivative = "1",
                                        .source = "Widrow, Hoff 1960",
                                        .odd = true,
                                        .init = init_scheme::lecun,
                                        .max_ulp = {.value = 0, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        return {.value = x, .derivative = math::unless_nan(V(1), x)};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return math::unless_nan(V(1), y);
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept { return y; }
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        return math::unless_nan(V(0), x);
    }
};

} // namespace kernel

inline constexpr function<kernel::identity> identity{};
inline constexpr auto& linear = identity;

} // namespace actfn
