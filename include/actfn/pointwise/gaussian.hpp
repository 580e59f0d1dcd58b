// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/erf.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gaussian(x) = e^−x²,  gaussian′(x) = −2x·e^−x² (mlpack). The other width, e^−x²/2, is
/// gaussian_rbf. What rounding takes from x² is kept: its error would grow with x².
struct gaussian {
    static constexpr actfn::facts facts{.name = "gaussian",
                                        .formula = "exp(-x**2)",
                                        .derivative = "-2 * x * exp(-x**2)",
                                        .source = "Broomhead, Lowe 1988",
                                        .lower = 0,
                                        .upper = 1,
                                        .left = {0, 0},
                                        .right = {0, 0},
                                        .monotone = false,
                                        .even = true,
                                        .lipschitz = 0.8577638849607069,
                                        .max_ulp = {.value = 1.5, .derivative = 1.5},
                                        .interval = {-28, 28}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const [u, q] = math::square_decay(x);
        return {.value = q.value(),
                .derivative = math::mulsign(q.unscale(q.scaled_product(V(-2) * u)), x)};
    }

    /// (4x² − 2)·e^−x².
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const a = math::abs(x);
        V const z = math::at_most(a, V(28));
        auto const square = math::two_product(z, z);
        auto const q = math::exp_decay(square.hi, square.lo);
        V const n = V(4) * math::square_less(z, 0.5);
        return q.unscale(q.scaled_product(math::select(a >= V(28), V(0), n)));
    }
};

} // namespace kernel

inline constexpr function<kernel::gaussian> gaussian{};

} // namespace actfn
