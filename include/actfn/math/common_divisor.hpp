// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/arithmetic.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// Quotients k/d of many k ≥ 0 by one d, 1 ≤ d ≤ 2⁹⁰, without a division each: k times 1/d and what
/// rounding took from that. Error: 0.5 ULP and 2⁻²⁰ of one. Without a fused operation, and of dual
/// numbers, divisions.
template <class V> class common_divisor {
    using T = scalar_t<V>;
    // Held with a larger exponent, so that of a k whose quotient is no subnormal number no product
    // is one.
    static constexpr T enlarged_by = std::is_same_v<T, float> ? T(0x1p60) : T(0x1p128);

  public:
    ACTFN_INLINE explicit common_divisor(V d) noexcept : by_(d), rest_(0) {
        if constexpr (has_fma<V>) {
            V const r = V(1) / d;
            by_ = r * V(enlarged_by);
            rest_ = math::fnma(d, r, V(1)) * by_;
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

} // namespace actfn::math
