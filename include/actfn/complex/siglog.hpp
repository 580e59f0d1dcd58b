// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/radial.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// siglog(z) = z/(c + r/ρ): the modulus saturates at ρ, the slope at 0 is 1/c; c, ρ > 0. With
/// d = c + r/ρ:  ∂f/∂z = (2c + r/ρ)/(2d²),  ∂f/∂z̄ = −z²/(2ρ·r·d²).
template <class P = double> struct siglog {
    static constexpr std::string_view name = "siglog";

    P c{1};
    P rho{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .aliases = "georgiou_koutsougeras",
                .formula = "z / (c + r / rho)",
                .source = "Georgiou, Koutsougeras 1992, doi:10.1109/82.142037",
                .lower = -rho,
                .upper = rho,
                .max_ulp = {.value = 4.5, .derivative = 4.5},
                .equivariant = true,
                .symmetric = true};
    }

    constexpr void check() const {
        core::require(c > 0, name, "c", c, "greater than", 0);
        core::require(rho > 0, name, "rho", rho, "greater than", 0);
    }

    template <real V> ACTFN_INLINE radial_jet<V> at(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        auto const a = amplitude(p.r);
        V const bend = math::as<V>(c) * a.across;
        V const slope = math::select(p.r < V(1), bend * a.across, bend / p.r * a.g);
        return math::radial(p, z, a.g, slope, a.across);
    }

    template <real V>
    ACTFN_INLINE siglog<complex<V>> parameter_derivatives(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        auto const a = amplitude(p.r);
        V const q = a.g / math::as<V>(rho);
        complex<V> const u = {p.re, p.im};
        return {.c = (-a.g * a.across) * u, .rho = (q * q) * u};
    }

  private:
    template <class V> struct amplitudes {
        V g;
        V across;
    };

    /// From 1 on by 1/r, so that r/ρ does not overflow.
    template <real V> ACTFN_INLINE amplitudes<V> amplitude(V r) const noexcept {
        V const at_zero = math::as<V>(c);
        V const at_end = V(1) / math::as<V>(rho);
        auto const inner = r < V(1);
        V const s = math::select(inner, r, V(1) / r);
        V const q = V(1) / math::select(inner, math::fma(s, at_end, at_zero),
                                        math::fma(s, at_zero, at_end));
        return {math::select(inner, r * q, q), math::select(inner, q, q * s)};
    }
};

} // namespace kernel

inline constexpr function<kernel::siglog<>> siglog{};
inline constexpr auto& georgiou_koutsougeras = siglog;

} // namespace actfn
