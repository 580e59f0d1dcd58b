// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (35x − 35x³ + 21x⁵ − 5x⁷)/16 for |x| < 1, else ±1,  derivative 35/16·(1 − x²)³ inside:
/// the Hermite sigmoid with three continuous derivatives.
struct smoothstep3 {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{
        .name = "smoothstep3",
        .formula = "(35 * x - 35 * x**3 + 21 * x**5 - 5 * x**7) / 16 if abs(x) < 1 else sgn(x)",
        .derivative = "2.1875 * (1 - x**2)**3 if abs(x) < 1 else 0",
        .source = "after Perlin 2002, doi:10.1145/566654.566636",
        .lower = -1,
        .upper = 1,
        .left = {-1, 0},
        .right = {1, 0},
        .odd = true,
        .saturates = {saturation::hard, saturation::hard},
        .smoothness = 3,
        .lipschitz = 2.1875,
        .max_ulp = {.value = 4, .derivative = 6},
        .interval = {-4, 4}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const u = math::at_most(math::abs(x), V(1));
        V const d = math::one_minus_square(u);
        V const y =
            u * math::polynomial(math::small_square(u), math::as<V>(2.1875), math::as<V>(-2.1875),
                                 math::as<V>(1.3125), math::as<V>(-0.3125));
        return {.value = math::mulsign(math::rounded_within(y, V(1)), x),
                .derivative = math::as<V>(2.1875) * (d * d * d)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const z = math::select(math::abs(x) > V(1), math::unless_nan(V(0), x), x);
        V const d = math::one_minus_square(z);
        return math::as<V>(-13.125) * (z * (d * d));
    }
};

} // namespace kernel

inline constexpr function<kernel::smoothstep3> smoothstep3{};

} // namespace actfn
