// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/tanh.hpp>
#include <actfn/pointwise/sigmoid.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gtu(a, b) = tanh(a)·σ(b), the gated tanh unit of WaveNet. Value first, gate second.
struct gtu {
    static constexpr actfn::facts facts{
        .name = "gtu",
        .formula = "tanh(a) * logistic(b)",
        .derivative = "g * 4 * exp(-2 * abs(a)) / (1 + exp(-2 * abs(a)))**2 * "
                      "logistic(b), g * tanh(a) * logistic(b) * logistic(-b)",
        .source = "Oord et al. 2016, arXiv:1609.03499",
        .lower = -1,
        .upper = 1,
        .max_ulp = {.value = 4, .derivative = 4.5}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        auto const t = math::tanh(a);
        V const value = t.value();
        auto const gated = math::gated_product(value, sigmoid::at(b));
        return {
            .value = gated.value, .by_value = t.slope() * gated.by_value, .by_gate = gated.by_gate};
    }
};

} // namespace kernel

inline constexpr function<kernel::gtu> gtu{};

} // namespace actfn
