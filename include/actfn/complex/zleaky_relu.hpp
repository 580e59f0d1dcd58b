// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// zleaky_relu(z) = z for x ≥ 0 and y ≥ 0, the closed first quadrant, else a·z;  ∂f/∂z = 1 in its
/// interior, else a;  ∂f/∂z̄ = 0.
template <class P = double> struct zleaky_relu {
    static constexpr actfn::facts facts{.name = "zleaky_relu",
                                        .formula = "z if min(x, y) >= 0 else a * z",
                                        .source = "Guberman 2016, arXiv:1602.09046",
                                        .max_ulp = {.value = 1.5, .derivative = 0.5},
                                        .holomorphic = true};

    P a{0.01};

    template <real V> ACTFN_INLINE holomorphic_jet<V> at(complex<V> z) const noexcept {
        return math::quadrant_relu(z, math::as<V>(a));
    }

    template <real V>
    ACTFN_INLINE zleaky_relu<complex<V>> parameter_derivatives(complex<V> at) const noexcept {
        complex<V> const z = math::spread_nan(at);
        V const least = math::select(z.re < z.im, z.re, z.im);
        return {.a = math::select(least >= V(0), complex<V>{V(0), V(0)}, z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::zleaky_relu<>> zleaky_relu{};

} // namespace actfn
