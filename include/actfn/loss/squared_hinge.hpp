// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// max(0, 1 − t·x)² of a score x and its class t, −1 or 1; derivative −2t·max(0, 1 − t·x).
struct squared_hinge {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{.name = "squared_hinge",
                                        .formula = "max(1 - t * x, 0)**2",
                                        .derivative = "-2 * t * max(1 - t * x, 0)",
                                        .source = "Tang 2013, arXiv:1306.0239",
                                        .lower = 0,
                                        .smoothness = 1,
                                        .max_ulp = {.value = 2, .derivative = 1}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) noexcept {
        V const margin = math::at_least(math::fma(-t, x, V(1)), V(0));
        return {.value = margin * margin, .derivative = -(t * (margin + margin))};
    }
};

} // namespace kernel

inline constexpr function<kernel::squared_hinge> squared_hinge{};

} // namespace actfn
