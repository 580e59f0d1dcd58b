// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// relu2glu(a, b) = a·max(b, 0)². Value first, gate second. One factor of the square is multiplied
/// by a before the other, so that the product is a number wherever the result is one.
struct relu2glu {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "relu2glu",
                                        .formula = "a * max(b, 0)**2",
                                        .derivative = "g * max(b, 0)**2, g * a * 2 * max(b, 0)",
                                        .source = "Shazeer 2020, arXiv:2002.05202",
                                        .smoothness = 1,
                                        .max_ulp = {.value = 1.5, .derivative = 1}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        V const r = math::positive_part(b);
        V const half = a * r;
        return {.value = half * r, .by_value = r * r, .by_gate = half + half};
    }
};

} // namespace kernel

inline constexpr function<kernel::relu2glu> relu2glu{};

} // namespace actfn
