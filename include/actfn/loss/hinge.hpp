// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// max(0, 1 − t·x) of a score x and its class t, −1 or 1; derivative −t where t·x < 1, else 0: at
/// the kink that of the right side, as of relu.
struct hinge {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{.name = "hinge",
                                        .formula = "max(1 - t * x, 0)",
                                        .derivative = "-t if t * x < 1 else 0",
                                        .source = "Cortes, Vapnik 1995, doi:10.1007/BF00994018",
                                        .lower = 0,
                                        .smoothness = 0,
                                        .max_ulp = {.value = 0.5, .derivative = 0}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) noexcept {
        V const margin = math::fma(-t, x, V(1));
        V const outside = math::select(margin == margin, V(0), margin);
        return {.value = math::at_least(margin, V(0)),
                .derivative = math::select(margin > V(0), -t, outside)};
    }
};

} // namespace kernel

inline constexpr function<kernel::hinge> hinge{};

} // namespace actfn
