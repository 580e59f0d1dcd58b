// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/hypot.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_signum(z) = z/r, the phase alone:  ∂f/∂z = 1/2r,  ∂f/∂z̄ = −z²/2r³. At 0, which has no
/// phase, value and derivatives are 0. Where 1/r overflows it is the largest number.
struct complex_signum {
    static constexpr actfn::facts facts{.name = "complex_signum",
                                        .aliases = "sgn",
                                        .formula = "u",
                                        .source = "Aizenberg, Ivaskiv, Pospelov 1971",
                                        .lower = -1,
                                        .upper = 1,
                                        .max_ulp = {.value = 2.5, .derivative = 4},
                                        .equivariant = true,
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static radial_jet<V> at(complex<V> z) noexcept {
        auto const p = math::polar(z.re, z.im);
        V const across = math::select(p.r == V(0), V(0), math::finite(p.over_r(V(1))));
        V const none = math::unless_nan(V(0), p.r);
        return {.value = {p.re, p.im},
                .along = none,
                .across = across,
                .along_minus_across = -across,
                .unit = {p.re, p.im}};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_signum> complex_signum{};
inline constexpr auto& sgn = complex_signum;

} // namespace actfn
