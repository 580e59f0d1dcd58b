// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// step(x) = 1 for x > 0, 0 for x < 0 and `at_zero` at 0 (numpy's heaviside takes it as its second
/// argument; 1/2 is the Fourier choice). The derivative is 0 everywhere: it does not train.
template <class P = double> struct step {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "step";

    P at_zero{0};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .aliases = "heaviside",
                .formula = "1 if x > 0 else (0 if x < 0 else at_zero)",
                .derivative = "0",
                .source = "McCulloch, Pitts 1943, doi:10.1007/BF02478259",
                .lower = (std::min)(0.0, at_zero),
                .upper = (std::max)(1.0, at_zero),
                .left = {0, 0},
                .right = {1, 0},
                .kinks = {0.0},
                .monotone = 0 <= at_zero && at_zero <= 1,
                .saturates = {saturation::hard, saturation::hard},
                .smoothness = -1,
                .lipschitz = actfn::facts::infinity,
                .max_ulp = {.value = core::is_float(at_zero) ? 0 : 0.5, .derivative = 0}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const nan_or_zero = math::unless_nan(V(0), x);
        V const low = math::select(x == V(0), math::as<V>(at_zero), nan_or_zero);
        return {.value = math::select(x > V(0), V(1), low), .derivative = nan_or_zero};
    }

    template <real V> ACTFN_INLINE step<V> parameter_derivatives(V x) const noexcept {
        return {.at_zero = math::indicator(x == V(0), x)};
    }
};

} // namespace kernel

inline constexpr function<kernel::step<>> step{};
inline constexpr auto& heaviside = step;

} // namespace actfn
