// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// smelu(x) = 0 for x ≤ −β, (x + β)²/(4β) between, x for x ≥ β: a relu with a rounded corner;
/// smelu′(x) = clamp((x + β)/(2β), 0, 1). β = 1 is sparse_plus of JAX and Keras.
template <class P = double> struct smelu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "smelu";

    P beta{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .aliases = "sparse_plus",
                .formula = "0 if x <= -beta else (x if x >= beta else (x + beta)**2 / (4 * beta))",
                .derivative = "min(max((x + beta) / (2 * beta), 0), 1)",
                .source = "Shamir, Lin, Coviello 2020, arXiv:2010.09931",
                .lower = 0,
                .left = {0, 0},
                .saturates = {saturation::hard, saturation::none},
                .smoothness = 1,
                .init = init_scheme::he,
                // A root between two floats is not where it is for floats.
                .max_ulp = beta == 1              ? actfn::facts::ulp{2, 1}
                           : core::is_float(beta) ? actfn::facts::ulp{3, 1.5}
                                                  : actfn::facts::not_stated,
                .interval = {-4 * beta, 4 * beta}};
    }

    constexpr void check() const { core::require(beta > 0, name, "beta", beta, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const b = math::as<V>(beta);
        V const z = (x + b) + math::low<V>(beta);
        V const slope = z / (b + b);
        V const y = math::select(x >= b, x, z * (math::as<V>(0.5) * slope));
        auto const zero = x <= -b;
        return {.value = math::select(zero, V(0), y),
                .derivative = math::select(zero, V(0), math::select(x >= b, V(1), slope))};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        V const b = math::as<V>(beta);
        return math::select(y >= b, V(1), math::sqrt(y / b));
    }

    template <real V> ACTFN_INLINE smelu<V> parameter_derivatives(V x) const noexcept {
        V const b = math::as<V>(beta);
        V const rest = math::low<V>(beta);
        V const slope = (((b - x) + rest) / b) * (((b + x) + rest) / b) * math::as<V>(0.25);
        return {.beta = math::select(math::abs(x) < b, slope, math::unless_nan(V(0), x))};
    }
};

} // namespace kernel

inline constexpr function<kernel::smelu<>> smelu{};
inline constexpr auto& sparse_plus = smelu;

} // namespace actfn
