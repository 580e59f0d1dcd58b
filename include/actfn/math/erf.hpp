// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

// Φ(−u)·e^(u²/2) = (1 + c(u))/(2(1 + u)): c stays between −0.21 and 0.05, so its errors shrink, and
// is a polynomial in (u − middle)/(u + radius). Coefficients: tools/erf.sollya.
template <class T> struct normal_constants;

template <> struct normal_constants<float> {
    static constexpr float radius = 4.5F;
    static constexpr float middle = 2.0F;
    /// Beyond it e^(−u²/2) is held as 0, as is u²·φ(u); beyond the next one e^−u² is.
    static constexpr float negligible = 14.85F;
    static constexpr float erf_negligible = 10.5F;
    template <real V> ACTFN_INLINE static V correction(V v) noexcept {
        return math::even_odd(v, as<V>(0x1.1a32bep-7F), as<V>(-0x1.0bbe06p-2F),
                              as<V>(-0x1.47d5dp-3F), as<V>(0x1.336392p-1F), as<V>(-0x1.80972ap-1F),
                              as<V>(0x1.197cd6p-1F), as<V>(-0x1.c01242p-3F), as<V>(0x1.d3905cp-8F),
                              as<V>(0x1.1f2bd6p-5F), as<V>(-0x1.7a547cp-7F));
    }
    /// From here on erf is 1.
    static constexpr float erf_saturated = 3.93F;
    /// −log(erfc(u))/u − 1, u ≤ erf_saturated.
    template <real V> ACTFN_INLINE static V erfc_rate(V u) noexcept {
        auto const p = detail::even_and_odd(
            math::small_square(u), as<V>(0x1.06eba8p-3F), as<V>(0x1.45f3p-1F), as<V>(0x1.a4f8bp-4F),
            as<V>(-0x1.39b58ep-6F), as<V>(-0x1.6666fcp-13F), as<V>(0x1.b7ba8ep-10F),
            as<V>(-0x1.4ec242p-11F), as<V>(0x1.f4127cp-14F), as<V>(-0x1.3c8aap-17F));
        return math::fma(p.lo, u, p.hi);
    }
};

template <> struct normal_constants<double> {
    static constexpr double radius = 6.0;
    static constexpr double middle = 3.0;
    static constexpr double negligible = 38.96;
    static constexpr double erf_negligible = 27.55;
    template <real V> ACTFN_INLINE static V correction(V v) noexcept {
        return math::estrin(
            v, v * v, as<V>(-0x1.c8ec7b9c2c90ep-6), as<V>(-0x1.2887bb3475e37p-2),
            as<V>(0x1.222eb4d37d08dp-4), as<V>(0x1.39c27eabfb192p-2), as<V>(-0x1.69d24aa992ae7p-1),
            as<V>(0x1.e87ac597c1edp-1), as<V>(-0x1.e458d5e82d80fp-1), as<V>(0x1.7007ff450c06p-1),
            as<V>(-0x1.a499eb2b5564dp-2), as<V>(0x1.47755ef5fd275p-3), as<V>(-0x1.a7d527ca11b1p-6),
            as<V>(-0x1.a87c41bb28091p-7), as<V>(0x1.31610fc092cbep-7),
            as<V>(-0x1.c31d0471aad09p-11), as<V>(-0x1.77edb5fc8cc5fp-10),
            as<V>(0x1.fd2b6d966eca6p-12), as<V>(0x1.8d7fec71f0a7cp-13),
            as<V>(-0x1.04eb9c358f9f7p-13), as<V>(-0x1.b455c751675efp-16),
            as<V>(0x1.f45272f53eb87p-16), as<V>(0x1.39bd8d7fd8cecp-19),
            as<V>(-0x1.d203745f488c6p-18), as<V>(0x1.c2cd64ed19704p-20));
    }
    /// erf(y)/y − 1, y² ≤ 9/16.
    template <real V> ACTFN_INLINE static V small_erf(V square) noexcept {
        return math::polynomial(square, as<V>(0x1.06eba8214db69p-3), as<V>(-0x1.812746b037ap-2),
                                as<V>(0x1.ce2f21a0437e7p-4), as<V>(-0x1.b82ce312abf0fp-6),
                                as<V>(0x1.565bcd103fe3bp-8), as<V>(-0x1.c02db379ebc88p-11),
                                as<V>(0x1.f9a2f425b5c01p-14), as<V>(-0x1.f4cacef7e21cep-17),
                                as<V>(0x1.b946a8baf3a7ap-20), as<V>(-0x1.57b0f7053003cp-23),
                                as<V>(0x1.91aea81d1588ep-27));
    }
};

