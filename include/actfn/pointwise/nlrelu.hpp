// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/piecewise.hpp>

#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// nlrelu(x) = log(1 + β·max(0, x)),  derivative β/(1 + β·x) for x > 0, else 0. Far out as log(β) +
/// log(x), since β·x might overflow.
template <class P = double> struct nlrelu {
    static constexpr bool has_constant_piece = true;
    static constexpr bool branches_on_parameters = true;
    static constexpr std::string_view name = "nlrelu";

    P beta{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const flat = beta == 0;
        return {.name = name,
                .aliases = "natural_logarithm_relu",
                .formula = "log1p(beta * max(x, 0))",
                .derivative = "beta / (1 + beta * x) if x > 0 else 0",
                .source = "Liu, Zhang, Wang, Gu 2019, arXiv:1908.03682",
                .lower = 0,
                .upper = flat ? 0 : infinity,
                .left = {0, 0},
                .right = {flat ? 0 : infinity, 0},
                .kinks = flat ? points{} : points{0.0},
                .odd = flat,
                .even = flat,
                .saturates = {saturation::hard, flat ? saturation::hard : saturation::soft},
                .lipschitz = beta,
                .init = init_scheme::he,
                .max_ulp = {.value = beta == 1 ? 2.0 : 3.0, .derivative = beta == 1 ? 2.0 : 3.0},
                .interval = {-20, 1000}};
    }

    constexpr void check() const { core::require(beta >= 0, name, "beta", beta, "at least", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const right = math::select(math::as<V>(beta) == V(0), V(0), slope(x));
        return {.value = value_of(math::at_least(x, V(0))),
                .derivative = math::select(x <= V(0), V(0), math::unless_nan(right, x))};
    }

    /// −(β/(1 + β·x))² for x > 0, else 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const d = at(x).derivative;
        return -(d * d);
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        V const q = math::exp_of_negative(-y).value();
        return math::select(y <= V(0), V(0), math::as<V>(beta) * q);
    }

    /// x/(1 + β·x) for x > 0, else 0.
    template <real V> ACTFN_INLINE nlrelu<V> parameter_derivatives(V x) const noexcept {
        V const r = math::at_least(math::finite(x), V(0));
        V const b = math::as<V>(beta);
        auto const outer = b * r > V(1);
        V const nearby = r / (V(1) + b * math::select(outer, V(0), r));
        V const distant = slope(r) * math::select(outer, r, V(0)) / math::select(outer, b, V(1));
        return {.beta = math::select(outer, distant, nearby)};
    }

    /// 1/(1/β + x).
    template <real V> ACTFN_INLINE V slope(V x) const noexcept {
        return V(1) / (math::as<V>(P(1) / beta) + x);
    }
    template <real V> ACTFN_INLINE V value_of(V r) const noexcept {
        V const b = math::as<V>(beta);
        if constexpr (std::is_arithmetic_v<P>) {
            if (beta == 1) return math::log1p(r);
            if (beta > 1) {
                auto const distant = r > math::as<V>(0x1p60);
                V const near_r = math::select(distant, V(0), r);
                V const nearby = math::log1p(math::fma(b, near_r, math::low<V>(beta) * near_r));
                return math::select(distant, math::log(b) + math::log(r), nearby);
            }
        }
        V const z = math::select(b == V(0), math::finite(r), r);
        return math::log1p(b * z);
    }
};

} // namespace kernel

inline constexpr function<kernel::nlrelu<>> nlrelu{};
inline constexpr auto& natural_logarithm_relu = nlrelu;

} // namespace actfn
