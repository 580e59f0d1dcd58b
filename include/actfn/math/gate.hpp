// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/jet.hpp>
#include <actfn/math/logistic.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// Products of any number a with x·σ(t) and with its derivative, also where these alone are
/// subnormal or too small for a number: in the left tail σ(t) is held as σ(t)·2^shift, a is
/// shrunken before the product, and the product after it. All come from one e^−t. Domain: V a
/// number or a pack of numbers.
template <real V> struct gate_parts {
    using T = scalar_t<V>;
    using C = detail::exp_constants<T>;
    static constexpr bool single = std::is_same_v<T, float>;
    static constexpr T tail_begin = single ? T(-83) : T(-704); // t·e^t is normal to the right
    static constexpr T gone = single ? T(-198) : T(-1466);     // max·t·e^t vanishes to the left
    static constexpr int before = single ? 96 : 550;
    static constexpr int after = single ? 64 : 550;

    V t;
    V least; // t, but not below `gone`
    decltype(least < least) tail;
    V grown;       // e^−t, and from where it is absorbed a constant,
    V denominator; // 1 + e^−t, both times 2^−shift in the tail

    template <class... Lo>
    ACTFN_INLINE explicit gate_parts(V at, Lo... lo) noexcept
        : t(at), least(math::at_least(at, V(gone))), tail(least < V(tail_begin)) {
        using Int = decltype(math::bits(V(0)));
        V const clamped = math::at_most(least, V(C::absorbed));
        auto const e = detail::reduce_exp<C::bias>(-clamped, -lo...);
        V const shift = math::from_bits<V>(Int(before + after));
        Int const exponent = e.exponent - math::bits(math::select(tail, shift, V(0)));
        V const scale = math::from_bits<V>(exponent << C::significand_bits);
        V const w = e.minus_one();
        grown = math::fma(scale, w, scale);
        denominator = math::fma(scale, w, math::select(tail, V(0), V(1))) + scale;
    }

    /// a·x·σ(t), x·σ(t), and a times the derivative σ(t) + z·σ′(t), with the limits 0 and a at
    /// ±∞. It is σ(t) times 1 + z·σ(−t), on the left (1 + z) − z·σ(t).
    ACTFN_INLINE gated_jet<V> gated(V a, V x, V z) const noexcept {
        V const act = math::select(least > t, V(0), x) / denominator;
        V const s = V(1) / denominator;
        auto const left = t < V(0);
        V const inside = math::select(least > t, V(0), z);
        V const nearby = math::select(t > V(C::absorbed), V(0), inside);
        V const one = V(1);
        V const share = math::select(left, -unlifted(s), grown * s);
        V const slope = math::fma(nearby, share, math::select(left, one + nearby, one));
        return {
            .value = product(a, act), .by_value = number(act), .by_gate = product(a, s * slope)};
    }
    /// a·σ(t).
    ACTFN_INLINE V value_times(V a) const noexcept { return product(a, logistic()); }
    /// σ(t).
    ACTFN_INLINE V value() const noexcept { return number(logistic()); }
    /// a·σ′(t). Domain: t ≤ 0.
    ACTFN_INLINE V slope_times(V a) const noexcept {
        V const s = logistic();
        return product(a, s * (V(1) - unlifted(s)));
    }

  private:
    static constexpr T shrink_before = detail::power_of_two<T>(-before);
    static constexpr T shrink_after = detail::power_of_two<T>(-after);

    ACTFN_INLINE V logistic() const noexcept {
        return math::select(least > t, V(0), V(1)) / denominator;
    }
    /// σ(t), 0 in the tail, as what is subtracted from 1.
    ACTFN_INLINE V unlifted(V s) const noexcept { return math::select(tail, V(0), s); }
    // Factors are chosen, not products, which would be subnormal where they are not.
    ACTFN_INLINE V product(V a, V enlarged) const noexcept {
        return shrunken(shrunken(a, shrink_before) * enlarged, shrink_after);
    }
    ACTFN_INLINE V number(V enlarged) const noexcept {
        return shrunken(shrunken(enlarged, shrink_after), shrink_before);
    }
    ACTFN_INLINE V shrunken(V v, T by) const noexcept {
        return v * math::select(tail, V(by), V(1));
    }
};

} // namespace actfn::math
