// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/gate.hpp>
#include <actfn/pointwise/sigmoid.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// glu(a, b) = a·σ(b). Value first, gate second.
struct glu {
    static constexpr actfn::facts facts{
        .name = "glu",
        .formula = "a * logistic(b)",
        .derivative = "g * logistic(b), g * a * logistic(b) * logistic(-b)",
        .source = "Dauphin, Fan, Auli, Grangier 2017, arXiv:1612.08083",
        .max_ulp = {.value = 2.5, .derivative = 3.5}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        if constexpr (math::is_dual<V>::value) {
            return math::gated_product(a, sigmoid::at(b));
        } else {
            math::gate_parts<V> const s(b);
            math::gate_parts<V> const left(-math::abs(b));
            return {
                .value = s.value_times(a), .by_value = s.value(), .by_gate = left.slope_times(a)};
        }
    }
};

} // namespace kernel

inline constexpr function<kernel::glu> glu{};

} // namespace actfn
