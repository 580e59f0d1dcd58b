// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/power.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// e^(−z²/2) with z = (x − c)/w,  derivative −z/w·e^(−z²/2): the radial basis function of centre c
/// and width w. w = 1/√2 is gaussian. z is carried as an unevaluated sum, since its error would
/// grow with z² in the tails.
template <class P = double> struct gaussian_rbf {
    static constexpr std::string_view name = "gaussian_rbf";
    static constexpr bool branches_on_parameters = true;

    P c{0};
    P w{1};

    constexpr actfn::facts describe() const {
        return {.name = name,
                .formula = "exp(-((x - c) / w)**2 / 2)",
                .derivative = "-(x - c) / w**2 * exp(-((x - c) / w)**2 / 2)",
                .source = "Broomhead, Lowe 1988",
                .lower = 0,
                .upper = 1,
                .left = {0, 0},
                .right = {0, 0},
                .monotone = false,
                .even = c == 0,
                .lipschitz = 0.6065306597126334 / w,
                // Subnormal numbers are rounded before w divides them.
                .max_ulp = {.value = 1.5, .derivative = c == 0 && w == 1 ? 1.5 : 3 + 0.5 / w},
                .interval = {c - 40 * w, c + 40 * w}};
    }

    constexpr void check() const { core::require(w > 0, name, "w", w, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const z = distance(x);
        auto const q = bell(z);
        return {.value = q.value(), .derivative = -slope(z, q)};
    }

    /// (z² − 1)/w²·e^(−z²/2).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const z = distance(x);
        auto const q = bell(z);
        V const width = math::as<V>(w);
        V const n = math::fma(z.hi + z.hi, z.lo, math::square_less(z.hi, 1.0));
        return within(z, q, (n / width) / width);
    }

    template <real V> ACTFN_INLINE gaussian_rbf<V> parameter_derivatives(V x) const noexcept {
        auto const z = distance(x);
        auto const q = bell(z);
        V const by_c = slope(z, q);
        return {.c = by_c, .w = by_c * (z.hi + z.lo)};
    }

    /// z/w·e^(−z²/2), divided by w before it may become subnormal.
    template <real V>
    ACTFN_INLINE V slope(math::pair<V> const& z, math::scaled_exp<V> const& q) const noexcept {
        return within(z, q, (z.hi + z.lo) / math::as<V>(w));
    }
    /// factor·e^(−z²/2).
    template <real V>
    ACTFN_INLINE V within(math::pair<V> const& z, math::scaled_exp<V> const& q,
                          V factor) const noexcept {
        auto const square = math::two_product(z.hi, z.hi);
        V const half = math::as<V>(0.5);
        if constexpr (std::is_arithmetic_v<P>) {
            if (w > 0.1) return math::decay_times(q, square.hi * half, factor);
        }
        // A large factor counts where q is clamped.
        return math::exp_of_sum(-(square.hi * half), -math::fma(square.lo, half, z.hi * z.lo),
                                factor);
    }
    /// (x − c)/w as an unevaluated sum, within ±40, beyond which e^(−z²/2) is 0.
    template <real V> ACTFN_INLINE math::pair<V> distance(V x) const noexcept {
        V const width = math::as<V>(w);
        auto const d = math::two_sum(x, -math::as<V>(c));
        V const z = math::at_most(math::at_least(d.hi / width, V(-40)), V(40));
        auto const p = math::two_product(z, width);
        V const lacking = ((d.hi - p.hi) - p.lo) + (d.lo - math::low<V>(c));
        V const lo = math::fnma(z, math::low<V>(w), lacking) / width;
        // Meaningless where z was clamped.
        return {z, math::select(math::abs(z) < V(40), lo, V(0))};
    }
    template <real V>
    static ACTFN_INLINE math::scaled_exp<V> bell(math::pair<V> const& z) noexcept {
        auto const square = math::two_product(z.hi, z.hi);
        V const half = math::as<V>(0.5);
        return math::exp_decay(square.hi * half, math::fma(square.lo, half, z.hi * z.lo));
    }
};

} // namespace kernel

inline constexpr function<kernel::gaussian_rbf<>> gaussian_rbf{};

} // namespace actfn
