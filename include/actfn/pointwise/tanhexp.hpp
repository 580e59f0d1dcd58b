// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/power.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// tanhexp(x) = x·tanh(eˣ),  tanhexp′(x) = tanh(eˣ) + x·eˣ·sech²(eˣ).
/// Far on the left tanh(w) = w; the product with x is formed before w = eˣ becomes subnormal. On
/// the right w is cut off where sech²(w) is 0, or their product would be NaN.
struct tanhexp {
    static constexpr actfn::facts facts{
        .name = "tanhexp",
        .aliases = "telu",
        .formula = "x * tanh(exp(min(x, 12)))",
        .derivative = "tanh(exp(min(x, 12))) + x * exp(min(x, 12)) / cosh(exp(min(x, 12)))**2",
        .cancelling = "tanh(exp(min(x, 12)))",
        .cancelling_second = "exp(min(x, 12)) * (1 - tanh(exp(min(x, 12)))**2) * max(abs(2 + x), "
                             "abs(2 * x * exp(min(x, 12)) * tanh(exp(min(x, 12)))))",
        .source = "Liu, Di 2020, arXiv:2003.09855",
        .lower = -0.35328577784821127,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.0619753087179160,
        .init = init_scheme::he,
        .max_ulp = {.value = 3.5, .derivative = 5.5},
        .interval = {-120, 20}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        using decay = math::scaled_exp<V>;
        V const a = math::abs(x);
        // To the right of 40 as there.
        auto const e = math::exp_decay(math::at_least(-x, math::at_most(x, V(40))));
        V const q = e.beside_one();
        V const z = math::select(a > math::as<V>(decay::negligible), V(0), x);
        V const w = math::at_most(math::select(x > V(0), V(1) / q, q), V(60));
        auto const t = math::tanh(w);
        V const n = math::fma(t.numerator, t.q.plus_one(), V(4) * t.q.scaled() * w * z);
        auto const distant = w < math::as<V>(0x1p-28);
        V const y = x * (t.numerator / t.denominator);
        V const slope = n / t.q.scaled_square();
        return {.value = math::select(distant, decay::unscale(e.scaled_product(z)), y),
                .derivative =
                    math::select(distant, decay::unscale(e.scaled_product(z + V(1))), slope)};
    }

    /// w·sech²(w)·(2 + x − 2x·w·tanh(w)) with w = eˣ.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        using decay = math::scaled_exp<V>;
        V const a = math::abs(x);
        auto const e = math::exp_decay(a);
        V const z = math::select(a > math::as<V>(decay::negligible), V(0), x);
        auto const positive = x > V(0);
        // w and what rounding takes from it, since e^−w magnifies that; near 0 that would be
        // subnormal.
        constexpr double off = std::is_same_v<scalar_t<V>, float> ? 0x1p-30 : 0x1p-60;
        V const bounded = math::at_most(math::at_least(x, V(0)), math::as<V>(6.9));
        auto const right = math::exp_in_two_parts(bounded + math::as<V>(off));
        V const w = math::select(positive, right.hi, e.value());
        V const lo = math::select(positive, right.lo, V(0));
        auto const d = math::exp_decay(w, lo);
        V const p = d.value();
        V const n = math::fma(p, p, V(1));
        V const sech = (p + p) / n;
        V const rate = math::fnma(V(2) * z, w * (d.one_minus() * d.plus_one() / n), z + V(2));
        V const c = math::select(positive, w * rate, e.scaled_product(rate));
        V const y = c * sech * sech;
        return math::select(positive, y, decay::unscale(y));
    }
};

} // namespace kernel

inline constexpr function<kernel::tanhexp> tanhexp{};
inline constexpr auto& telu = tanhexp;

} // namespace actfn
