// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/radial.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// polar_log(z) = log(1 + r)·z/r: large moduli are compressed, the phase is kept.
/// g′(r) = 1/(1 + r).
struct polar_log {
    static constexpr actfn::facts facts{.name = "polar_log",
                                        .formula = "log1p(r) * u",
                                        .source = "Hayakawa, Masuko, Ayano 2018",
                                        .max_ulp = {.value = 2.5, .derivative = 3.5},
                                        .equivariant = true,
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static radial_jet<V> at(complex<V> z) noexcept {
        auto const p = math::polar(z.re, z.im);
        auto const overflow = p.share < V(1);
        V const more = math::log1p_unit(math::select(overflow, p.rest / p.r, V(0)));
        V const g = math::log1p(p.r) + math::select(more > V(0), more, V(0));
        V const slope = math::select(overflow, p.over_r(V(1)), V(1) / (V(1) + p.r));
        return math::radial(p, z, g, slope, math::select(p.r == V(0), V(1), g / p.r));
    }
};

} // namespace kernel

inline constexpr function<kernel::polar_log> polar_log{};

} // namespace actfn
