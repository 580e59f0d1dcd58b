// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/inverse.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// affine(x) = α·x + β,  derivative α.
template <class P = double> struct affine {
    static constexpr std::string_view name = "affine";

    P alpha{1};
    P beta{-0.0}; // keeps the sign of a zero

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const flat = alpha == 0;
        double const end = alpha > 0 ? infinity : -infinity;
        saturation const ends = flat ? saturation::hard : saturation::none;
        return {.name = name,
                .formula = "alpha * x + beta",
                .derivative = "alpha",
                .source = "Widrow, Hoff 1960",
                .lower = flat ? beta : -infinity,
                .upper = flat ? beta : infinity,
                .left = {flat ? beta : -end, alpha},
                .right = {flat ? beta : end, alpha},
                .monotone = alpha >= 0,
                .odd = beta == 0,
                .even = flat,
                .saturates = {ends, ends},
                .lipschitz = (std::max)(alpha, -alpha),
                .init = init_scheme::lecun,
                // With beta the terms may cancel.
                .max_ulp = beta == 0 ? actfn::facts::ulp{alpha == 1 ? 0.5 : 1.5, 0.5}
                                     : actfn::facts::not_stated};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const a = math::as<V>(alpha);
        V const b = math::as<V>(beta);
        V const z = math::select(a == V(0), math::finite(x), x);
        return {.value = math::fma(a, z, b), .derivative = math::unless_nan(a, x)};
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        return math::unless_nan(math::as<V>(alpha), y);
    }

    template <real V> ACTFN_INLINE affine<V> parameter_derivatives(V x) const noexcept {
        return {.alpha = x, .beta = math::unless_nan(V(1), x)};
    }

    /// (y − β)/α.
    template <real V> ACTFN_INLINE V inverse(V y) const noexcept {
        V const a = math::as<V>(alpha);
        V const b = math::as<V>(beta);
        auto const d = math::two_sum(y, -b);
        auto const u = math::quotient(math::select(b == V(0), y, d.hi), alpha);
        V const rest = (d.lo - math::low<V>(beta)) / a + u.lo;
        // At infinity it is NaN.
        V const x = u.hi + math::select(rest == rest, rest, V(0));
        return math::defined_where(a != V(0), math::select(rest == V(0), u.hi, x));
    }
    /// log |α|.
    template <real V> ACTFN_INLINE V log_derivative(V x) const noexcept {
        V const log = math::log(math::abs(math::as<V>(alpha)) + math::mulsign(V(0), x));
        return math::unless_nan(log, x);
    }
};

} // namespace kernel

inline constexpr function<kernel::affine<>> affine{};

} // namespace actfn
