// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// selu(x) = λ·x for x > 0, else λ·α·(eˣ − 1), λ and α such that zero mean and unit variance are a
/// fixed point. The derivative at 0 is λα, from the lower branch.
struct selu {
    static constexpr actfn::facts facts{
        .name = "selu",
        .formula = "1.0507009873554804934193349852946 * x if x > 0 "
                   "else 1.7580993408473768599402175208123 * expm1(x)",
        .derivative = "1.0507009873554804934193349852946 if x > 0 "
                      "else 1.7580993408473768599402175208123 * exp(x)",
        .source = "Klambauer et al. 2017, arXiv:1706.02515",
        .lower = -1.7580993408473768599,
        .left = {-1.7580993408473768599, 0},
        .right = {actfn::facts::infinity, 1.0507009873554804934},
        .kinks = {0.0},
        .lipschitz = 1.7580993408473768599,
        .init = init_scheme::lecun,
        .max_ulp = {.value = 2.5, .derivative = 2.5},
        .interval = {-120, 20}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const q = math::exp_of_negative(x);
        auto const positive = x > V(0);
        V const scale = math::as<V>(1.0507009873554804934193349852946);
        V const low = math::as<V>(1.7580993408473768599402175208123);
        return {.value = math::select(positive, scale * x, low * q.minus_one()),
                .derivative = math::select(positive, scale, low * q.value())};
    }

    /// λα·eˣ for x ≤ 0.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const a = math::abs(x);
        V const low = math::as<V>(1.7580993408473768599402175208123);
        return math::select(x > V(0), V(0), math::decay_times(math::exp_of_negative(x), a, low));
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return math::select(y > V(0), math::as<V>(1.0507009873554804934193349852946),
                            y + math::as<V>(1.7580993408473768599402175208123));
    }
};

} // namespace kernel

inline constexpr function<kernel::selu> selu{};

} // namespace actfn
