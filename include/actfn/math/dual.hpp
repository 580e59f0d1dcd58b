// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/by_sign.hpp>

namespace actfn::inline ACTFN_ABI {

namespace math {

template <class V> ACTFN_INLINE dual<V> opaque(dual<V> x) noexcept { return x; }
template <class V> ACTFN_INLINE dual<V> fma(dual<V> a, dual<V> b, dual<V> c) noexcept;
template <class V> ACTFN_INLINE dual<V> fnma(dual<V> a, dual<V> b, dual<V> c) noexcept;

} // namespace math

/// A number v + t·ε with ε² = 0: first derivatives by arithmetic. A kernel run on it gives its
/// second derivative; with a dual parameter it gives the derivative in that parameter. V may be
/// dual itself: every level of nesting adds an order. The bits of products do not
/// depend on the code around them.
template <class V> struct dual {
    V value;
    V tangent;

    dual() = default;
    ACTFN_INLINE dual(V v) noexcept : value(v), tangent(V(0)) {}
    ACTFN_INLINE dual(V v, V t) noexcept : value(v), tangent(t) {}
    /// A constant: any arithmetic type, and for a nested number whatever V takes implicitly.
    template <class T>
        requires(!std::is_same_v<T, V> &&
                 (std::is_arithmetic_v<T> ||
                  (math::is_dual<V>::value && std::is_convertible_v<T, V>)))
    ACTFN_INLINE explicit(!std::is_convertible_v<T, V>) dual(T c) noexcept
        : value(math::as<V>(c)), tangent(V(0)) {}

    friend ACTFN_INLINE dual operator-(dual a) noexcept { return {-a.value, -a.tangent}; }
    friend ACTFN_INLINE dual operator+(dual a, dual b) noexcept {
        return {a.value + b.value, a.tangent + b.tangent};
    }
    friend ACTFN_INLINE dual operator-(dual a, dual b) noexcept {
        return {a.value - b.value, a.tangent - b.tangent};
    }
    friend ACTFN_INLINE dual operator*(dual a, dual b) noexcept {
        return {math::opaque(a.value * b.value),
                math::fma(a.tangent, b.value, math::opaque(a.value * b.tangent))};
    }
    friend ACTFN_INLINE dual operator/(dual a, dual b) noexcept {
        V const q = a.value / b.value;
        return {q, math::fnma(q, b.tangent, a.tangent) / b.value};
    }
    friend ACTFN_INLINE auto operator<(dual a, dual b) noexcept { return a.value < b.value; }
    friend ACTFN_INLINE auto operator<=(dual a, dual b) noexcept { return a.value <= b.value; }
    friend ACTFN_INLINE auto operator>(dual a, dual b) noexcept { return a.value > b.value; }
    friend ACTFN_INLINE auto operator>=(dual a, dual b) noexcept { return a.value >= b.value; }
    friend ACTFN_INLINE auto operator==(dual a, dual b) noexcept { return a.value == b.value; }
    friend ACTFN_INLINE auto operator!=(dual a, dual b) noexcept { return a.value != b.value; }
};

namespace math {

template <class V> inline constexpr int dual_depth = 0;
template <class V> inline constexpr int dual_depth<dual<V>> = dual_depth<V> + 1;

/// The number itself, without tangents at any depth.
template <real V> ACTFN_INLINE auto primal(V x) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return math::primal(x.value);
    } else {
        return x;
    }
}

/// x as a constant: without its tangents.
template <real V> ACTFN_INLINE V constant(V x) noexcept { return math::as<V>(math::primal(x)); }

/// The bits of the value; of numbers without tangents.
template <class V> ACTFN_INLINE auto bits(dual<V> x) noexcept { return math::bits(x.value); }
template <class D, class Int>
    requires is_dual<D>::value ACTFN_INLINE D from_bits(Int i)
noexcept { return D(math::from_bits<decltype(D::value)>(i)); }

