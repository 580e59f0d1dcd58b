// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>

namespace actfn {

namespace kernel {

/// elu(x) = x for x > 0, else α·(eˣ − 1);  elu′(x) = 1 or α·eˣ, α at 0 (PyTorch, JAX, oneDNN).
/// expm1 and exp of −|x| come from one reduction; neither overflows for x > 0.
template <class P = double> struct elu {
    static constexpr actfn::facts facts{.name = "elu",
                                        .formula = "x if x > 0 else alpha * expm1(x)",
                                        .derivative = "1 if x > 0 else alpha * exp(x)",
                                        .source = "Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289",
                                        .lower = -1,
                                        .left = {-1, 0},
                                        .smoothness = 1,
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 1.5, .derivative = 1.5},
                                        .interval = {-120, 20}};

    P alpha{1};

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const q = math::exp_decay(math::abs(x));
        auto const positive = x > V(0);
        V const a = math::as<V>(alpha);
        return {.value = math::select(positive, x, a * q.minus_one()),
                .derivative = math::select(positive, V(1), a * q.value())};
    }

    /// For α ≥ 0; y + α has absolute accuracy in the far tail.
    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::select(y > V(0), V(1), y + math::as<V>(alpha));
    }

    template <real V> ACTFN_INLINE elu<V> parameter_derivatives(V x) const noexcept {
        auto const q = math::exp_decay(math::abs(x));
        return {.alpha = math::select(x > V(0), V(0), q.minus_one())};
    }
};

} // namespace kernel

inline constexpr function<kernel::elu<>> elu{};

} // namespace actfn