/// e^(−u²/divisor), divisor a power of two, u clamped by the caller. The rounded square only
/// chooses the power of two.
template <int divisor, real V> ACTFN_INLINE scaled_exp<V> square_decay(V u) noexcept {
    using T = scalar_t<V>;
    using C = exp_constants<T>;
    constexpr T unit = divisor;
    if constexpr (has_fma<V>) {
        constexpr T shifter = C::shifter + T(C::bias + C::headroom);
        V const square = math::small_square(u);
        V const shifted = detail::nearest_fma(square, V(-C::log2e / unit), V(shifter));
        V const n = shifted - V(shifter);
        V const head = math::fma(u, u, math::fma(n, V(C::log2_head * unit), V(C::tiny)));
        V const t = math::fma(n, V(C::log2_rest * unit), head);
        return {detail::power_or_zero<V>(math::bits(shifted)),
                detail::reduced_minus_one<-1, divisor>(t)};
    } else {
        V const a = math::at_least(u, V(C::tiny));
        auto const p = math::two_product(a, a);
        return math::exp_decay(p.hi / unit, p.lo / unit);
    }
}
template <int divisor, class V> ACTFN_INLINE scaled_exp<dual<V>> square_decay(dual<V> u) noexcept {
    using T = scalar_t<V>;
    return {detail::square_decay<divisor>(u.value), V(T(-2) / T(divisor)) * u.value * u.tangent};
}

} // namespace detail

/// What square_decay returns.
template <class V> struct square_decay_parts {
    V u;
    scaled_exp<V> e;
};
/// e^−x² with u = |x|, clamped where e^−u² is held as 0.
template <real V> ACTFN_INLINE square_decay_parts<V> square_decay(V x) noexcept {
    V const u =
        math::at_most(math::abs(x), V(detail::normal_constants<scalar_t<V>>::erf_negligible));
    return {u, detail::square_decay<1>(u)};
}

