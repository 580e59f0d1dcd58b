// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softcap(x) = c·tanh(x/c),  derivative sech²(x/c): x, but never beyond ±c. Language models take c
/// = 30 or 50 for logits and attention scores.
template <class P = double> struct softcap {
    static constexpr std::string_view name = "softcap";

    P cap{30};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "cap * tanh(x / cap)",
                .derivative = "4 * exp(-2 * abs(x) / cap) / (1 + exp(-2 * abs(x) / cap))**2",
                .source = "Gemma 2 team 2024, arXiv:2408.00118",
                .lower = -cap,
                .upper = cap,
                .left = {-cap, 0},
                .right = {cap, 0},
                .odd = true,
                .lipschitz = 1,
                .max_ulp = {.value = 4, .derivative = 4},
                .interval = {-60 * cap, 60 * cap}};
    }

    constexpr void check() const { core::require(cap > 0, name, "cap", cap, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const t = ratio_tanh(x);
        V const y = t.value();
        V const capped = math::fma(math::as<V>(cap), y, math::low<V>(cap) * y);
        return {.value = math::select(is_linear(x), x, capped), .derivative = t.slope()};
    }

    /// −2/c·tanh(x/c)·sech²(x/c).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const t = ratio_tanh(x);
        V const c = math::as<V>(cap);
        V const y = math::select(is_linear(x), x / c, t.value());
        return math::times_bell(t.q, V(-8) * (y / c));
    }

    /// tanh(z) − z·sech²(z) for z = x/c, near 0 as sech²(z)·(sinh(2z)/2 − z).
    template <real V> ACTFN_INLINE softcap<V> parameter_derivatives(V x) const noexcept {
        V const z = x / math::as<V>(cap);
        V const near_z = math::at_most(math::abs(z), V(1));
        V const distant_z = math::at_most(math::abs(z), V(60));
        auto const t = math::tanh(z);
        V const s = near_z * near_z;
        // 4ᵏ/(2k + 1)!
        V const series = math::polynomial(
            s, math::as<V>(2.0 / 3), math::as<V>(2.0 / 15), math::as<V>(4.0 / 315),
            math::as<V>(2.0 / 2835), math::as<V>(4.0 / 155925), math::as<V>(4.0 / 6081075.0),
            math::as<V>(8.0 / 638512875.0), math::as<V>(2.0 / 10854718875.0),
            math::as<V>(4.0 / 1856156927625.0), math::as<V>(4.0 / 194896477400625.0),
            math::as<V>(8.0 / 49308808782358125.0));
        V const nearby = t.slope() * ((near_z * s) * series);
        V const q = t.q.beside_one();
        V const distant = (math::fnma(q, q, V(1)) - V(4) * distant_z * q) / t.q.square();
        return {.cap = math::mulsign(math::select(near_z < V(1), nearby, distant), z)};
    }

    /// Where c·tanh(x/c) rounds to x; x/c might be subnormal.
    template <real V> ACTFN_INLINE auto is_linear(V x) const noexcept {
        return math::abs(x) < math::as<V>(cap * P(0x1p-30));
    }
    template <real V> ACTFN_INLINE math::tanh_parts<V> ratio_tanh(V x) const noexcept {
        auto const z = math::quotient(math::select(is_linear(x), V(0), x), cap);
        return math::tanh(z.hi, z.lo);
    }
};

} // namespace kernel

inline constexpr function<kernel::softcap<>> softcap{};

} // namespace actfn
