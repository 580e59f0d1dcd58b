// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/radial.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// polar_squash(z) = r²/(1 + r²)·z/r: short numbers become shorter, the modulus saturates at 1.
/// g′(r) = 2r/(1 + r²)².
struct polar_squash {
    static constexpr actfn::facts facts{
        .name = "polar_squash",
        .formula = "r * r / (1 + r * r) * u",
        .source = "Hayakawa, Masuko, Ayano 2018; Sabour, Frosst, Hinton 2017, arXiv:1710.09829",
        .lower = -1,
        .upper = 1,
        .max_ulp = {.value = 4, .derivative = 4.5},
        .equivariant = true,
        .symmetric = true};

    template <real V> ACTFN_INLINE static radial_jet<V> at(complex<V> z) noexcept {
        auto const p = math::polar(z.re, z.im);
        // From 1 on by 1/r, so that r² does not overflow.
        auto const inner = p.r < V(1);
        V const s = math::select(inner, p.r, V(1) / p.r);
        V const q = V(1) / math::fma(s, s, V(1));
        V const g = q * math::select(inner, s * s, V(1));
        V const across = q * s;
        V const slope = (across + across) * (q * math::select(inner, V(1), s * s));
        return math::radial(p, z, g, slope, across);
    }
};

} // namespace kernel

inline constexpr function<kernel::polar_squash> polar_squash{};

} // namespace actfn
