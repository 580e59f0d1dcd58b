// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

/// Factors of second derivatives, accurate beside their roots.
namespace actfn::inline ACTFN_ABI::math {

/// c where products with e^−a count, else 0: exp_decay clamps a there.
template <real V> ACTFN_INLINE V unless_negligible(V c, V a) noexcept {
    return math::select(a > math::as<V>(scaled_exp<V>::negligible), V(0), c);
}

/// c·e^−a from q = e^−a, with no rounding where e^−a is subnormal.
template <real V> ACTFN_INLINE V decay_times(scaled_exp<V> const& q, V a, V c) noexcept {
    return scaled_exp<V>::unscale(q.scaled_product(math::unless_negligible(c, a)));
}

/// c·σ″(t) = −c·tanh(t/2)·σ′(t) from q = e^−|t|. The difference σ(−t) − σ(t) has no relative
/// accuracy for small t.
template <real V>
ACTFN_INLINE V logistic_curvature(scaled_exp<V> const& q, V t, V c = V(1)) noexcept {
    V const factor = math::unless_negligible(-(c * math::half_tanh(q)), math::abs(t));
    return math::times_bell(q, math::mulsign(factor, t));
}

namespace detail {

/// 1/(n + 2)! for n = 0, 1, ...
template <class T> struct exp_tail_series;
template <> struct exp_tail_series<float> {
    template <real V> ACTFN_INLINE static V at(V x) noexcept {
        return math::polynomial(x, as<V>(0.5), as<V>(1.0 / 6), as<V>(1.0 / 24), as<V>(1.0 / 120),
                                as<V>(1.0 / 720), as<V>(1.0 / 5040), as<V>(1.0 / 40320));
    }
};
template <> struct exp_tail_series<double> {
    template <real V> ACTFN_INLINE static V at(V x) noexcept {
        return math::polynomial(x, as<V>(0.5), as<V>(1.0 / 6), as<V>(1.0 / 24), as<V>(1.0 / 120),
                                as<V>(1.0 / 720), as<V>(1.0 / 5040), as<V>(1.0 / 40320),
                                as<V>(1.0 / 362880), as<V>(1.0 / 3628800), as<V>(1.0 / 39916800),
                                as<V>(1.0 / 479001600), as<V>(1.0 / 6227020800.0),
                                as<V>(1.0 / 87178291200.0));
    }
};

} // namespace detail

/// (eˣ − 1 − x)/x² with relative accuracy, from its series: the polynomials of eˣ are accurate
/// beside 1 + x only. Error: 1.5 ULP. Domain: |x| ≤ 0.35.
template <real V> ACTFN_INLINE V exp_tail(V x) noexcept {
    return detail::exp_tail_series<scalar_t<V>>::at(x);
}

namespace detail {

/// (2 − a) + (2 + a)·q − lo, q = e^−(a + lo). Beside the root what is summed before the last step
/// has no rounding error.
template <real V, class... Lo>
ACTFN_INLINE V gate_bend(scaled_exp<V> const& q, V a, Lo... lo) noexcept {
    V const s = scaled_exp<V>::unscale(q.scale);
    V const z = a * s;
    V const head = ((V(2) - a) + (s + s)) + z;
    return math::fma(z + (s + s), q.w, (head - ... - lo));
}
template <class V, class... Lo>
ACTFN_INLINE dual<V> gate_bend(scaled_exp<dual<V>> const& q, dual<V> a, Lo... lo) noexcept {
    V const e = q.at.value();
    V const growth = (a.value + V(2)) * (e * q.slope);
    return {detail::gate_bend(q.at, a.value, lo.value...),
            math::fnma(a.tangent, q.at.one_minus(), growth)};
}

} // namespace detail

/// c·(t·σ(t))″ = c·σ′(t)·(2 − a·tanh(a/2)) with a = |t|, from q = e^−(a + lo): the factor is
/// (2 − a + (2 + a)·q)/(1 + q).
template <real V, class... Lo>
ACTFN_INLINE V gate_curvature(scaled_exp<V> const& q, V t, V c, Lo... lo) noexcept {
    V const a = math::abs(t);
    V const factor = math::unless_negligible(c, a) / q.plus_one();
    V const nearby = math::at_most(a, math::as<V>(scaled_exp<V>::negligible));
    return math::times_bell(q, factor * detail::gate_bend(q, nearby, lo...));
}

/// x² − c with relative accuracy. Domain: x² does not overflow.
template <real V> ACTFN_INLINE V square_less(V x, double c, double c_rest = 0) noexcept {
    auto const square = math::two_product(x, x);
    return (square.hi - math::as<V>(c)) + ((square.lo - math::low<V>(c)) - math::as<V>(c_rest));
}

} // namespace actfn::math
