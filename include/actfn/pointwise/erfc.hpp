// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// erfc(x) = 1 − erf(x), with relative accuracy in the right tail,  erfc′(x) = −2/√π·e^−x². A
/// falling step from 2 to 0; the rising one from 0 to 1 is normal_cdf(x) = erfc(−x/√2)/2.
struct erfc {
    static constexpr actfn::facts facts{.name = "erfc",
                                        .formula = "erfc(x)",
                                        .derivative = "-2/sqrt(pi) * exp(-x**2)",
                                        .source = "Glaisher 1871",
                                        .lower = 0,
                                        .upper = 2,
                                        .left = {2, 0},
                                        .right = {0, 0},
                                        .monotone = false,
                                        .lipschitz = 1.1283791670955126,
                                        .max_ulp = {.value = 3, .derivative = 2.5},
                                        .interval = {-30, 30}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const e = math::erf(x);
        return {.value = e.complement(), .derivative = -e.slope()};
    }
};

} // namespace kernel

inline constexpr function<kernel::erfc> erfc{};

} // namespace actfn
