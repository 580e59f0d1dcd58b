// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// softsign(x) = x/(1 + |x|),  softsign′(x) = 1/(1 + |x|)².
/// ∞/∞ is avoided by the largest finite number, whose quotient is 1 already.
struct softsign {
    static constexpr actfn::facts facts{.name = "softsign",
                                        .aliases = "soft_sign elliot",
                                        .formula = "x / (1 + abs(x))",
                                        .derivative = "1 / (1 + abs(x))**2",
                                        .source = "Elliott 1993",
                                        .lower = -1,
                                        .upper = 1,
                                        .left = {-1, 0},
                                        .right = {1, 0},
                                        .odd = true,
                                        .smoothness = 1,
                                        .lipschitz = 1,
                                        .max_ulp = {.value = 1.5, .derivative = 3.5},
                                        .interval = {-1000, 1000}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const z = math::finite(x);
        V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
        V const d = math::at_most(V(1) + math::abs(z), most); // where 1 rounds it up, too
        V const r = V(1) / d;
        return {.value = z / d, .derivative = r * r};
    }

    template <real V> ACTFN_INLINE static V derivative_from_output(V y) noexcept {
        V const r = V(1) - math::abs(y);
        return r * r;
    }

    /// y/(1 − |y|).
    template <real V> ACTFN_INLINE static V inverse(V y) noexcept {
        V const rest = V(1) - math::abs(y);
        return math::defined_where(rest >= V(0), y / rest);
    }
    /// −2·log(1 + |x|).
    template <real V> ACTFN_INLINE static V log_derivative(V x) noexcept {
        V const l = math::log1p(math::abs(x));
        return -(l + l);
    }
};

} // namespace kernel

inline constexpr function<kernel::softsign> softsign{};
inline constexpr auto& soft_sign = softsign;
inline constexpr auto& elliot = softsign;

} // namespace actfn
