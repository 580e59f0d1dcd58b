// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/basic.hpp>

namespace actfn {

/// A number v + t·ε with ε² = 0: first derivatives by arithmetic. A kernel run on it gives its
/// second derivative; with a dual parameter it gives the derivative in that parameter.
template <class V> struct dual {
    V value;
    V tangent;

    dual() = default;
    ACTFN_INLINE constexpr dual(V v) noexcept : value(v), tangent(V(0)) {}
    ACTFN_INLINE constexpr dual(V v, V t) noexcept : value(v), tangent(t) {}
    ACTFN_INLINE constexpr explicit dual(int v) noexcept requires(!std::is_same_v<V, int>)
        : value(V(static_cast<scalar_t<V>>(v))), tangent(V(0)) {}

    friend ACTFN_INLINE dual operator-(dual a) noexcept { return {-a.value, -a.tangent}; }
    friend ACTFN_INLINE dual operator+(dual a, dual b) noexcept {
        return {a.value + b.value, a.tangent + b.tangent};
    }
    friend ACTFN_INLINE dual operator-(dual a, dual b) noexcept {
        return {a.value - b.value, a.tangent - b.tangent};
    }
    friend ACTFN_INLINE dual operator*(dual a, dual b) noexcept {
        return {a.value * b.value, a.tangent * b.value + a.value * b.tangent};
    }
    friend ACTFN_INLINE dual operator/(dual a, dual b) noexcept {
        V const q = a.value / b.value;
        return {q, (a.tangent - q * b.tangent) / b.value};
    }
    friend ACTFN_INLINE auto operator<(dual a, dual b) noexcept { return a.value < b.value; }
    friend ACTFN_INLINE auto operator<=(dual a, dual b) noexcept { return a.value <= b.value; }
    friend ACTFN_INLINE auto operator>(dual a, dual b) noexcept { return a.value > b.value; }
    friend ACTFN_INLINE auto operator>=(dual a, dual b) noexcept { return a.value >= b.value; }
    friend ACTFN_INLINE auto operator==(dual a, dual b) noexcept { return a.value == b.value; }
    friend ACTFN_INLINE auto operator!=(dual a, dual b) noexcept { return a.value != b.value; }
};

namespace math {

/// f(x) with the chain rule, from f and f′ at x.value.
template <class V> ACTFN_INLINE dual<V> chain(dual<V> x, V f, V slope) noexcept {
    return {f, slope * x.tangent};
}

/// The value without its tangent.
template <real V> ACTFN_INLINE auto primal(V x) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return x.value;
    } else {
        return x;
    }
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
/// At 0 the slope is −1, that of the lower side, which owns kinks; `flip` agrees with it.
template <class V> ACTFN_INLINE dual<V> abs(dual<V> x) noexcept {
    return {math::abs(x.value), math::select(x.value > V(0), x.tangent, -x.tangent)};
}
template <class V> ACTFN_INLINE dual<V> sqrt(dual<V> x) noexcept {
    V const r = math::sqrt(x.value);
    return math::chain(x, r, V(1) / (r + r));
}
template <class V> ACTFN_INLINE dual<V> flip(dual<V> x, dual<V> sign) noexcept {
    return {math::flip(x.value, sign.value),
            math::select(sign.value > V(0), x.tangent, -x.tangent)};
}

} // namespace math
} // namespace actfn
