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
    static constexpr T root_of_tiny = sizeof(T) == 4 ? T(0x1p-30) : T(0x1p-60);
    static_assert(root_of_tiny * root_of_tiny == C::tiny);

    V x;
    V w;
    V lower; // 2ⁿ = lower·upper
    V upper;
    V least; // what is less vanishes in a product with eˣ; 0 where nothing does

    template <class... Lo>
    ACTFN_INLINE explicit wide_exp(V at, Lo... lo) noexcept
        : wide_exp(at, detail::reduce_exp<2 * C::bias>(
                           math::at_most(math::at_least(at, V(-reach)), V(reach)), lo...)) {}

    /// c·eˣ·share, the share being a power of two.
    ACTFN_INLINE V times(V c, V share = V(1)) const noexcept {
        V const a = math::abs(c);
        V const z = held(c, share, least) * lower;
        V const y = math::mulsign(math::abs(math::fma(z, w, z)) * (upper * share), c);
        V const infinity = V(std::numeric_limits<T>::infinity());
        V const end = math::mulsign(infinity, c);
        V const distant = math::select(x > V(reach), end, math::select(a == infinity, end, y));
        V const nearby = math::select(x < V(-reach), V(0) * c, distant);
        auto const of_c = math::primal(c);
        using P = decltype(math::primal(c));
        return math::with_primal(nearby, math::select(of_c == P(0), of_c, math::primal(nearby)));
    }
    ACTFN_INLINE complex<V> times(complex<V> z, V share = V(1)) const noexcept {
        return {times(z.re, share), times(z.im, share)};
    }
    /// c times eˣ as it is rounded, for x ≤ 0.
    ACTFN_INLINE V rounded_times(V c) const noexcept {
        V const s = math::at_least(lower, V(64 * (std::numeric_limits<T>::min)()));
        V const y = held(c, V(1), least) * math::fma(s, w, s) * upper;
        return math::mulsign(math::abs(y), c);
    }
    /// eˣ where it is in range.
    ACTFN_INLINE V value() const noexcept { return math::fma(lower, w, lower) * upper; }
    /// eˣ − 1, 1 − eˣ and 1 + eˣ for x ≤ 0, and while it is in range.
    ACTFN_INLINE V minus_one() const noexcept {
        V const s = unit();
        return math::fma(s, w, s - V(1));
    }
    ACTFN_INLINE V one_minus() const noexcept {
        V const s = unit();
        return math::fnma(s, w, V(1) - s);
    }
    ACTFN_INLINE V plus_one() const noexcept {
        V const s = unit();
        return math::fma(s, w, s + V(1));
    }
    /// eˣ for x ≤ 0, but not below a number that vanishes beside 1; as it is on dual numbers, whose
    /// tangents may count beside smaller ones.
    ACTFN_INLINE V beside_one() const noexcept {
        V const s = unit();
        return math::fma(s, w, s);
    }

  private:
    /// c, or 0 where c·eˣ·share vanishes, which would make a subnormal number on the way.
    ACTFN_INLINE static V held(V c, V share, V least) noexcept {
        if constexpr (math::is_dual<V>::value) {
            using part = wide_exp<decltype(c.value)>;
            return {part::held(c.value, share.value, least.value),
                    part::held(c.tangent, share.value, least.value)};
        } else {
            return math::zero_where(math::abs(c) * share < least, c);
        }
    }
    /// 2ⁿ for n ≤ 0, as in `beside_one`.
    ACTFN_INLINE V unit() const noexcept {
        if constexpr (math::is_dual<V>::value) {
            return lower * upper;
        } else {
            return math::at_least(lower, V(root_of_tiny)) * math::at_least(upper, V(root_of_tiny));
        }
    }
    ACTFN_INLINE wide_exp(V at, detail::reduced_exp<V> e) noexcept
        : x(at),
          w(e.minus_one()),
          lower(math::from_bits<V>((e.exponent >> 1) << C::significand_bits)),
          upper(math::from_bits<V>((e.exponent - (e.exponent >> 1)) << C::significand_bits)),
          least(vanishing(e.exponent)) {}

    /// 2^(−vanished − n), or 0 where that is not a normal number.
    template <class Int> ACTFN_INLINE static V vanishing(Int exponent) noexcept {
        constexpr int most = C::bias - C::vanished; // n, for which the exponent is that of 0
        V const shifted = math::from_bits<V>(exponent);
        V const n = math::at_most(shifted, V(C::shifter + T(2 * C::bias + most)));
        return math::from_bits<V>((Int(2 * C::bias + most) - math::bits(n)) << C::significand_bits);
    }

    template <class> friend struct wide_exp;
};

/// sinh(x) and cosh(x) as factors.
template <class V> struct hyperbolic_parts {
    V x;
    wide_exp<V> e; // e^|x|

    ACTFN_INLINE explicit hyperbolic_parts(V at) noexcept : x(at), e(math::abs(at)) {}

    /// c·sinh(x).
    ACTFN_INLINE V sinh_times(V c) const noexcept {
        V const m = detail::positive(e.minus_one());
        return math::mulsign(far_or(c, math::as<V>(0.5) * (m + m / (m + V(1)))), x);
    }
    /// c·cosh(x).
    ACTFN_INLINE V cosh_times(V c) const noexcept {
        V const grown = math::at_most(e.value(), V(1 / wide_exp<V>::C::tiny));
        return far_or(c, math::as<V>(0.5) * (grown + V(1) / grown));
    }

  private:
    ACTFN_INLINE V far_or(V c, V nearby) const noexcept {
        return math::select(e.x > math::as<V>(wide_exp<V>::C::absorbed),
                            e.times(c, math::as<V>(0.5)), nearby * c);
    }
};

} // namespace actfn::math
