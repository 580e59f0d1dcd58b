// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/complex.hpp>
#include <actfn/math/exp.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// eˣ as a factor: its products with a number overflow or vanish only where they must, although eˣ
/// itself may be far out of range. Beyond ±`reach` they
/// are infinite or 0.
template <class V> struct wide_exp {
    using T = scalar_t<V>;
    using C = detail::exp_constants<T>;
    static constexpr T reach = 2 * C::overflow - 3;

    V x;
    V w;
    V lower; // 2ⁿ = lower·upper
    V upper;

    template <class... Lo>
    ACTFN_INLINE explicit wide_exp(V at, Lo... lo) noexcept
        : wide_exp(at, detail::reduce_exp<2 * C::bias>(
                           math::at_most(math::at_least(at, V(-reach)), V(reach)), lo...)) {}

    /// c·eˣ·share, the share being a power of two.
    ACTFN_INLINE V times(V c, V share = V(1)) const noexcept {
        V const z = c * lower;
        V const y = math::mulsign(math::abs(math::fma(z, w, z)) * (upper * share), c);
        V const infinity = V(std::numeric_limits<T>::infinity());
        V const end = math::mulsign(infinity, c);
        V const distant =
            math::select(x > V(reach), end, math::select(math::abs(c) == infinity, end, y));
        V const nearby = math::select(x < V(-reach), V(0) * c, distant);
        return math::select(c == V(0), c, nearby);
    }
    ACTFN_INLINE complex<V> times(complex<V> z, V share = V(1)) const noexcept {
        return {times(z.re, share), times(z.im, share)};
    }
    /// eˣ where it is in range.
    ACTFN_INLINE V value() const noexcept { return math::fma(lower, w, lower) * upper; }
    /// eˣ − 1, 1 − eˣ and 1 + eˣ for x ≤ 0, and while it is in range.
    ACTFN_INLINE V minus_one() const noexcept {
        V const s = lower * upper;
        return math::fma(s, w, s - V(1));
    }
    ACTFN_INLINE V one_minus() const noexcept {
        V const s = lower * upper;
        return math::fnma(s, w, V(1) - s);
    }
    ACTFN_INLINE V plus_one() const noexcept {
        V const s = lower * upper;
        return math::fma(s, w, s + V(1));
    }

  private:
    ACTFN_INLINE wide_exp(V at, detail::reduced_exp<V> e) noexcept
        : x(at),
          w(e.minus_one()),
          lower(math::from_bits<V>((e.exponent >> 1) << C::significand_bits)),
          upper(math::from_bits<V>((e.exponent - (e.exponent >> 1)) << C::significand_bits)) {}
};

/// sinh(x) and cosh(x) as factors.
template <class V> struct hyperbolic_parts {
    V x;
    wide_exp<V> e; // e^|x|

    ACTFN_INLINE explicit hyperbolic_parts(V at) noexcept : x(at), e(math::abs(at)) {}

    /// c·sinh(x).
    ACTFN_INLINE V sinh_times(V c) const noexcept {
        V const m = e.minus_one();
        return math::mulsign(far_or(c, math::as<V>(0.5) * (m + m / (m + V(1)))), x);
    }
    /// c·cosh(x).
    ACTFN_INLINE V cosh_times(V c) const noexcept {
        V const grown = e.value();
        return far_or(c, math::as<V>(0.5) * (grown + V(1) / grown));
    }

  private:
    ACTFN_INLINE V far_or(V c, V nearby) const noexcept {
        return math::select(e.x > math::as<V>(wide_exp<V>::C::absorbed),
                            e.times(c, math::as<V>(0.5)), nearby * c);
    }
};

} // namespace actfn::math
