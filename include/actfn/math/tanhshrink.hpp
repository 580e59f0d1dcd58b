// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/tanh.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

// (u − tanh u)/u³ in u², 0 ≤ u ≤ 1: tools/tanh.sollya.
template <class T> struct tanhshrink_series;

template <> struct tanhshrink_series<float> {
    template <real V> ACTFN_INLINE static V at(V square) noexcept {
        return math::polynomial(square, as<V>(0x1.555556p-2F), as<V>(-0x1.11117cp-3F),
                                as<V>(0x1.ba313ep-5F), as<V>(-0x1.670f9p-6F), as<V>(0x1.24b1a4p-7F),
                                as<V>(-0x1.cfd482p-9F), as<V>(0x1.2f92f6p-10F),
                                as<V>(-0x1.b4a778p-13F));
    }
};

template <> struct tanhshrink_series<double> {
    template <real V> ACTFN_INLINE static V at(V square) noexcept {
        return math::polynomial(square, as<V>(0x1.5555555555555p-2), as<V>(-0x1.1111111110fd9p-3),
                                as<V>(0x1.ba1ba1ba03d97p-5), as<V>(-0x1.664f487d0112cp-6),
                                as<V>(0x1.226e34a2f5c8dp-7), as<V>(-0x1.d6d3b3e9e19abp-9),
                                as<V>(0x1.7da1ead436df4p-10), as<V>(-0x1.354acceefb633p-11),
                                as<V>(0x1.f4cffbaaa4587p-13), as<V>(-0x1.934135d175ca6p-14),
                                as<V>(0x1.3df52d6b54aeep-15), as<V>(-0x1.d8611dd002606p-17),
                                as<V>(0x1.33ea304ea986dp-18), as<V>(-0x1.3c95c91d157cap-20),
                                as<V>(0x1.b5e5a6544085p-23), as<V>(-0x1.27af8924f60dfp-26));
    }
};

} // namespace detail

/// x − tanh(x) with relative accuracy, from q = e^−2|x|: a polynomial up to 1, beyond it
/// (|x| − 1 + q(|x| + 1))/(1 + q), where nothing cancels. Error: 3 ULP.
template <real V> ACTFN_INLINE V tanhshrink(V x, tanh_parts<V> const& t) noexcept {
    using T = scalar_t<V>;
    V const a = math::abs(x);
    V const u = math::at_most(a, V(1));
    V const square = u * u;
    V const nearby = u * (square * detail::tanhshrink_series<T>::at(square));
    V const z = math::at_most(a, math::as<V>(scaled_exp<V>::negligible));
    V const distant =
        detail::added(t.q.scaled_product(z + V(1)), V(scaled_exp<V>::unscale_by), a - V(1)) /
        scaled_exp<V>::unscale(t.denominator);
    return math::mulsign(math::select(a < V(1), nearby, distant), x);
}
template <class V>
ACTFN_INLINE dual<V> tanhshrink(dual<V> x, tanh_parts<dual<V>> const& /*of x*/) noexcept {
    tanh_parts<V> const t(x.value);
    V const y = t.value();
    return math::chain(x, math::tanhshrink(x.value, t), y * y);
}

} // namespace actfn::math
