// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// srelu(x) = x between tl and tr, tl + al·(x − tl) up to tl, tr + ar·(x − tr) from tr on;
/// derivative 1, al or ar, the kinks belonging to the outer branches: s-shaped relu, all four
/// learned per channel.
template <class P = double> struct srelu {
    static constexpr std::string_view name = "srelu";

    P tl{-1};
    P al{0.25};
    P tr{1};
    P ar{0.25};

    constexpr actfn::facts describe() const {
        points kinks;
        if (al != 1) kinks.at[kinks.count++] = tl;
        if (ar != 1) kinks.at[kinks.count++] = tr;
        bool const joined = kinks.count == 2 && tl == tr;
        if (joined) kinks.count = 1;
        // No terms cancel in the outer branches.
        bool const adds = al >= 0 && ar >= 0 && tl <= 0 && tr >= 0;
        double const left = at_left(-actfn::facts::infinity);
        double const right = at_right(actfn::facts::infinity);
        bool const slope_between = tl < tr;
        return {.name = name,
                .formula =
                    "tr + ar * (x - tr) if x >= tr else tl + al * (x - tl) if x <= tl else x",
                .derivative = "ar if x >= tr else al if x <= tl else 1",
                .source = "Jin et al. 2016, arXiv:1512.07030",
                .lower = (std::min)({left, right, tl, tr}),
                .upper = (std::max)({left, right, tl, tr}),
                .left = {left, al},
                .right = {right, ar},
                .kinks = joined && al == ar ? points{} : kinks,
                .monotone = al >= 0 && ar >= 0,
                .odd = al == ar && tl == -tr,
                .even = tl == 0 && tr == 0 && al == -ar,
                .saturates = {al == 0 ? saturation::hard : saturation::none,
                              ar == 0 ? saturation::hard : saturation::none},
                .lipschitz = (std::max)({slope_between ? 1.0 : 0.0, al, -al, ar, -ar}),
                .init = init_scheme::he,
                .max_ulp = adds ? actfn::facts::ulp{2.5, 0.5} : actfn::facts::not_stated,
                .interval = {(std::min)(-4.0, 2 * tl), (std::max)(4.0, 2 * tr)}};
    }
    constexpr double at_left(double x) const noexcept { return al == 0 ? tl : al * x; }
    constexpr double at_right(double x) const noexcept { return ar == 0 ? tr : ar * x; }

    constexpr void check() const { core::require(tl <= tr, name, "tl", tl, "at most tr =", tr); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const a = math::as<V>(al);
        V const b = math::as<V>(ar);
        V const below = math::as<V>(tl) + math::times_slope(beyond(x, tl), a);
        V const above = math::as<V>(tr) + math::times_slope(beyond(x, tr), b);
        auto const right = x >= math::crossing_at<V>(tr).last;
        auto const left = x <= math::crossing_at<V>(tl).first;
        V const inner = math::unless_nan(V(1), x);
        return {.value = math::select(right, above, math::select(left, below, x)),
                .derivative = math::select(right, b, math::select(left, a, inner))};
    }

    template <real V> ACTFN_INLINE srelu<V> parameter_derivatives(V x) const noexcept {
        V const zero = math::unless_nan(V(0), x);
        auto const right = x >= math::crossing_at<V>(tr).last;
        auto const left = (x <= math::crossing_at<V>(tl).first) && !right;
        return {.tl = math::select(left, math::as<V>(P(1) - al), zero),
                .al = math::select(left, beyond(x, tl), zero),
                .tr = math::select(right, math::as<V>(P(1) - ar), zero),
                .ar = math::select(right, beyond(x, tr), zero)};
    }

    /// x − kink.
    template <real V> static ACTFN_INLINE V beyond(V x, P const& kink) noexcept {
        return (x - math::as<V>(kink)) - math::low<V>(kink);
    }
};

} // namespace kernel

inline constexpr function<kernel::srelu<>> srelu{};

} // namespace actfn
