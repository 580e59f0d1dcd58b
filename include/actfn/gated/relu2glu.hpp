// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/pointwise/squared_relu.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// relu2glu(a, b) = a·max(b, 0)². Value first, gate second.
struct relu2glu {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "relu2glu",
                                        .formula = "a * max(b, 0)**2",
                                        .derivative = "g * max(b, 0)**2, g * a * 2 * max(b, 0)",
                                        .source = "Shazeer 2020, arXiv:2002.05202",
                                        .smoothness = 1,
                                        .max_ulp = {.value = 1.5, .derivative = 1}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        return math::gated_product(a, squared_relu::at(b));
    }
};

} // namespace kernel

inline constexpr function<kernel::relu2glu> relu2glu{};

} // namespace actfn
