// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// symexp(x) = sgn(x)·(e^|x| − 1),  derivative e^|x|: the inverse of symlog.
struct symexp {
    static constexpr double infinity = actfn::facts::infinity;
    static constexpr actfn::facts facts{.name = "symexp",
                                        .formula = "sgn(x) * expm1(abs(x))",
                                        .derivative = "exp(abs(x))",
                                        .source = "Hafner et al. 2023, arXiv:2301.04104",
                                        .left = {-infinity, infinity},
                                        .right = {infinity, infinity},
                                        .odd = true,
                                        .smoothness = 1,
                                        .lipschitz = infinity,
                                        .max_ulp = {.value = 2, .derivative = 1},
                                        .interval = {-80, 80}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const u = math::abs(x);
        return {.value = math::mulsign(math::expm1(u), x), .derivative = math::exp(u)};
    }

    /// sgn(x)·e^|x|.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        return math::mulsign(math::exp(math::abs(x)), x);
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return V(1) + math::abs(y);
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept {
        return math::mulsign(math::log1p(math::abs(y)), y);
    }
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept { return math::abs(x); }
};

} // namespace kernel

inline constexpr function<kernel::symexp> symexp{};

} // namespace actfn
