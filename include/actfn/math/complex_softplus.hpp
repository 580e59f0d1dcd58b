// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/atan.hpp>
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI::math {

/// log(1 + eᶻ) with the parts of σ(z).
template <real V>
ACTFN_INLINE complex<V> complex_softplus(complex<V> z,
                                         complex_logistic_parts<V> const& s) noexcept {
    // cos y and sin y of z′.
    V const twice = s.cosine + s.cosine;
    V const c = math::fma(twice, s.cosine, V(-1));
    V const d = math::select(s.negative, -(twice * s.sine), twice * s.sine);
    auto const near_one = s.n >= math::as<V>(0.5);
    V const more = s.value * (c + c + s.value);
    V const log = math::select(near_one, math::log1p(math::select(near_one, more, V(0))),
                               math::log(math::select(near_one, V(1), s.n)));
    V const re = math::fma(math::as<V>(0.5), log, math::select(s.negative, V(0), z.re));
    V const im =
        math::select(s.negative, math::atan2(s.value * d, s.one_minus + s.value * twice * s.cosine),
                     math::atan2(d, twice * s.cosine - s.one_minus));
    // Left of it log(1 + eᶻ) rounds to eᶻ.
    auto const tail = z.re < math::as<V>(-wide_exp<V>::C::absorbed);
    return {math::select(tail, s.q.times(c), re), math::select(tail, s.q.times(d), im)};
}

} // namespace actfn::math
