// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// σ(t) = 1/(1 + e^−t), σ(−t) and products with them; each keeps relative accuracy in its tail.
/// Values use 1 + e^−t, derivatives q = e^−|t|; what a caller does not use is not computed.
template <class V> struct logistic_parts {
    using primal = decltype(math::primal(V(0)));

    V t;
    V magnitude; // |t|
    decltype(magnitude < magnitude) negative;
    scaled_exp<V> q;
    one_plus_exp<primal> sum;

    // Members are built in place: gcc moves a copied struct of registers through memory.
    template <class... Lo>
    ACTFN_INLINE explicit logistic_parts(V at, Lo... lo) noexcept
        : t(at),
          magnitude(math::abs(at)),
          negative(at <= V(0)),
          q(math::exp_decay(magnitude, math::select(negative, -lo, lo)...)),
          sum(math::primal(at), math::primal(lo)...) {}

    /// σ(t). Error: 2.5 ULP.
    ACTFN_INLINE V value() const noexcept {
        return with_slope(primal(sum.one) / sum.shrunken, V(1));
    }
    /// σ(t) from q: costs less together with a slope.
    ACTFN_INLINE V value_beside_slope() const noexcept {
        return math::select(negative, q.scaled(), V(q.scale_by)) / q.scaled_plus_one();
    }
    /// σ(−t) = 1 − σ(t).
    ACTFN_INLINE V complement() const noexcept {
        return math::select(negative, V(q.scale_by), q.scaled()) / q.scaled_plus_one();
    }
    /// σ′(t) = σ(t)·σ(−t). Error: 4 ULP.
    ACTFN_INLINE V slope() const noexcept { return math::bell(q, q.scaled()); }

    /// t·σ(t), with its limit 0 at −∞ and full accuracy where σ(t) is subnormal. Error: 2.5 ULP.
    ACTFN_INLINE V gate() const noexcept {
        primal const y = sum.clamped / sum.shrunken;
        return with_slope(math::fma(y, primal(sum.one), -(sum.clamped - sum.least)), t);
    }
    /// x·σ(t), as above.
    ACTFN_INLINE V times(V x) const noexcept {
        // The quotient by `shrunken` is enlarged: a large x is shrunken first.
        primal const z = unless_vanished(x);
        auto const large = math::abs(z) > primal(1);
        primal const before = math::select(large, primal(sum.one), primal(1));
        primal const after = math::select(large, primal(1), primal(sum.one));
        return with_limit(x, z * before / sum.shrunken * after);
    }
    /// The same where |x| is at most 2⁶⁰ for t between its two limits; costs less.
    ACTFN_INLINE V bounded_times(V x) const noexcept {
        return with_limit(x, unless_vanished(x) / sum.shrunken * primal(sum.one));
    }

    /// (t·σ(t))′ = σ(t) + t·σ′(t), with its limits 0 and 1. Error: 5 ULP of the larger of it and
    /// σ(t).
    ACTFN_INLINE V gate_slope() const noexcept {
        return select_tail(math::at_most(magnitude, math::as<V>(scaled_exp<V>::negligible)));
    }
    /// x·σ′(t), with its limit 0 on both sides.
    ACTFN_INLINE V slope_times(V x) const noexcept { return math::times_bell(q, unsaturated(x)); }
    /// σ(t) + x·σ′(t), the derivative of a gated function, with its limits 0 and 1.
    ACTFN_INLINE V plus_slope_times(V x) const noexcept {
        V const z = unsaturated(x);
        return select_tail(math::select(negative, -z, z));
    }

    /// Where products with the smaller of σ(t), σ(−t) are 0.
    ACTFN_INLINE auto saturated() const noexcept {
        return magnitude > math::as<V>(scaled_exp<V>::negligible);
    }
    /// x, but 0 where saturated().
    ACTFN_INLINE V unsaturated(V x) const noexcept { return math::select(saturated(), V(0), x); }

  private:
    /// The number in x, but 0 where x·σ(t) is.
    ACTFN_INLINE primal unless_vanished(V x) const noexcept {
        return math::select(math::primal(t) < primal(-scaled_exp<primal>::negligible), primal(0),
                            math::primal(x));
    }
    /// x where σ(t) is 1, else y.
    ACTFN_INLINE V with_limit(V x, primal y) const noexcept {
        auto const right = math::primal(t) > primal(sum.absorbed);
        return with_slope(math::select(right, math::primal(x), y), x);
    }
    /// σ(−|t|) − w·σ′(t) on the left, 1 minus that on the right.
    ACTFN_INLINE V select_tail(V w) const noexcept { return tail(q, negative, w); }
    template <class M, class U>
    ACTFN_INLINE static U tail(scaled_exp<U> const& of, M left, U w) noexcept {
        // Enlarged, since to the right it is not the result.
        U const y = of.scaled() * of.plus(U(1) - w) / of.square();
        U const unit = U(scaled_exp<U>::unscale_by);
        return math::fma(y, math::select(left, unit, -unit), math::select(left, U(0), U(1)));
    }
    /// With t′ and z′ = ±w′, σ′(t)·(t′ + z′ − z·tanh(t/2)·t′).
    template <class M, class U>
    ACTFN_INLINE static dual<U> tail(scaled_exp<dual<U>> const& of, M left, dual<U> w) noexcept {
        U const both = math::select(left, of.slope - w.tangent, w.tangent - of.slope);
        U const z = math::select(left, -w.value, w.value);
        U const rate = math::fma(z, math::half_tanh(of.at) * of.slope, both);
        return {tail(of.at, left, w.value), math::times_bell(of.at, rate)};
    }
    /// On a dual number the tangents of σ(t)·x in terms of q.
    ACTFN_INLINE V with_slope(primal y, [[maybe_unused]] V x) const noexcept {
        if constexpr (math::is_dual<V>::value) {
            V const z = math::select(negative, q.scaled_product(unsaturated(x)), x);
            V const slow = z / q.plus(V(1));
            return math::with_primal(math::select(negative, scaled_exp<V>::unscale(slow), slow), y);
        } else {
            return y;
        }
    }
};

/// σ(t) and what belongs to it. With lo, of t + lo: lo is the rounding error of t.
template <real V, class... Lo> ACTFN_INLINE logistic_parts<V> logistic(V t, Lo... lo) noexcept {
    return logistic_parts<V>(t, lo...);
}

} // namespace actfn::math