/// y with all tangents of x.
template <real V, class P> ACTFN_INLINE V with_primal(V x, P y) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return {math::with_primal(x.value, y), x.tangent};
    } else {
        return y;
    }
}

/// A dual number in memory.
template <class D>
    requires is_dual<D>::value ACTFN_INLINE D load(D const* p)
noexcept { return *p; }
template <class D>
requires is_dual<D>::value ACTFN_INLINE void store(D* p, D v) noexcept { *p = v; }

/// The number c with all tangents of x.
template <real V> ACTFN_INLINE V with_tangents(V x, scalar_t<V> c) noexcept {
    return math::with_primal(x, decltype(math::primal(x))(c));
}

template <class V> ACTFN_INLINE dual<V> fma(dual<V> a, dual<V> b, dual<V> c) noexcept {
    return {math::fma(a.value, b.value, c.value),
            math::fma(a.tangent, b.value, math::fma(a.value, b.tangent, c.tangent))};
}
template <class V> ACTFN_INLINE dual<V> fnma(dual<V> a, dual<V> b, dual<V> c) noexcept {
    return math::fma(-a, b, c);
}
template <class M, class V> ACTFN_INLINE dual<V> select(M m, dual<V> a, dual<V> b) noexcept {
    return {math::select(m, a.value, b.value), math::select(m, a.tangent, b.tangent)};
}
template <class V> ACTFN_INLINE dual<V> at_least(dual<V> a, dual<V> bound) noexcept {
    return math::select(a < bound, bound, a);
}
template <class V> ACTFN_INLINE dual<V> at_most(dual<V> a, dual<V> bound) noexcept {
    return math::select(a > bound, bound, a);
}
/// a·b, 0 where b is, even for an infinite a.
template <real V> ACTFN_INLINE V times_or_zero(V a, V b) noexcept {
    return math::kept_unless_zero(a * b, b);
}
template <class V> ACTFN_INLINE dual<V> times_or_zero(dual<V> a, dual<V> b) noexcept {
    return {math::times_or_zero(a.value, b.value),
            math::times_or_zero(a.tangent, b.value) + math::times_or_zero(a.value, b.tangent)};
}

/// f(x) with the chain rule, from f and f′ at x.value. In a nested number most tangents of tangents
/// are 0, and stay so beside an infinite slope.
template <class V> ACTFN_INLINE dual<V> chain(dual<V> x, V f, V slope) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return {f, math::times_or_zero(slope, x.tangent)};
    } else {
        return {f, slope * x.tangent};
    }
}

template <class V, class... D> ACTFN_INLINE V chain_all(V, V f, D...) noexcept { return f; }
/// The same for every level of a nested number, from f, f′, f″ ... at its innermost value.
template <class V, class P, class... D>
ACTFN_INLINE dual<V> chain_all(dual<V> x, P f, P slope, D... higher) noexcept {
    return math::chain(x, math::chain_all(x.value, f, slope, higher...),
                       math::chain_all(x.value, slope, higher...));
}

/// At 0 the derivative is −1, from the left, which owns kinks; `mulsign` agrees with it.
template <class V> ACTFN_INLINE dual<V> abs(dual<V> x) noexcept {
    return {math::abs(x.value), math::select(x.value > V(0), x.tangent, -x.tangent)};
}
/// Whether x is below 0, for what has another form there; of dual numbers 0 is, as for `abs`.
template <real V> ACTFN_INLINE auto is_left_of_0(V x) noexcept {
    if constexpr (is_dual<V>::value) {
        return !(x > V(0));
    } else {
        return x < V(0);
    }
}
template <class V> ACTFN_INLINE dual<V> sqrt(dual<V> x) noexcept {
    V const r = math::sqrt(x.value);
    return math::chain(x, r, V(1) / (r + r));
}
template <class V> ACTFN_INLINE dual<V> mulsign(dual<V> x, dual<V> sign) noexcept {
    return {math::mulsign(x.value, sign.value),
            math::select(sign.value > V(0), x.tangent, -x.tangent)};
}

} // namespace math
} // namespace actfn
