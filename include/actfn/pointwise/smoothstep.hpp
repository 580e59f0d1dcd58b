// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (3x − x³)/2 for |x| < 1, else ±1,  derivative 3/2·(1 − x²) inside:
/// the Hermite sigmoid with one continuous derivative.
struct smoothstep {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "smoothstep",
                                        .formula = "(3 * x - x**3) / 2 if abs(x) < 1 else sgn(x)",
                                        .derivative = "1.5 * (1 - x**2) if abs(x) < 1 else 0",
                                        .source = "Perlin 1985, doi:10.1145/325165.325247",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .saturates = {saturation::hard, saturation::hard},
                                        .smoothness = 1,
                                        .lipschitz = 1.5,
                                        .max_ulp = {.value = 2, .derivative = 2},
                                        .interval = {-4, 4}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const u = math::at_most(math::abs(x), V(1));
        V const d = math::one_minus_square(u);
        V const y =
            u * math::polynomial(math::small_square(u), math::as<V>(1.5), math::as<V>(-0.5));
        return {.value = math::mulsign(math::rounded_within(y, V(1)), x),
                .derivative = math::as<V>(1.5) * d};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return V(-3) * math::select(math::abs(x) > V(1), math::unless_nan(V(0), x), x);
    }
};

} // namespace kernel

inline constexpr function<kernel::smoothstep> smoothstep{};

} // namespace actfn
