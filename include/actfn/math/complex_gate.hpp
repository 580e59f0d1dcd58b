// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/wirtinger.hpp>

namespace actfn::inline ACTFN_ABI::math {

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
    // An eighth of it, which does not overflow between.
    V const eighth = math::as<V>(0.125);
    complex<V> const more = math::select(distant, none, eighth * slope_times_z);
    auto const saturated = [](complex<V> w) ACTFN_LAMBDA_INLINE {
        return complex<V>{math::finite(w.re), math::finite(w.im)}; // inf − inf would be NaN
    };
    complex<V> const product = saturated(more * math::select(s.negative, right, left));
    complex<V> const inner = saturated(complex<V>{eighth, V(0)} + product);
    complex<V> const outer = math::select(s.negative, left * inner, product * right);
    complex<V> const tiny = s.q.times(outer, V(8));
    complex<V> const slope = math::select(s.negative, tiny, right + tiny);
    complex<V> const end = math::select(s.negative, none, z);
    complex<V> const slope_end = math::select(s.negative, none, one);
    return {math::unless_nan(math::select(distant, end, value), z),
            math::unless_nan(math::select(distant, slope_end, slope), z)};
}

} // namespace actfn::math
