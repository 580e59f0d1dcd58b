// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/hypot.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// zabs_relu(z) = z for r ≥ a, else 0: a hard threshold on the modulus;  ∂f/∂z = 1 for r ≥ a,
/// else 0;  ∂f/∂z̄ = 0. The threshold a has no gradient.
template <class P = double> struct zabs_relu {
    static constexpr actfn::facts facts{.name = "zabs_relu",
                                        .formula = "z if r >= a else 0",
                                        .source = "Guberman 2016, arXiv:1602.09046",
                                        .max_ulp = {.value = 0, .derivative = 0},
                                        .equivariant = true,
                                        .holomorphic = true,
                                        .symmetric = true};

    P a{1};

    template <real V> ACTFN_INLINE holomorphic_jet<V> at(complex<V> at) const noexcept {
        auto const p = math::polar(at.re, at.im);
        complex<V> const z = math::spread_nan(at);
        V const beyond = (p.r - math::as<V>(a)) + (p.rest - math::low<V>(a));
        auto const outside = beyond >= V(0);
        auto const part = [&](V c) ACTFN_LAMBDA_INLINE {
            return math::select(outside, c, math::unless_nan(math::mulsign(V(0), c), c));
        };
        return {.value = {part(z.re), part(z.im)}, .dz = {math::indicator(outside, beyond), V(0)}};
    }
};

} // namespace kernel

inline constexpr function<kernel::zabs_relu<>> zabs_relu{};

} // namespace actfn
