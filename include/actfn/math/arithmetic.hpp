// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/dual.hpp>

#include <limits>

namespace actfn::inline ACTFN_ABI::math {

template <real V> ACTFN_INLINE V polynomial(V, V c) noexcept { return c; }
/// A polynomial in x by Horner's scheme, coefficients of ascending powers.
template <real V, class... C> ACTFN_INLINE V polynomial(V x, V c, C... higher) noexcept {
    return math::fma(polynomial(x, higher...), x, c);
}

template <real V> ACTFN_INLINE V estrin(V, V, V c) noexcept { return c; }
template <real V> ACTFN_INLINE V estrin(V x, V, V c0, V c1) noexcept {
    return math::fma(c1, x, c0);
}
/// A polynomial in x, ascending powers, as Horner's scheme in x² over pairs: half the chain of
/// dependent operations.
template <real V, class... C>
ACTFN_INLINE V estrin(V x, V square, V c0, V c1, C... higher) noexcept {
    return math::fma(math::estrin(x, square, higher...), square, math::fma(c1, x, c0));
}

namespace detail {

#if !defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
template <class T, class A> ACTFN_INLINE bool any(xsimd::batch_bool<T, A> m) noexcept {
    return xsimd::any(m);
}
#endif
ACTFN_INLINE bool any(bool m) noexcept { return m; }

} // namespace detail

/// Whether a < b in any lane.
template <real V> ACTFN_INLINE bool any_less(V a, V b) noexcept { return detail::any(a < b); }

/// An unevaluated sum.
template <class V> struct pair {
    V hi;
    V lo;
};

namespace detail {

/// The even and the odd powers of a polynomial by Horner's scheme in x².
template <real V> ACTFN_INLINE pair<V> even_and_odd(V, V c0, V c1) noexcept { return {c0, c1}; }
template <real V> ACTFN_INLINE pair<V> even_and_odd(V square, V c0, V c1, V c2) noexcept {
    return {math::fma(c2, square, c0), c1};
}
template <real V, class... C>
ACTFN_INLINE pair<V> even_and_odd(V square, V c0, V c1, C... higher) noexcept {
    auto const h = detail::even_and_odd(square, higher...);
    return {math::fma(h.hi, square, c0), math::fma(h.lo, square, c1)};
}

} // namespace detail

/// A polynomial in x, ascending powers, as two of half the length in x²: faster than `paired` where
/// much else is in flight, less accurate.
template <real V, class... C> ACTFN_INLINE V even_odd(V x, C... c) noexcept {
    auto const p = detail::even_and_odd(x * x, c...);
    return math::fma(p.lo, x, p.hi);
}

/// a·b without error, but for what underflows, or where b is within 2⁻²⁷ of overflow; |lo| ≤
/// ulp(hi) everywhere.
template <real V> ACTFN_INLINE pair<V> two_product(V a, V b) noexcept {
    V const hi = math::opaque(a * b);
    if constexpr (has_fma<V>) {
        return {hi, math::fma(a, b, -hi)};
    } else {
        // Dekker 1971, with the low half of the significand masked. Of 53 bits a's low half has 27;
        // b's has 26 and a sign, so all products are exact. Of 24 each has 12.
        constexpr bool odd = std::numeric_limits<scalar_t<V>>::digits % 2 != 0;
        V const ah = math::upper_half(a);
        V const bh = odd ? math::nearest_half(b) : math::upper_half(b);
        V const al = a - ah;
        V const bl = b - bh;
        V const lo = ((ah * bh - hi) + ah * bl + al * bh) + al * bl;
        // Halves or their products may underflow, or be flushed to 0 if that is the mode.
        constexpr auto scale = 1 / std::numeric_limits<scalar_t<V>>::epsilon();
        return {hi, math::select(math::abs(lo) * V(scale) <= math::abs(hi), lo, V(0))};
    }
}

/// a·b + c without the error of the product, where the sum cancels.
template <real V> ACTFN_INLINE V residual(V a, V b, V c) noexcept {
    if constexpr (has_fma<V>) {
        return math::fma(a, b, c);
    } else {
        auto const p = math::two_product(a, b);
        return (p.hi + c) + p.lo;
    }
}

template <class V> ACTFN_INLINE dual<V> residual(dual<V> a, dual<V> b, dual<V> c) noexcept {
    return {math::residual(a.value, b.value, c.value),
            math::fma(a.tangent, b.value, math::fma(a.value, b.tangent, c.tangent))};
}
template <class V> ACTFN_INLINE pair<dual<V>> two_product(dual<V> a, dual<V> b) noexcept {
    auto const p = math::two_product(a.value, b.value);
    return {{p.hi, a.tangent * b.value + a.value * b.tangent}, dual<V>(p.lo)};
}

/// a + b without error (Knuth).
template <real V> ACTFN_INLINE pair<V> two_sum(V a, V b) noexcept {
    V const hi = a + b;
    V const b_part = hi - a;
    return {hi, (a - (hi - b_part)) + (b - b_part)};
}

/// a·by + b without error, where a·by is exact.
template <real V> ACTFN_INLINE pair<V> exact_two_sum(V a, V by, V b) noexcept {
    if constexpr (has_fma<V>) {
        V const hi = math::fma(a, by, b);
        V const b_part = math::fnma(a, by, hi);
        return {hi, (b - b_part) - math::fnma(a, by, hi - b_part)};
    } else {
        return math::two_sum(a * by, b);
    }
}

/// a − b of unevaluated sums, to about the square of the rounding error.
template <real V> ACTFN_INLINE pair<V> difference(pair<V> a, pair<V> b) noexcept {
    auto const s = math::two_sum(a.hi, -b.hi);
    return {s.hi, s.lo + (a.lo - b.lo)};
}
/// a·b of unevaluated sums, to about the square of the rounding error.
template <real V> ACTFN_INLINE pair<V> product(pair<V> a, pair<V> b) noexcept {
    auto const p = math::two_product(a.hi, b.hi);
    return {p.hi, math::fma(a.hi, b.lo, math::fma(a.lo, b.hi, p.lo))};
}
/// a·b + c of unevaluated sums, to about the square of the rounding error.
template <real V> ACTFN_INLINE pair<V> fma(pair<V> a, V b, pair<V> c) noexcept {
    auto const p = math::two_product(a.hi, b);
    auto const s = math::two_sum(p.hi, c.hi);
    return {s.hi, math::fma(a.lo, b, (p.lo + s.lo) + c.lo)};
}

} // namespace actfn::math