/// Φ, φ and x·Φ of the normal distribution at x, all from e^(−u²/2) and Mills' ratio at u = |x|:
/// the left tail of Φ keeps its relative accuracy, where a difference with erf loses every digit.
template <class V> struct normal_parts {
    using T = scalar_t<V>;
    using C = detail::normal_constants<T>;
    static constexpr T half_unscale = scaled_exp<V>::unscale_by / 2;
    static constexpr double density = 0.39894228040143267794;

    V x;
    V u;             // |x|, clamped
    V sum;           // 1 + u
    V z;             // u/(1 + u)
    V lost;          // what rounding took from 1 + u
    V correction;    // 2·Φ(−u)·e^(u²/2)·(1 + u) − 1
    scaled_exp<V> e; // e^(−u²/2)

    // Members are built in place: gcc moves a copied struct of registers through memory.
    ACTFN_INLINE explicit normal_parts(V at) noexcept
        : x(at),
          u(math::at_most(math::abs(at), V(C::negligible))),
          sum(u + V(1)),
          z(u / sum),
          lost(u - (sum - V(1))),
          correction(C::correction((u - V(C::middle)) / (u + V(C::radius)))),
          e(detail::square_decay<2>(u)) {}

    /// Φ(x). Error: 3 ULP.
    ACTFN_INLINE V cdf() const noexcept {
        // Not 1 − z, which has no relative accuracy in the tail.
        V const q = V(-1) / (u + V(1));
        V const excess = math::residual(q, u, q + V(1));
        return select_tail(e.scaled_product(q + math::fma(q, correction, excess * q)));
    }
    /// φ(x) = Φ′(x). Error: 1.5 ULP.
    ACTFN_INLINE V pdf() const noexcept { return pdf_times(V(1)); }
    /// c·φ(x).
    ACTFN_INLINE V pdf_times(V c) const noexcept {
        return scaled_exp<V>::unscale(e.scaled_product(math::as<V>(density) * c));
    }
    /// φ′(x) = −x·φ(x).
    ACTFN_INLINE V pdf_slope() const noexcept { return pdf_times(math::mulsign(-u, x)); }
    /// x·Φ(x) = max(x, 0) − u·Φ(−u), with its limit 0 at −∞. Error: 2.5 ULP.
    ACTFN_INLINE V gate() const noexcept {
        return math::fnma(e.scaled_product(gate_share()), V(half_unscale), math::at_least(x, V(0)));
    }
    /// The same with what rounding takes from it where x > 0.
    ACTFN_INLINE pair<V> gate_in_two_parts() const noexcept {
        V const p = e.scaled_product(gate_share());
        V const whole = math::at_least(x, V(0));
        V const hi = math::fnma(p, V(half_unscale), whole);
        V const lo = math::fnma(p, V(half_unscale), whole - hi);
        return {hi, math::select((x > V(0)) && (x <= V(C::negligible)), lo, V(0))};
    }
    /// −c·|x|·Φ(−|x|), which is c·x·Φ(x) for x ≤ 0, with no rounding of Φ between.
    ACTFN_INLINE V gate_tail_times(V c) const noexcept {
        return e.scaled_product(gate_share() * c) * V(-half_unscale);
    }
    /// Φ(x) + x·φ(x), the derivative of x·Φ(x), with its limits 0 and 1. Error: 5 ULP of the larger
    /// of it and Φ(x).
    ACTFN_INLINE V gate_slope() const noexcept {
        V const minus_t = z - V(1);
        V const excess = math::residual(u, minus_t, z);
        V const q = math::fma(minus_t, excess, minus_t);
        V const minus_mills = math::fma(q, correction, q);
        return select_tail(e.scaled_product(math::fma(math::as<V>(2 * density), u, minus_mills)));
    }
    /// (2 − x²)·φ(x), the second derivative of x·Φ(x).
    ACTFN_INLINE V gate_curvature() const noexcept { return pdf_times(math::fnma(u, u, V(2))); }

  private:
    /// 2·u·Φ(−u)·e^(u²/2).
    ACTFN_INLINE V gate_share() const noexcept {
        V const c = math::fnma(lost, V(1) - z, correction);
        return math::fma(z, c, z);
    }
    /// f(−u) from −2·f(−u)·2^headroom, and f(u) = 1 − f(−u).
    ACTFN_INLINE V select_tail(V p) const noexcept {
        V const h = V(half_unscale);
        auto const left = x < V(0);
        return math::fma(p, math::select(left, -h, h), math::select(left, V(0), V(1)));
    }
};

/// Φ(x), φ(x), x·Φ(x) and their derivatives, for every x.
template <real V> ACTFN_INLINE normal_parts<V> normal(V x) noexcept { return normal_parts<V>(x); }

