// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/atan.hpp>
#include <actfn/math/complex.hpp>
#include <actfn/math/hypot.hpp>
#include <actfn/math/trig.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// The largest whole number in x, for 0 ≤ x far below 1/ε.
template <real V> ACTFN_INLINE V whole(V x) noexcept {
    V const shifter = V(detail::exp_constants<scalar_t<V>>::shifter);
    V const rounded = detail::nearest_sum(x, shifter) - shifter;
    return math::select(rounded > x, rounded - V(1), rounded);
}

/// Which of k equal sectors of the plane holds z, counted from the positive half axis: from 0 to
/// k − 1, as a number. Quadrants are found by sign, so no rounding moves a number across an axis.
template <real V> ACTFN_INLINE V sector(complex<V> z, polar_parts<V> const& p, V k) noexcept {
    constexpr double two_over_pi = 0.63661977236758134308;
    // A quadrant owns the half axis where it begins.
    V const zero = V(0);
    V const above = math::select(z.re > zero, zero, V(1));
    V const below = math::select(z.re < zero, V(2), V(3));
    V const on_axis = math::select(z.re < zero, V(2), zero);
    V const quadrant = math::select(z.im > zero, above, math::select(z.im < zero, below, on_axis));
    // The share of the quadrant, below 1, from the tangent with its first half axis.
    V const a = math::abs(p.re);
    V const b = math::abs(p.im);
    auto const even = math::abs(quadrant - V(1)) == V(1);
    V const along = math::select(even, a, b);
    V const off = math::select(even, b, a);
    auto const steep = off > along;
    V const longer = math::select(steep, off, along);
    V const s = math::select(steep, along, off) / math::select(longer > zero, longer, V(1));
    V const half = math::as<V>(0.5);
    V const angle = math::select(s == V(1), half, math::as<V>(two_over_pi) * math::atan_unit(s));
    V const most = V(1 - 4 * std::numeric_limits<scalar_t<V>>::epsilon());
    V const share = math::at_most(math::select(steep, V(1) - angle, angle), most);
    // Whole sectors in the quadrants before come first.
    V const quarter = math::as<V>(0.25) * k;
    V const before = quadrant * quarter;
    V const passed = math::whole(before);
    return passed + math::whole((before - passed) + share * quarter);
}

/// e^(2πi·j/k) for 0 ≤ j ≤ k; exact on the axes.
template <real V> ACTFN_INLINE complex<V> root_of_unity(V j, V k) noexcept {
    constexpr double half_pi = 1.57079632679489661923;
    V const quarters = V(4) * j;
    V const nearest = math::whole(quarters / k + math::as<V>(0.5));
    trig_parts<V> const t(math::as<V>(half_pi) * ((quarters - nearest * k) / k));
    V const c = t.cosine();
    V const s = t.sine();
    auto const odd = math::abs(nearest - V(2)) == V(1);
    auto const left = math::abs(math::as<V>(1.5) - nearest) < V(1);
    auto const lower = math::abs(math::as<V>(2.5) - nearest) < V(1);
    V const re = math::select(odd, s, c);
    V const im = math::select(odd, c, s);
    return {math::select(left, -re, re), math::select(lower, -im, im)};
}

} // namespace actfn::math
