// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/sector.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// mvn(z) = e^(2πi·(j + offset)/k), j = floor(k·t/2π) for the phase t in [0, 2π): the k-valued
/// neuron. The root is the beginning of its sector with offset 0 (Aizenberg), its centre with 1/2
/// (cvnn). The derivatives are 0; at 0, which has no phase, the value is 0, too.
template <class P = double> struct mvn {
    static constexpr std::string_view name = "mvn";

    P k{4};
    P offset{0};

    constexpr actfn::facts describe() const {
        // Beside the edge of a sector a phase that is rounded may be in the next one.
        bool const exact = k == 1 || k == 2 || k == 4;
        return {.name = name,
                .formula =
                    "exp(2 * pi * i * (floor(k * (t / (2 * pi) if y >= 0 else t / (2 * pi) + 1)) + "
                    "offset) / k)",
                .source = "Aizenberg, Ivaskiv, Pospelov 1971; Aizenberg, Aizenberg 1992",
                .lower = -1,
                .upper = 1,
                .max_ulp = exact ? actfn::facts::ulp{offset == 0 ? 1.0 : 2.0, 0}
                                 : actfn::facts::not_stated,
                .holomorphic = true};
    }

    /// So many sectors can be told apart in float.
    static constexpr double most = 1e6;

    constexpr void check() const {
        core::require(k >= 1, name, "k", k, "at least", 1);
        core::require(k <= most, name, "k", k, "at most", most);
        bool const in_range = k >= 1 && k <= most;
        core::require_whole(!in_range || k == static_cast<P>(static_cast<long>(k)), name, "k", k);
    }

    template <real V> ACTFN_INLINE holomorphic_jet<V> at(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        V const sectors = math::as<V>(k);
        V const j = math::sector(z, p, sectors) + math::as<V>(offset);
        V const none = math::unless_nan(V(0), p.r);
        complex<V> const w = math::root_of_unity(j, sectors);
        complex<V> const at_origin = {V(0), V(0)};
        return {.value = math::unless_nan(math::select(p.r == V(0), at_origin, w), z),
                .dz = {none, V(0)}};
    }
};

} // namespace kernel

inline constexpr function<kernel::mvn<>> mvn{};

} // namespace actfn
