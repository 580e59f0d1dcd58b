// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

namespace actfn::math {

/// σ(t) = 1/(1 + e^−t), σ(−t) and products with them, from one q = e^−|t|; each keeps relative
/// accuracy in its tail. A quotient is formed last: one rounding less than with a reciprocal.
template <class V> struct logistic_parts {
    V magnitude; // |t|
    decltype(magnitude < magnitude) negative;
    decay<V> q;
    V denominator; // 1 + q

    // Members are built in place: gcc moves a copied struct of registers through memory.
    template <class... Lo>
    ACTFN_INLINE explicit logistic_parts(V t, Lo... lo) noexcept
        : magnitude(math::abs(t)), negative(t <= V(0)),
          q(math::exp_decay(magnitude, math::select(negative, -lo, lo)...)),
          denominator(q.plus_one()) {}

    ACTFN_INLINE V value() const noexcept {
        return math::select(negative, q.value(), V(1)) / denominator;
    }
    /// σ(−t) = 1 − σ(t).
    ACTFN_INLINE V complement() const noexcept {
        return math::select(negative, V(1), q.value()) / denominator;
    }
    /// σ′(t) = σ(t)·σ(−t).
    ACTFN_INLINE V slope() const noexcept { return q.value() / square(); }

    /// x·σ(t), with its limit 0 at t → −∞ and full accuracy where σ(t) is subnormal:
    /// the larger part of x, or of x·q, minus what the factor 1 − q/(1 + q) takes away.
    ACTFN_INLINE V times(V x) const noexcept {
        V const z = unsaturated(x);
        V const part = math::select(negative, q.enlarged_times(z), z);
        V const whole = math::select(negative, part, x);
        V const y = math::fnma(part, q.value() / denominator, whole);
        return math::select(negative, decay<V>::shrink(y), y);
    }
    /// x·σ′(t), with its limit 0 on both sides.
    ACTFN_INLINE V slope_times(V x) const noexcept {
        return decay<V>::shrink(q.enlarged_times(unsaturated(x)) / square());
    }
    /// σ(t) + x·σ′(t), the derivative of a gated function, with its limits 0 and 1.
    ACTFN_INLINE V plus_slope_times(V x) const noexcept {
        V const z = unsaturated(x);
        V const n = math::select(negative, q.enlarged_times(denominator + z),
                                 math::fma(q.value(), z, denominator));
        V const y = n / square();
        return math::select(negative, decay<V>::shrink(y), y);
    }

    /// (1 + q)², rounded once where q is small.
    ACTFN_INLINE V square() const noexcept {
        V const e = q.value();
        return math::fma(e, e + V(2), V(1));
    }
    /// Where products with the smaller of σ(t), σ(−t) are 0.
    ACTFN_INLINE auto saturated() const noexcept {
        return magnitude > math::as<V>(decay<V>::negligible);
    }
    ACTFN_INLINE V unsaturated(V x) const noexcept {
        return math::select(saturated(), V(0), x);
    }
};

/// For t + lo, where lo is what rounding took from t.
template <real V, class... Lo>
ACTFN_INLINE logistic_parts<V> logistic(V t, Lo... lo) noexcept {
    return logistic_parts<V>(t, lo...);
}

} // namespace actfn::math
