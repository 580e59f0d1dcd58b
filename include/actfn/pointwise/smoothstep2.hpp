// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (15x − 10x³ + 3x⁵)/8 for |x| < 1, else ±1,  derivative 15/8·(1 − x²)² inside:
/// the Hermite sigmoid with two continuous derivatives.
struct smoothstep2 {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{
        .name = "smoothstep2",
        .formula = "(15 * x - 10 * x**3 + 3 * x**5) / 8 if abs(x) < 1 else sgn(x)",
        .derivative = "1.875 * (1 - x**2)**2 if abs(x) < 1 else 0",
        .source = "Perlin 2002, doi:10.1145/566654.566636",
        .lower = -1,
        .upper = 1,
        .left = {-1, 0},
        .right = {1, 0},
        .odd = true,
        .saturates = {saturation::hard, saturation::hard},
        .smoothness = 2,
        .lipschitz = 1.875,
        .max_ulp = {.value = 3, .derivative = 4.5},
        .interval = {-4, 4}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const u = math::at_most(math::abs(x), V(1));
        V const d = math::one_minus_square(u);
        V const y = u * math::polynomial(math::small_square(u), math::as<V>(1.875),
                                         math::as<V>(-1.25), math::as<V>(0.375));
        return {.value = math::mulsign(math::rounded_within(y, V(1)), x),
                .derivative = math::as<V>(1.875) * (d * d)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const z = math::select(math::abs(x) > V(1), math::unless_nan(V(0), x), x);
        return math::as<V>(-7.5) * (z * math::one_minus_square(z));
    }
};

} // namespace kernel

inline constexpr function<kernel::smoothstep2> smoothstep2{};

} // namespace actfn
