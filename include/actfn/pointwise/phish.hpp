// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// phish(x) = x·tanh(g) with g = gelu(x),  derivative tanh(g) + x·g′·(1 − tanh² g). Far on the left
/// tanh(g) = g, and x²·Φ(x) is formed before Φ becomes subnormal.
struct phish {
    static constexpr actfn::facts facts{
        .name = "phish",
        .formula = "x * tanh(0.5 * x * erfc(-x / sqrt(2)))",
        .derivative =
            "tanh(0.5 * x * erfc(-x / sqrt(2))) + x * (0.5 * erfc(-x / sqrt(2)) + x * exp(-x**2 / "
            "2) / sqrt(2 * pi)) * (1 - tanh(0.5 * x * erfc(-x / sqrt(2)))**2)",
        .cancelling = "abs(tanh(0.5 * x * erfc(-x / sqrt(2))))",
        .cancelling_second = "2 * (1 - tanh(0.5 * x * erfc(-x / sqrt(2)))**2) * max(0.5 * erfc(-x "
                             "/ sqrt(2)), abs(x) * exp(-0.5 * x**2) / sqrt(2 * pi))",
        .source = "Naveen 2022, doi:10.36227/techrxiv.17283824",
        .lower = 0,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.2983066733058115,
        .init = init_scheme::he,
        .max_ulp = {.value = 4, .derivative = 8},
        .interval = {-40, 40}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const n = math::normal(x);
        auto const g = n.gate_in_two_parts();
        auto const t = math::tanh(g.hi, g.lo);
        auto const distant = x < V(-7);
        V const y = t.value();
        // Further out x·g′·(1 − tanh²) does not count.
        V const z = math::select(distant, V(0), math::at_most(x, V(40)));
        V const slope = math::fma(z * n.gate_slope(), t.slope(), y);
        V const tail = n.gate_tail_times(V(2)) + n.pdf_times(n.u * n.u);
        return {.value = math::select(distant, n.gate_tail_times(-n.u), x * y),
                .derivative = math::select(distant, tail, slope)};
    }

    /// (1 − tanh²)·(2g′·(1 − x·tanh(g)·g′) + x·g″).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const n = math::normal(x);
        auto const g = n.gate_in_two_parts();
        auto const t = math::tanh(g.hi, g.lo);
        V const reach = math::as<V>(math::scaled_exp<V>::negligible);
        V const z = math::at_most(math::at_least(x, V(-40)), reach);
        V const slope = n.gate_slope();
        V const bend = n.pdf_times(math::mulsign(n.u * math::fnma(n.u, n.u, V(2)), x));
        V const c = math::fma(V(2) * slope, math::fnma(z * t.value(), slope, V(1)), bend);
        return math::times_bell(t.q, V(4) * c);
    }
};

} // namespace kernel

inline constexpr function<kernel::phish> phish{};

} // namespace actfn
