// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// cast_to_real(z) = x, the real part:  ∂f/∂z = ∂f/∂z̄ = 1/2.
struct cast_to_real {
    static constexpr actfn::facts facts{.name = "cast_to_real",
                                        .formula = "x",
                                        .source = "cvnn, cast_to_real",
                                        .max_ulp = {.value = 0, .derivative = 0},
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static real_jet<V> at(complex<V> z) noexcept {
        V const half = math::as<V>(0.5);
        return {.value = math::unless_nan(z.re, z.im),
                .dz = math::unless_nan(complex<V>{half, V(0)}, z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::cast_to_real> cast_to_real{};

} // namespace actfn
