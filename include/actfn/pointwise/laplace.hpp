// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/erf.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// laplace(x) = Φ((x − μ)/σ),  derivative φ((x − μ)/σ)/σ: near squared_relu, yet bounded. z = (x −
/// μ)/σ is carried as an unevaluated sum, since its error would grow with z² in the tails.
template <class P = double> struct laplace {
    static constexpr std::string_view name = "laplace";

    P mu{0.70710678118654752440};
    P sigma{0.28209479177387814347};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "Phi((x - mu) / sigma)",
                .derivative = "phi((x - mu) / sigma) / sigma",
                .source = "Ma et al. 2022, arXiv:2209.10655",
                .lower = 0,
                .upper = 1,
                .left = {0, 0},
                .right = {1, 0},
                .lipschitz = 0.39894228040143268 / sigma,
                // Subnormal numbers are rounded before σ divides them.
                .max_ulp = {.value = 4, .derivative = 4},
                .interval = {mu - 40 * sigma, mu + 40 * sigma}};
    }

    constexpr void check() const {
        core::require(sigma > 0, name, "sigma", sigma, "greater than", 0);
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const z = distance(x);
        auto const n = math::normal(z.hi);
        return {.value = math::fma(n.pdf(), z.lo, n.cdf()),
                .derivative = density(n, z, V(1) / math::as<V>(sigma))};
    }

    /// −z·φ(z)/σ².
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const z = distance(x);
        V const s = math::as<V>(sigma);
        return density(math::normal(z.hi), z, (-(z.hi + z.lo) / s) / s);
    }

    template <real V> ACTFN_INLINE laplace<V> parameter_derivatives(V x) const noexcept {
        auto const z = distance(x);
        auto const n = math::normal(z.hi);
        V const by_mu = V(-1) / math::as<V>(sigma);
        return {.mu = density(n, z, by_mu), .sigma = density(n, z, by_mu * (z.hi + z.lo))};
    }

    /// factor·φ(z).
    template <real V>
    static ACTFN_INLINE V density(math::normal_parts<V> const& n, math::pair<V> const& z,
                                  V factor) noexcept {
        return n.pdf_times(math::fnma(factor, z.hi * z.lo, factor));
    }
    /// z as an unevaluated sum, within ±40, beyond which φ is 0.
    template <real V> ACTFN_INLINE math::pair<V> distance(V x) const noexcept {
        V const s = math::as<V>(sigma);
        auto const close = math::two_sum(math::finite(x), -math::as<V>(mu));
        auto const d = math::two_sum(close.hi, close.lo - math::low<V>(mu));
        V const z = math::at_most(math::at_least(d.hi / s, V(-40)), V(40));
        auto const p = math::two_product(z, s);
        V const lacking = ((d.hi - p.hi) - p.lo) + d.lo;
        V const lo = math::fnma(z, math::low<V>(sigma), lacking) / s;
        // Meaningless where z was clamped.
        return {z, math::select(math::abs(z) < V(40), lo, V(0))};
    }
};

} // namespace kernel

inline constexpr function<kernel::laplace<>> laplace{};

} // namespace actfn
