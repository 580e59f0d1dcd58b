// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/hypot.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct abs;

/// complex_abs(z) = |z|, real:  ∂f/∂z = z̄/2r, ∂f/∂z̄ = z/2r, at 0 both are 0.
struct complex_abs {
    static constexpr actfn::facts facts{.name = "complex_abs",
                                        .aliases = "modulus",
                                        .formula = "r",
                                        .source = "Trabelsi et al. 2018, arXiv:1705.09792",
                                        .lower = 0,
                                        .max_ulp = {.value = 1.5, .derivative = 1.5},
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static real_jet<V> at(complex<V> z) noexcept {
        auto const p = math::polar(z.re, z.im);
        V const half = math::as<V>(0.5);
        auto const overflow = p.share < V(1);
        return {.value =
                    math::select(overflow, V(std::numeric_limits<scalar_t<V>>::infinity()), p.r),
                .dz = {half * p.re, -(half * p.im)}};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_abs> complex_abs{};
inline constexpr auto& modulus = complex_abs;

template <> struct complex_extension<kernel::abs> {
    static constexpr auto& function = complex_abs;
};

} // namespace actfn
