// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// Φ(x) = erfc(−x/√2)/2, the standard normal distribution,  Φ′(x) = φ(x).
/// (1 + erf)/2 has no correct digit in the left tail.
struct normal_cdf {
    static constexpr actfn::facts facts{.name = "normal_cdf",
                                        .aliases = "ndtr",
                                        .formula = "Phi(x)",
                                        .derivative = "phi(x)",
                                        .source = "Glaisher 1871",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {1, 0},
                                        .lipschitz = 0.39894228040143268,
                                        .max_ulp = {.value = 3, .derivative = 1.5},
                                        .interval = {-40, 40}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const n = math::normal(x);
        return {.value = n.cdf(), .derivative = n.pdf()};
    }
};

} // namespace kernel

inline constexpr function<kernel::normal_cdf> normal_cdf{};
inline constexpr auto& ndtr = normal_cdf;

} // namespace actfn
