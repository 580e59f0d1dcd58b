// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// e^−(2|x| + lo).
template <real V, class... Lo> ACTFN_INLINE scaled_exp<V> twice_decay(V x, Lo... lo) noexcept {
    if constexpr (math::is_dual<V>::value) {
        V const a = math::abs(x);
        return math::exp_decay(a + a, lo...);
    } else {
        V const a = detail::minus_abs(x);
        return detail::enlarged_exp(math::at_least(a + a, V(-scaled_exp<V>::negligible)), -lo...);
    }
}

} // namespace detail

/// tanh and its slope from one q = e^−2|x|.
template <class V> struct tanh_parts {
    scaled_exp<V> q;
    V numerator;   // 1 − q, accurate for small x, and
    V denominator; // 1 + q, both enlarged as q is held
    V x;

    template <class... Lo>
    ACTFN_INLINE explicit tanh_parts(V at, Lo... lo) noexcept
        : q(detail::twice_decay(at, math::mulsign(lo + lo, at)...)),
          numerator(q.scaled_one_minus()),
          denominator(q.scaled_plus_one()),
          x(at) {}

    /// tanh(x). Error: 2 ULP.
    ACTFN_INLINE V value() const noexcept { return math::mulsign(numerator / denominator, x); }
    /// 1 − tanh² = 4q/(1 + q)²: the difference would cancel in both tails. Error: 4 ULP.
    ACTFN_INLINE V slope() const noexcept { return math::bell(q, V(4) * q.scaled()); }
};

/// tanh(x) and its derivative. With lo, of x + lo: lo is the rounding error of x.
template <real V, class... Lo> ACTFN_INLINE tanh_parts<V> tanh(V x, Lo... lo) noexcept {
    return tanh_parts<V>(x, lo...);
}

} // namespace actfn::math
