// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/one_plus_square.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// bent_identity(x) = x + (√(x² + 1) − 1)/2,  derivative 1 + x/(2√(x² + 1)).
/// √(x² + 1) − 1 = x²/(√(x² + 1) + 1): the difference would cancel near 0, and left of −1 the sum,
/// which is x/2·(1 + (1 + 1/(r + |x|))/(r + 1)) with r = √(x² + 1).
struct bent_identity {
    static constexpr actfn::facts facts{.name = "bent_identity",
                                        .formula = "x + (sqrt(x**2 + 1) - 1) / 2",
                                        .derivative = "1 + x / (2 * sqrt(x**2 + 1))",
                                        .source = "Wikipedia, Activation function",
                                        .left = {-actfn::facts::infinity, 0.5},
                                        .right = {actfn::facts::infinity, 1.5},
                                        .max_ulp = {.value = 2, .derivative = 1.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::one_plus_square(x);
        V const r = s.root();
        V const half = math::as<V>(0.5);
        V const one = r + V(1);
        V const nearby = math::fma(half, s.x / one, V(1));
        V const left = half * ((V(1) / (r + s.magnitude) + V(1)) / one + V(1));
        return {.value = x * math::select(x < V(-1), left, nearby),
                .derivative = math::fma(half, s.x / r, V(1))};
    }

    /// 1/(2·√(x² + 1)³).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const s = math::one_plus_square(x);
        return math::as<V>(0.5) * s.reciprocal() / s.root();
    }
};

} // namespace kernel

inline constexpr function<kernel::bent_identity> bent_identity{};

} // namespace actfn
