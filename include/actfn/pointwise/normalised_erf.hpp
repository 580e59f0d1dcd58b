// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// erf(√π·x/2), the error function with slope 1 at 0,  derivative e^(−πx²/4). What rounding takes
/// from √π·x/2 is kept: the tail of the derivative magnifies it.
struct normalised_erf {
    static constexpr actfn::facts facts{.name = "normalised_erf",
                                        .aliases = "normalized_erf",
                                        .formula = "erf(sqrt(pi) / 2 * x)",
                                        .derivative = "exp(-pi / 4 * x**2)",
                                        .source = "Glaisher 1871",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 2, .derivative = 4},
                                        .interval = {-34, 34}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        constexpr double half_root_pi = 0.88622692545275801365;
        constexpr double half_root_pi_rest = -0x1.618f13eb7ca89p-55;
        // Beyond it the slope is 0.
        V const u = math::at_most(math::abs(x), V(64));
        auto const z = math::scaled(u, half_root_pi);
        V const lo = math::fma(u, math::as<V>(half_root_pi_rest), z.lo);
        auto const e = math::erf(z.hi);
        V const slope = e.slope();
        V const rate = slope * (z.hi + z.hi);
        return {.value = math::mulsign(math::fma(slope, lo, e.value()), x),
                .derivative = math::as<V>(half_root_pi) * math::fnma(rate, lo, slope)};
    }
};

} // namespace kernel

inline constexpr function<kernel::normalised_erf> normalised_erf{};
inline constexpr auto& normalized_erf = normalised_erf;

} // namespace actfn
