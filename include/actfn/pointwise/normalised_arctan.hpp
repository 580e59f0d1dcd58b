// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/atan.hpp>
#include <actfn/math/one_plus_square.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// 2/π·atan(πx/2), the arctangent with range (−1, 1) and slope 1 at 0,  derivative 1/(1 + (πx/2)²).
struct normalised_arctan {
    static constexpr actfn::facts facts{.name = "normalised_arctan",
                                        .aliases = "normalized_arctan",
                                        .formula = "2 / pi * atan(pi / 2 * x)",
                                        .derivative = "1 / (1 + (pi / 2 * x)**2)",
                                        .source = "Euler 1755",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 2.5, .derivative = 3.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        constexpr double half_pi = 1.57079632679489661923;
        constexpr double two_over_pi = 0.63661977236758134308;
        auto const a = math::atan(math::as<V>(half_pi) * x);
        V const y = math::as<V>(two_over_pi) * math::abs(a.value());
        return {.value = math::mulsign(math::rounded_within(y, V(1)), x),
                .derivative = math::one_plus_square(x).reciprocal(square_of_half_pi<V>())};
    }

    /// −π²/2·x/(1 + (πx/2)²)².
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const c = square_of_half_pi<V>();
        auto const s = math::one_plus_square(x);
        V const y = s.reciprocal(c);
        return (V(-2) * c * (s.x * y)) * y;
    }
    /// (π/2)²: π/2 rounded before it is squared would bring two errors more.
    template <real V> ACTFN_INLINE static V square_of_half_pi() noexcept {
        return math::as<V>(2.4674011002723396547);
    }
};

} // namespace kernel

inline constexpr function<kernel::normalised_arctan> normalised_arctan{};
inline constexpr auto& normalized_arctan = normalised_arctan;

} // namespace actfn
