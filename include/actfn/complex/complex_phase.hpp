// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/atan.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/hypot.hpp>

#include <numbers>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_phase(z) = t in [−π, π], the angle of z, real:  ∂f/∂z = −i/(2z), ∂f/∂z̄ = i/(2z̄). On the
/// negative real axis it has the sign of y; at 0 it is 0, and so are the derivatives.
struct complex_phase {
    static constexpr actfn::facts facts{.name = "complex_phase",
                                        .formula = "t",
                                        .source = "Hirose 1992",
                                        .lower = -std::numbers::pi,
                                        .upper = std::numbers::pi,
                                        .max_ulp = {.value = 2, .derivative = 3}};

    template <real V> ACTFN_INLINE static real_jet<V> at(complex<V> z) noexcept {
        auto const p = math::polar(z.re, z.im);
        V const half = math::as<V>(0.5);
        auto const origin = p.r == V(0);
        auto const slope = [&](V c) ACTFN_LAMBDA_INLINE {
            return math::select(origin, V(0), math::finite(p.over_r(half * c)));
        };
        // The direction, not z: at infinity its limit.
        auto const infinite = p.r > math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
        V const x = math::select(infinite, p.re, z.re);
        V const y = math::select(infinite, p.im, z.im);
        V const angle = math::select(origin, V(0) * z.im, math::atan2(y, x));
        return {.value = math::unless_nan(angle, p.r), .dz = {slope(-p.im), slope(-p.re)}};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_phase> complex_phase{};

} // namespace actfn
