// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_abs2(z) = |z|² = x² + y², real:  ∂f/∂z = z̄, ∂f/∂z̄ = z.
struct complex_abs2 {
    static constexpr actfn::facts facts{.name = "complex_abs2",
                                        .aliases = "abs2",
                                        .formula = "x * x + y * y",
                                        .source = "Trabelsi et al. 2018, arXiv:1705.09792",
                                        .lower = 0,
                                        .max_ulp = {.value = 1.5, .derivative = 0},
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static real_jet<V> at(complex<V> at) noexcept {
        complex<V> const z = math::spread_nan(at);
        return {.value = math::dot(z, z), .dz = math::conj(z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_abs2> complex_abs2{};
inline constexpr auto& abs2 = complex_abs2;

} // namespace actfn
