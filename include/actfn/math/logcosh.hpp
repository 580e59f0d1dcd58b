// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/log.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

/// (log(cosh(t)) − t²/2)/t⁴ in z = t², t ≤ 1. Coefficients: tools/logcosh.sollya.
template <class T> struct logcosh_series;

template <> struct logcosh_series<float> {
    template <real V> ACTFN_INLINE static V tail(V z) noexcept {
        return math::polynomial(z, as<V>(-0x1.555518p-4F), as<V>(0x1.6c033ap-6F),
                                as<V>(-0x1.b80362p-8F), as<V>(0x1.111d52p-9F),
                                as<V>(-0x1.266328p-11F), as<V>(0x1.721d64p-14F));
    }
};

template <> struct logcosh_series<double> {
    template <real V> ACTFN_INLINE static V tail(V z) noexcept {
        return math::polynomial(z, as<V>(-0x1.55555555554f6p-4), as<V>(0x1.6c16c16c0e1d2p-6),
                                as<V>(-0x1.ba1ba1b5b5cdep-8), as<V>(0x1.1ea5d30ab2e14p-9),
                                as<V>(-0x1.833d863f178fep-11), as<V>(0x1.0d0a3705bcfa4p-12),
                                as<V>(-0x1.7d8ffaff1e9fep-14), as<V>(0x1.1280430505b3ap-15),
                                as<V>(-0x1.8ceecb86e3541p-17), as<V>(0x1.19818e5059c5fp-18),
                                as<V>(-0x1.72272a0a9d0c7p-20), as<V>(0x1.970183ab872e1p-22),
                                as<V>(-0x1.3cc17f57f2f14p-24), as<V>(0x1.f519e37e57f6bp-28));
    }
};

} // namespace detail

/// log(cosh(x)) from q = e^−2|x|: |x| − log(2) + log1p(q), and a series where that cancels. Error:
/// 2 ULP.
template <real V> ACTFN_INLINE V logcosh(V x, scaled_exp<V> const& q) noexcept {
    using C = detail::exp_constants<scalar_t<V>>;
    V const t = math::abs(x);
    V const little = math::at_most(t, V(1));
    V const z = little * little;
    V const tail = detail::logcosh_series<scalar_t<V>>::tail(z);
    V const nearby = math::fma(z, math::fma(z, tail, V(C::tiny)), z * as<V>(0.5));
    V const distant =
        (t - as<V>(C::log2_head)) + (math::log1p_unit(q.beside_one()) - as<V>(C::log2_rest));
    return math::select(t > V(1), distant, nearby);
}
template <class V> ACTFN_INLINE dual<V> logcosh(dual<V> x, scaled_exp<dual<V>> const& q) noexcept {
    V const tanh = math::mulsign(q.at.scaled_one_minus() / q.at.scaled_plus_one(), x.value);
    return math::chain(x, math::logcosh(x.value, q.at), tanh);
}

} // namespace actfn::math