/// On a dual number by the chain rule; from φ′ on with c·φ(x), whose slope is (c′ − c·x)·φ(x).
template <class V> struct normal_parts<dual<V>> {
    using C = detail::normal_constants<scalar_t<V>>;

    normal_parts<V> at;
    dual<V> x;
    dual<V> u; // |x|, clamped

    ACTFN_INLINE explicit normal_parts(dual<V> t) noexcept
        : at(t.value), x(t), u(math::at_most(math::abs(t), dual<V>(C::negligible))) {}

    ACTFN_INLINE dual<V> cdf() const noexcept { return math::chain(x, at.cdf(), at.pdf()); }
    ACTFN_INLINE dual<V> pdf() const noexcept { return math::chain(x, at.pdf(), at.pdf_slope()); }
    ACTFN_INLINE dual<V> pdf_times(dual<V> c) const noexcept {
        return {at.pdf_times(c.value),
                at.pdf_times(math::fnma(c.value * u.value, u.tangent, c.tangent))};
    }
    ACTFN_INLINE dual<V> pdf_slope() const noexcept { return pdf_times(math::mulsign(-u, x)); }
    ACTFN_INLINE dual<V> gate() const noexcept {
        return math::chain(x, at.gate(), at.gate_slope());
    }
    ACTFN_INLINE pair<dual<V>> gate_in_two_parts() const noexcept {
        auto const p = at.gate_in_two_parts();
        return {math::chain(x, p.hi, at.gate_slope()), dual<V>(p.lo)};
    }
    ACTFN_INLINE dual<V> gate_tail_times(dual<V> c) const noexcept {
        V const slope = math::mulsign(at.gate_slope(), -x.value) * x.tangent;
        return {at.gate_tail_times(c.value),
                math::fma(c.value, slope, at.gate_tail_times(c.tangent))};
    }
    ACTFN_INLINE dual<V> gate_slope() const noexcept {
        return math::chain(x, at.gate_slope(), at.gate_curvature());
    }
    ACTFN_INLINE dual<V> gate_curvature() const noexcept {
        return pdf_times(math::fnma(u, u, dual<V>(2)));
    }
};

template <class V> ACTFN_INLINE normal_parts<dual<V>> normal(dual<V> x) noexcept {
    return normal_parts<dual<V>>(x);
}

