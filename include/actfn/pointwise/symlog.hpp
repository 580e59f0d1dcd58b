// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// symlog(x) = sgn(x)·log(1 + |x|),  derivative 1/(1 + |x|): nearly x near 0, nearly the logarithm
/// far out. Its inverse is symexp.
struct symlog {
    static constexpr actfn::facts facts{.name = "symlog",
                                        .formula = "sgn(x) * log1p(abs(x))",
                                        .derivative = "1 / (1 + abs(x))",
                                        .source = "Hafner et al. 2023, arXiv:2301.04104",
                                        .left = {-actfn::facts::infinity, 0},
                                        .right = {actfn::facts::infinity, 0},
                                        .odd = true,
                                        .smoothness = 1,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 1, .derivative = 1.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const u = math::abs(x);
        return {.value = math::mulsign(math::log1p(u), x), .derivative = V(1) / (V(1) + u)};
    }

    /// −sgn(x)/(1 + |x|)².
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const r = V(1) / (V(1) + math::abs(x));
        return math::mulsign(-(r * r), x);
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        return math::exp_decay(math::abs(y)).value();
    }

    template <real V> ACTFN_INLINE static V inverse(V y) noexcept {
        return math::mulsign(math::expm1(math::abs(y)), y);
    }
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        return -math::log1p(math::abs(x));
    }
};

} // namespace kernel

inline constexpr function<kernel::symlog> symlog{};

} // namespace actfn
