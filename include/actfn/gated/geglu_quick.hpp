// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/gate.hpp>
#include <actfn/pointwise/quick_gelu.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// geglu_quick(a, b) = a·quick_gelu(b) = a·b·σ(1.702b). Value first, gate second; ggml names the
/// gate first.
struct geglu_quick {
    static constexpr actfn::facts facts{
        .name = "geglu_quick",
        .formula = "a * b * logistic(1.702 * b)",
        .derivative = "g * b * logistic(1.702 * b), g * a * logistic(1.702 * b) * "
                      "(1 + 1.702 * b * logistic(-1.702 * b))",
        .cancelling = "a * logistic(1.702 * b)",
        .source = "Shazeer 2020, arXiv:2002.05202",
        .monotone = false,
        .max_ulp = {.value = 3, .derivative = 4.5}};

    template <real V> ACTFN_INLINE static gated_jet<V> at(V a, V b) {
        if constexpr (math::is_dual<V>::value) {
            return math::gated_product(a, quick_gelu::at(b));
        } else {
            auto const t = math::scaled(b, 1.702);
            return math::gate_parts<V>(t.hi, t.lo).gated(a, b, t.hi);
        }
    }
};

} // namespace kernel

inline constexpr function<kernel::geglu_quick> geglu_quick{};

} // namespace actfn