/// erf, erfc and erf′ at x. erfc is Mills' ratio at √2·|x| times e^−x²; erf of floats the logarithm
/// of erfc(|x|) as a polynomial, of doubles a polynomial near 0 and beyond 3/4 from erfc.
template <class V> struct erf_parts {
    using T = scalar_t<V>;
    using C = detail::normal_constants<T>;
    static constexpr double slope_at_0 = 1.12837916709551257390;

    V x;
    V u;             // |x|, clamped
    scaled_exp<V> e; // e^−u²
    V tail;          // erfc(|x|) · 2^headroom

    // Members are built in place: gcc moves a copied struct of registers through memory.
    ACTFN_INLINE explicit erf_parts(V at) noexcept
        : x(at),
          u(math::at_most(math::abs(at), V(C::erf_negligible))),
          e(detail::square_decay<1>(u)),
          tail(e.scaled_product(mills(u))) {}

    /// erf(x). Error: 1.5 ULP.
    ACTFN_INLINE V value() const noexcept {
        if constexpr (requires { C::erf_saturated; }) {
            return from_logarithm(); // fewer operations, for which double has no digits to spare
        } else {
            V const little = math::fma(u, C::small_erf(math::small_square(u)), u);
            V const large = math::fnma(tail, V(scaled_exp<V>::unscale_by), V(1));
            return math::mulsign(math::select(u < V(T(0.75)), little, large), x);
        }
    }
    /// erfc(x) = 1 − erf(x), with relative accuracy in its right tail. Error: 2.5 ULP.
    ACTFN_INLINE V complement() const noexcept {
        V const s = V(scaled_exp<V>::unscale_by);
        auto const left = x < V(0);
        return math::fma(tail, math::select(left, -s, s), math::select(left, V(2), V(0)));
    }
    /// erf′(x) = 2/√π·e^−x². Error: 2 ULP.
    ACTFN_INLINE V slope() const noexcept { return slope_times(V(1)); }
    /// c·2/√π·e^−x².
    ACTFN_INLINE V slope_times(V c) const noexcept {
        return scaled_exp<V>::unscale(e.scaled_product(math::as<V>(slope_at_0) * c));
    }
    /// −4/√π·x·e^−x².
    ACTFN_INLINE V curvature() const noexcept { return slope_times(math::mulsign(-(u + u), x)); }

  private:
    /// 1 − e^−h with h = −log(erfc(|x|)) = |x| + |x|·rate, whose parts are added last.
    ACTFN_INLINE V from_logarithm() const noexcept {
        using E = detail::exp_constants<T>;
        constexpr T shifter = E::shifter + T(E::bias);
        V const a = math::at_most(math::abs(x), V(C::erf_saturated));
        V const rate = C::erfc_rate(a);
        V const shifted = detail::nearest_fma(math::fma(a, rate, a), V(-E::log2e), V(shifter));
        V const n = shifted - V(shifter);
        V const scale = math::from_bits<V>(math::bits(shifted) << E::significand_bits);
        V const head = math::fma(n, V(-E::log2_rest), math::fma(n, V(-E::log2_head), -a));
        V const r = math::fnma(a, rate, head);
        V const curved = math::square_or_zero(r) * E::template tail<1, 1>(r);
        V const minus_one = head + math::fnma(a, rate, curved); // eʳ − 1
        return math::mulsign(detail::positive(math::fnma(scale, minus_one, V(1) - scale)), x);
    }
    /// erfc(u)·e^u².
    ACTFN_INLINE static V mills(V u) noexcept {
        constexpr double r = 0.70710678118654752440;
        V const root = math::as<V>(r);
        V const v = (u - math::as<V>(C::middle * r)) / (u + math::as<V>(C::radius * r));
        V const c = C::correction(v);
        // q = 1/(1 + √2·u); what rounding added to it, from q·(r + u) − r.
        V const q = root / (u + root);
        V const excess = math::residual(q, u, math::fma(q, root, -root));
        V const lost = (excess * q) * math::as<V>(-1 / r);
        return q + math::fma(q, c, lost);
    }
};

/// erf(x), erfc(x) and erf′(x), for every x.
template <real V> ACTFN_INLINE erf_parts<V> erf(V x) noexcept { return erf_parts<V>(x); }

template <class V> struct erf_parts<dual<V>> {
    using C = detail::normal_constants<scalar_t<V>>;

    erf_parts<V> at;
    dual<V> x;
    dual<V> u; // |x|, clamped

    ACTFN_INLINE explicit erf_parts(dual<V> t) noexcept
        : at(t.value), x(t), u(math::at_most(math::abs(t), dual<V>(C::erf_negligible))) {}

    ACTFN_INLINE dual<V> value() const noexcept { return math::chain(x, at.value(), at.slope()); }
    ACTFN_INLINE dual<V> complement() const noexcept {
        return math::chain(x, at.complement(), -at.slope());
    }
    ACTFN_INLINE dual<V> slope() const noexcept {
        return math::chain(x, at.slope(), at.curvature());
    }
    ACTFN_INLINE dual<V> slope_times(dual<V> c) const noexcept {
        V const v = c.value * u.value;
        return {at.slope_times(c.value), at.slope_times(math::fnma(v + v, u.tangent, c.tangent))};
    }
    ACTFN_INLINE dual<V> curvature() const noexcept {
        return slope_times(math::mulsign(-(u + u), x));
    }
};

template <class V> ACTFN_INLINE erf_parts<dual<V>> erf(dual<V> x) noexcept {
    return erf_parts<dual<V>>(x);
}

/// erfc(x) = 1 − erf(x), a number. Error: 2.5 ULP.
template <real V> ACTFN_INLINE auto erfc(V x) noexcept { return math::erf(x).complement(); }

} // namespace actfn::math
