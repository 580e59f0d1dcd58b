// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/gate.hpp>
#include <actfn/pointwise/swish.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// swiglu(a, b) = a·swish(b) = a·b·σ(βb). Value first, gate second, as in PyTorch code; ONNX and
/// ggml name the gate first.
template <class P = double> struct swiglu {
    static constexpr std::string_view name = "swiglu";

    P beta{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "a * b * logistic(beta * b)",
                .derivative =
                    "g * b * logistic(beta * b), g * a * logistic(beta * b) * (1 + beta * "
                    "b * logistic(-beta * b))",
                .cancelling = "a * logistic(beta * b)",
                .source = "Shazeer 2020, arXiv:2002.05202",
                .monotone = beta == 0,
                .max_ulp = {.value = 3, .derivative = beta == 1 ? 4.5 : 6}};
    }

    template <real V> ACTFN_INLINE gated_jet<V> at(V a, V b) const {
        if constexpr (math::is_dual<V>::value) {
            return math::gated_product(a, swish<P>{beta}.at(b));
        } else {
            return math::at_scaled(b, beta, [&](V t, auto... lo) ACTFN_LAMBDA_INLINE {
                return math::gate_parts<V>(t, lo...).gated(a, b, t);
            });
        }
    }

    template <real V> ACTFN_INLINE swiglu<V> parameter_derivatives(V a, V b) const {
        return {.beta = a * swish<P>{beta}.parameter_derivatives(b).beta};
    }
};

} // namespace kernel

inline constexpr function<kernel::swiglu<>> swiglu{};

} // namespace actfn
