// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/atan.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// 2/π·gd(πx/2), the Gudermannian with range (−1, 1) and slope 1 at 0,  derivative sech(πx/2).
/// What rounding takes from πx/2 is kept: the tail of sech magnifies it.
struct normalised_gudermannian {
    static constexpr actfn::facts facts{.name = "normalised_gudermannian",
                                        .aliases = "normalized_gudermannian",
                                        .formula = "4 / pi * atan(tanh(pi / 4 * x))",
                                        .derivative =
                                            "2 * exp(-pi / 2 * abs(x)) / (1 + exp(-pi * abs(x)))",
                                        .source = "Gudermann 1830",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 4, .derivative = 2.5},
                                        .interval = {-60, 60}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        constexpr double quarter_pi = 0.78539816339744830962;
        constexpr double quarter_pi_rest = 0x1.1a62633145c07p-55;
        constexpr double four_over_pi = 1.27323954473516268615;
        // Beyond it the slope is 0.
        V const u = math::at_most(math::abs(x), V(1000));
        auto const z = math::scaled(u, quarter_pi);
        auto const t = math::tanh(z.hi, math::fma(u, math::as<V>(quarter_pi_rest), z.lo));
        V const q = t.q.scaled();
        V const h = t.value();
        V const a = math::atan_unit(h);
        V const y = math::fma(math::as<V>(four_over_pi), a, math::low<V>(four_over_pi) * a);
        auto const end = math::primal(h); // 1, or NaN
        auto const nearby = math::primal(math::rounded_within(y, V(1)));
        V const right = math::with_primal(y, math::select(h < V(1), nearby, end));
        return {.value = math::mulsign(right, x),
                .derivative = (q + q) / t.q.scaled_one_plus_square()};
    }

    /// −π/2·sech(πx/2)·tanh(πx/2).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        constexpr double half_pi = 1.57079632679489661923;
        V const u = math::at_most(math::abs(x), V(1000));
        auto const z = math::scaled(u, half_pi);
        auto const q =
            math::exp_decay(z.hi, math::fma(u, math::as<V>(0x1.1a62633145c07p-54), z.lo));
        V const y = math::scaled_exp<V>::unscale(
            q.scaled_product(math::as<V>(-2 * half_pi) * (q.one_minus() * q.plus_one())));
        V const d = math::fma(q.value(), q.value(), V(1));
        return math::mulsign(y / (d * d), x);
    }
};

} // namespace kernel

inline constexpr function<kernel::normalised_gudermannian> normalised_gudermannian{};
inline constexpr auto& normalized_gudermannian = normalised_gudermannian;

} // namespace actfn
