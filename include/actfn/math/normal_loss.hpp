// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/erf.hpp>

#include <type_traits>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

// (1 − u·M(u))·(1 + u)² − 1, M Mills' ratio, is a polynomial in (u − middle)/(u + radius). Its
// value stays in [0, 0.42]. Coefficients: tools/normal_loss.sollya.
template <class T> struct normal_loss_constants;

template <> struct normal_loss_constants<float> {
    static constexpr float radius = 4.0F;
    static constexpr float middle = 2.0F;
    template <real V> ACTFN_INLINE static V correction(V v) noexcept {
        return math::polynomial(v, as<V>(0x1.a9528ap-2F), as<V>(-0x1.bb7fbep-4F),
                                as<V>(-0x1.30e8bap0F), as<V>(0x1.783bc8p0F), as<V>(-0x1.8a5b68p-2F),
                                as<V>(-0x1.79b1b2p-1F), as<V>(0x1.91c6d4p-1F),
                                as<V>(-0x1.6e55a8p-3F), as<V>(-0x1.1f736ep-3F),
                                as<V>(0x1.049da4p-4F), as<V>(0x1.3a3294p-7F));
    }
};

template <> struct normal_loss_constants<double> {
    static constexpr double radius = 5.0;
    static constexpr double middle = 3.0;
    template <real V> ACTFN_INLINE static V correction(V v) noexcept {
        return math::estrin(
            v, v * v, as<V>(0x1.84c713455b70cp-2), as<V>(-0x1.6d7c5bb10bd43p-2),
            as<V>(-0x1.1912e4d62da89p-1), as<V>(0x1.3cc4fb374a74ep0), as<V>(-0x1.225a0319e338cp0),
            as<V>(0x1.6f18b6d52b9e6p-2), as<V>(0x1.ab82dd7464aaap-2), as<V>(-0x1.54429880f40d9p-1),
            as<V>(0x1.b7a568236d64bp-2), as<V>(-0x1.ab00bd012162bp-4), as<V>(-0x1.6d5f17ab5c7bfp-5),
            as<V>(0x1.2b625920f265dp-5), as<V>(0x1.57ba743c5a56cp-11), as<V>(-0x1.0b4a20938068fp-7),
            as<V>(0x1.9efb669a11b99p-11), as<V>(0x1.e0e055c36f078p-10),
            as<V>(-0x1.c0e8f21577624p-13), as<V>(-0x1.d9b112bce7a26p-12),
            as<V>(0x1.98fc0e92fb139p-16), as<V>(0x1.f98a4ba236f94p-14),
            as<V>(0x1.2d536d8d747b5p-18), as<V>(-0x1.195de7899f79fp-15),
            as<V>(-0x1.2de890d6f0cb1p-22), as<V>(0x1.f2d752c40db9dp-18),
            as<V>(-0x1.ca0641a926afep-20));
    }
};

/// scale/φ(0)·(φ(u) − u·Φ(−u)), u = |x|, with relative accuracy in the tails, where the two cancel.
/// `rest` is what rounding took from x; sd is scale/φ(0), for the slope.
template <real V> ACTFN_INLINE V normal_excess(V x, V rest, pair<V> scale, V /*sd*/) noexcept {
    using T = scalar_t<V>;
    using C = normal_loss_constants<T>;
    // To the right it is added to x.
    V const u = math::at_most(math::at_least(-x, math::at_most(x, V(10))),
                              V(normal_constants<T>::negligible));
    V const v = (u - V(C::middle)) / (u + V(C::radius));
    auto const e = square_decay<2>(u);
    // e^−(x + rest)²/2; the product of both is small.
    V const more = math::fma(C::correction(v), scale.hi, scale.lo);
    V const less = math::fnma(scale.hi + more, math::mulsign(u, x) * rest, more);
    V const nearby = (scale.hi + less) / math::fma(u, u + V(2), V(1));
    return scaled_exp<V>::unscale(e.scaled_product(nearby));
}
template <class V>
ACTFN_INLINE dual<V> normal_excess(dual<V> x, dual<V> rest, pair<dual<V>> scale,
                                   dual<V> sd) noexcept {
    // At 0 and −0 the slope of the right side, as of max(0, x).
    V const slope = -math::mulsign(math::normal(-math::abs(x.value)).cdf(), x.value + V(0));
    V const by_sd = detail::normal_excess(x.value, rest.value,
                                          pair<V>{scale.hi.tangent, scale.lo.tangent}, sd.tangent);
    return {detail::normal_excess(x.value, rest.value, pair<V>{scale.hi.value, scale.lo.value},
                                  sd.value),
            math::fma(sd.value * slope, x.tangent, by_sd)};
}

/// φ(0)·sd, with what rounding takes from it.
template <real V, class P> ACTFN_INLINE pair<V> times_density(P const& sd) noexcept {
    constexpr double density = 0.39894228040143267794;
    constexpr double density_rest = -0x1.cbc0d30ebfd15p-56;
    if constexpr (std::is_arithmetic_v<P>) {
        auto const p = math::two_product(density, static_cast<double>(sd));
        return {math::as<V>(p.hi),
                math::low<V>(p.hi) + math::as<V>(p.lo + density_rest * static_cast<double>(sd))};
    } else {
        return {math::as<V>(density) * math::as<V>(sd), V(0)};
    }
}

} // namespace detail

/// By how much the mean of max(0, x + sd·ξ), ξ standard normal, exceeds max(0, x):
/// sd·(φ(z) − |z|·Φ(−|z|)) at z = x/sd. `rest` is what rounding took from z.
template <real V, class P> ACTFN_INLINE V normal_excess(V z, V rest, P const& sd) noexcept {
    return detail::normal_excess(z, rest, detail::times_density<V>(sd), math::as<V>(sd));
}

} // namespace actfn::math
