// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// zrelu(z) = z for x ≥ 0 and y ≥ 0, the closed first quadrant, else 0;  ∂f/∂z = 1 in its
/// interior, else 0;  ∂f/∂z̄ = 0.
struct zrelu {
    static constexpr actfn::facts facts{.name = "zrelu",
                                        .formula = "z if min(x, y) >= 0 else 0",
                                        .source = "Guberman 2016, arXiv:1602.09046",
                                        .lower = 0,
                                        .max_ulp = {.value = 0, .derivative = 0},
                                        .holomorphic = true};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        return math::quadrant_relu(z, V(0));
    }
};

} // namespace kernel

inline constexpr function<kernel::zrelu> zrelu{};

} // namespace actfn
