// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/radial.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// polar_tanh(z) = tanh(r/m)·z/r: the modulus saturates at 1, the phase is kept. The scale m > 0 is
/// the modulus where saturation sets in.
template <class P = double> struct polar_tanh {
    static constexpr actfn::facts facts{.name = "polar_tanh",
                                        .formula = "tanh(r / m) * u",
                                        .source = "Hirose 1992, doi:10.1049/el:19920948",
                                        .lower = -1,
                                        .upper = 1,
                                        .max_ulp = {.value = 4, .derivative = 4.5},
                                        .equivariant = true,
                                        .symmetric = true};

    P m{1};

    constexpr void check() const { core::require(m > 0, facts.name, "m", m, "greater than", 0); }

    template <real V> ACTFN_INLINE radial_jet<V> at(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        auto const s = math::quotient(p.r, m);
        auto const t = math::tanh(s.hi, s.lo);
        V const scale = math::as<V>(m);
        V const g = t.value();
        V const slope = t.slope() / scale;
        auto const tiny = s.hi < math::as<V>(0x1p-30);
        V const across = math::select(tiny, V(1) / scale, g / p.r);
        return math::radial(p, z, g, slope, across);
    }

    template <real V>
    ACTFN_INLINE polar_tanh<complex<V>> parameter_derivatives(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        auto const s = math::quotient(p.r, m);
        auto const t = math::tanh(s.hi, s.lo);
        V const r = math::at_most(s.hi, math::as<V>(math::scaled_exp<V>::negligible));
        return {.m = (-r * t.slope() / math::as<V>(m)) * complex<V>{p.re, p.im}};
    }
};

} // namespace kernel

inline constexpr function<kernel::polar_tanh<>> polar_tanh{};

} // namespace actfn
