// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/pointwise/relu.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// reglu(a, b) = a·relu(b). Value first, gate second; ggml's REGLU names the gate first.
struct reglu {
    static constexpr bool has_constant_piece = true;
    static constexpr actfn::facts facts{.name = "reglu",
                                        .formula = "a * max(b, 0)",
                                        .derivative = "g * max(b, 0), g * a if b > 0 else 0",
                                        .source = "Shazeer 2020, arXiv:2002.05202",
                                        .smoothness = 0,
                                        .max_ulp = {.value = 0.5, .derivative = 0}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        return math::gated_product(a, relu::at(b));
    }
};

} // namespace kernel

inline constexpr function<kernel::reglu> reglu{};

} // namespace actfn
