// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/atan.hpp>
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gd(x) = ∫₀ˣ sech = 2·atan(tanh(x/2)),  derivative sech(x) = 2q/(1 + q²) with q = e^−|x|.
/// 2·atan(eˣ) − π/2 cancels near 0, asin(tanh(x)) is flat at both ends.
struct gudermannian {
    static constexpr actfn::facts facts{.name = "gudermannian",
                                        .aliases = "gd",
                                        .formula = "2 * atan(tanh(x / 2))",
                                        .derivative = "2 * exp(-abs(x)) / (1 + exp(-2 * abs(x)))",
                                        .source = "Gudermann 1830",
                                        .lower = -1.57079632679489661923,
                                        .upper = 1.57079632679489661923,
                                        .left = {-1.57079632679489661923, 0},
                                        .right = {1.57079632679489661923, 0},
                                        .odd = true,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 2.5, .derivative = 2.5},
                                        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const t = math::tanh(math::as<V>(0.5) * x);
        V const q = t.q.scaled();
        V const y = t.value();
        return {.value = math::mulsign(V(2) * math::atan_unit(math::abs(y)), y),
                .derivative = (q + q) / t.q.scaled_one_plus_square()};
    }

    /// −sech(x)·tanh(x).
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const q = math::exp_decay(math::abs(x));
        V const y = q.unscale(q.scaled_product(V(-2) * (q.one_minus() * q.plus_one())));
        V const d = math::fma(q.value(), q.value(), V(1));
        return math::mulsign(y / (d * d), x);
    }
};

} // namespace kernel

inline constexpr function<kernel::gudermannian> gudermannian{};
inline constexpr auto& gd = gudermannian;

} // namespace actfn
