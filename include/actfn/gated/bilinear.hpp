// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/pointwise/identity.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// bilinear(a, b) = a·b: a gated unit whose gate is left as it is.
struct bilinear {
    static constexpr actfn::facts facts{.name = "bilinear",
                                        .formula = "a * b",
                                        .derivative = "g * b, g * a",
                                        .source = "Shazeer 2020, arXiv:2002.05202",
                                        .max_ulp = {.value = 0.5, .derivative = 0}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        return math::gated_product(a, identity::at(b));
    }
};

} // namespace kernel

inline constexpr function<kernel::bilinear> bilinear{};

} // namespace actfn
