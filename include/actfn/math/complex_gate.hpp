// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/wirtinger.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// For the derivative of complex_gate.
template <class T> constexpr T share_of_gate = sizeof(T) == 4 ? T(0x1p64) : T(0x1p500);

} // namespace detail

/// z·σ(t), and σ(t)·(1 + z·t′·σ(−t)) for t′·z = slope_times_z.
template <real V>
ACTFN_INLINE holomorphic_jet<V> complex_gate(complex<V> z, complex<V> slope_times_z,
                                             complex_logistic_parts<V> const& s) noexcept {
    complex<V> const right = s.right();
    complex<V> const left = s.left();
    complex<V> const one = {V(1), V(0)};
    complex<V> const none = {V(0), V(0)};
    auto const distant = s.q.x < V(-wide_exp<V>::reach);
    complex<V> const at = math::select(distant, one, z);
    complex<V> const value = math::select(s.negative, s.q.times(at * left), at * right);
    // A share of it, for which no product overflows: numbers keep off the poles of σ, so |σ| is
    // below 2⁶³, or 2³¹ for floats.
    constexpr auto most = detail::share_of_gate<scalar_t<V>>;
    auto const large = math::at_least(math::abs(z.re), math::abs(z.im)) > V(most);
    V const share = math::select(large, V(1 / most), math::as<V>(0.125));
    complex<V> const more = math::select(distant, none, share * slope_times_z);
    complex<V> const product = more * math::select(s.negative, right, left);
    complex<V> const inner = complex<V>{share, V(0)} + product;
    complex<V> const outer = math::select(s.negative, left * inner, product * right);
    complex<V> const tiny = s.q.times(outer, math::select(large, V(most), V(8)));
    complex<V> const slope = math::select(s.negative, tiny, right + tiny);
    complex<V> const end = math::select(s.negative, none, z);
    complex<V> const slope_end = math::select(s.negative, none, one);
    return {math::unless_nan(math::select(distant, end, value), z),
            math::unless_nan(math::select(distant, slope_end, slope), z)};
}

} // namespace actfn::math
