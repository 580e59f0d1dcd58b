// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/loss/sigmoid_binary_cross_entropy.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// The binary cross-entropy of the probability (1 + tanh x)/2 = σ(2x) and a target t in [0, 1]: for
/// a last layer with tanh, without its saturated value; derivative 2·(σ(2x) − t).
struct tanh_binary_cross_entropy {
    static constexpr names inputs{"x", "t"};
    static constexpr actfn::facts facts{
        .name = "tanh_binary_cross_entropy",
        .formula = "t * softplus(-2 * x) + (1 - t) * softplus(2 * x)",
        .derivative = "2 * ((1 - t) * logistic(2 * x) - t * logistic(-2 * x))",
        .cancelling = "2 * max((1 - t) * logistic(2 * x), "
                      "t * logistic(-2 * x))",
        .source = "Good 1952, doi:10.1111/j.2517-6161.1952.tb00104.x",
        .lower = 0,
        .monotone = false,
        .max_ulp = {.value = 2.5, .derivative = 3.5}};

    template <real V> ACTFN_INLINE static jet<V> at(V x, V t) {
        auto const j = sigmoid_binary_cross_entropy<>{}.at(x + x, t);
        // Where 2x overflows, 2·|x|·against may be a number.
        V const largest = math::as<V>((std::numeric_limits<scalar_t<V>>::max)() / 2);
        V const against = math::select(x < V(0), t, V(1) - t);
        V const distant = math::select(against == V(0), V(0), math::abs(x) * (against + against));
        return {.value = math::select(math::abs(x) > largest, distant, j.value),
                .derivative = j.derivative + j.derivative};
    }
};

} // namespace kernel

inline constexpr function<kernel::tanh_binary_cross_entropy> tanh_binary_cross_entropy{};

} // namespace actfn
