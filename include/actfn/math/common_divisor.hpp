// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/dual.hpp>
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// Quotients k/d of many k ≥ 0 by one d, 1 ≤ d ≤ 2⁹⁰, without a division each: k times 1/d and what
/// rounding took from that. Error: 0.5 ULP and 2⁻²⁰ of one. Without a fused operation divisions.
template <class V> class common_divisor {
    using T = scalar_t<V>;
    // Held with a larger exponent, so that of a k whose quotient is no subnormal number no product
    // is one.
    static constexpr T enlarged_by = std::is_same_v<T, float> ? T(0x1p60) : T(0x1p128);

  public:
    ACTFN_INLINE explicit common_divisor(V d) noexcept : common_divisor(pair<V>{d, V(0)}) {}
    /// d is a number and what rounding took from it.
    ACTFN_INLINE explicit common_divisor(pair<V> d) noexcept : by_(d.hi), rest_(0) {
        if constexpr (has_fma<V>) {
            V const r = V(1) / d.hi;
            by_ = r * V(enlarged_by);
            // Not below `tiny`: a product with a lower part might be subnormal.
            V const upper = math::fnma(d.hi, r, V(1)) + V(detail::exp_constants<T>::tiny);
            rest_ = math::fnma(d.lo, r, upper) * by_;
        }
    }
    /// k/d.
    ACTFN_INLINE V share(V k) const noexcept {
        if constexpr (has_fma<V>) {
            return math::fma(k, by_, k * rest_) * V(1 / enlarged_by);
        } else {
            return k / by_;
        }
    }

  private:
    V by_;
    V rest_;
};

/// Of dual numbers, whose values are those of numbers.
template <class U> class common_divisor<dual<U>> {
  public:
    using V = dual<U>;

    ACTFN_INLINE explicit common_divisor(V d) noexcept : common_divisor(pair<V>{d, V(0)}) {}
    ACTFN_INLINE explicit common_divisor(pair<V> d) noexcept
        : value_(pair<U>{d.hi.value, d.lo.value}), d_(d.hi) {}

    ACTFN_INLINE V share(V k) const noexcept {
        U const q = value_.share(k.value);
        return {q, (k.tangent - q * d_.tangent) / d_.value};
    }

  private:
    common_divisor<U> value_;
    V d_;
};

} // namespace actfn::math
