// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/normal_loss.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// The mean of max(0, x + sd·ξ), ξ standard normal: x·Φ(x/sd) + sd·φ(x/sd),
/// derivative Φ(x/sd). The two terms cancel on the left; a function of its own
/// holds the tail.
template <class P = double> struct noisy_relu_mean {
    static constexpr std::string_view name = "noisy_relu_mean";
    static constexpr bool branches_on_parameters = true;

    P sd{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "x * Phi(x / sd) + sd * phi(x / sd)",
                .derivative = "Phi(x / sd)",
                .source = "Nair, Hinton 2010",
                .lower = 0,
                .left = {0, 0},
                .init = init_scheme::he,
                .max_ulp = {.value = sd == 1 ? 4.5 : 5.0, .derivative = 3},
                .interval = {-40 * sd, 40 * sd}};
    }

    constexpr void check() const { core::require(sd > 0, name, "sd", sd, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const z = math::quotient(x, sd);
        auto const n = math::normal(z.hi);
        V const y = math::at_least(x, V(0)) + math::normal_excess(z.hi, z.lo, sd);
        return {.value = y, .derivative = n.pdf_times(z.lo) + n.cdf()};
    }

    /// φ(x/sd)/sd.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const z = math::quotient(x, sd);
        auto const n = math::normal(z.hi);
        return n.pdf_times(math::fnma(n.u, math::mulsign(z.lo, z.hi), V(1)) / math::as<V>(sd));
    }

    template <real V> ACTFN_INLINE noisy_relu_mean<V> parameter_derivatives(V x) const noexcept {
        return {.sd = math::normal(math::quotient(x, sd).hi).pdf()};
    }
};

} // namespace kernel

inline constexpr function<kernel::noisy_relu_mean<>> noisy_relu_mean{};

} // namespace actfn
