// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

namespace actfn::math {

/// tanh and its slope from one q = e^−2|x|.
template <class V> struct tanh_parts {
    decay<V> q;
    V numerator;   // 1 − q, accurate for small x
    V denominator; // 1 + q
    V x;

    ACTFN_INLINE V value() const noexcept { return math::flip(numerator / denominator, x); }
    /// 1 − tanh² = 4q/(1 + q)²: the difference would cancel in both tails.
    ACTFN_INLINE V slope() const noexcept {
        V const y = q.enlarged() / (denominator * denominator);
        return y * math::as<V>(4 * decay<V>::shrink_by);
    }
};

template <real V> ACTFN_INLINE tanh_parts<V> tanh(V x) noexcept {
    V const a = math::abs(x);
    auto const q = math::exp_decay(a + a);
        return {q, q.one_minus(), q.plus_one(), x};
}

} // namespace actfn::math
