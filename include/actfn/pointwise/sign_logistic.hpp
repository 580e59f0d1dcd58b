// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/surrogate.hpp>

namespace actfn {

namespace kernel {

/// sign(x) = 1 for x > 0, −1 for x < 0;  in place of its derivative that of tanh(kx/2),
/// 2kσ(kx)σ(−kx), whose area is 2.
template <class P = double> struct sign_logistic {
    static constexpr actfn::facts facts{.name = "sign_logistic",
                                        .formula = "sgn(x)",
                                        .derivative =
                                            "2 * k * exp(-k * abs(x)) / (1 + exp(-k * abs(x)))**2",
                                        .source = "Neftci, Mostafa, Zenke 2019, arXiv:1901.09948",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .kinks = {0.0},
                                        .odd = true,
                                        .saturates = {saturation::soft, saturation::soft},
                                        .smoothness = -1,
                                        .lipschitz = actfn::facts::infinity,
                                        .max_ulp = {.value = 0, .derivative = 2.5},
                                        .surrogate = true};

    P k{1};

    constexpr void check() const { core::require(k > 0, facts.name, "k", k, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        return {.value = math::sign(x), .derivative = V(2) * math::logistic_slope(x, k)};
    }
};

} // namespace kernel

inline constexpr function<kernel::sign_logistic<>> sign_logistic{};

} // namespace actfn
