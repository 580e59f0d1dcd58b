// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// shifted_softplus(x) = log(1 + eˣ) − log(2), 0 at 0;  its derivative is σ(x).
/// max(x, 0) + log(1 − h) with h = (1 − e^−|x|)/2: softplus minus log(2) would cancel near 0.
struct shifted_softplus {
    static constexpr actfn::facts facts{.name = "shifted_softplus",
                                        .aliases = "ssp",
                                        .formula = "max(x, 0) + log1p(expm1(-abs(x)) / 2)",
                                        .derivative = "logistic(x)",
                                        .source = "Schuett et al. 2017, arXiv:1706.08566",
                                        .lower = -0.69314718055994531,
                                        .left = {-0.69314718055994531, 0},
                                        .init = init_scheme::he,
                                        .max_ulp = {.value = 2, .derivative = 2.5},
                                        .interval = {-120, 120}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const s = math::logistic(x);
        V const h = s.q.minus_one() * math::as<V>(0.5);
        V const linear = math::select(x > V(0), x, V(0));
        return {.value = math::unless_zero(linear + math::log1p(h), x), .derivative = s.value()};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return math::logistic(x).slope();
    }
};

} // namespace kernel

inline constexpr function<kernel::shifted_softplus> shifted_softplus{};
inline constexpr auto& ssp = shifted_softplus;

} // namespace actfn
