// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// poisson1(x) = (x − 1)·e^−x,  poisson1′(x) = (2 − x)·e^−x. From q = e^−|x|: a product on the
/// right, formed before q becomes subnormal, and a quotient on the left, where e^−x would overflow
/// first.
struct poisson1 {
    static constexpr actfn::facts facts{.name = "poisson1",
                                        .formula = "(x - 1) * exp(-x)",
                                        .derivative = "(2 - x) * exp(-x)",
                                        .source = "mlpack, radial basis function network",
                                        .upper = 0.1353352832366127,
                                        .left = {-actfn::facts::infinity, actfn::facts::infinity},
                                        .right = {0, 0},
                                        .monotone = false,
                                        .max_ulp = {.value = 2.5, .derivative = 2.5},
                                        .interval = {-60, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const q = math::exp_decay(math::abs(x));
        V const z = math::at_most(x, math::as<V>(q.negligible));
        return {.value = times(q, x, z - V(1)), .derivative = times(q, x, V(2) - z)};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const q = math::exp_decay(math::abs(x));
        return times(q, x, math::at_most(x, math::as<V>(q.negligible)) - V(3));
    }

    /// factor·e^−x from q = e^−|x|.
    template <real V>
    ACTFN_INLINE static V times(math::scaled_exp<V> const& q, V x, V factor) noexcept {
        auto const right = x > V(0);
        V const left = factor * V(q.scale_by) / q.scaled();
        return math::select(right, q.scaled_product(factor), left) *
               math::select(right, V(q.unscale_by), V(1));
    }
};

} // namespace kernel

inline constexpr function<kernel::poisson1> poisson1{};

} // namespace actfn
