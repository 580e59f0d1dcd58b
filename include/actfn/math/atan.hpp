// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/math/exp.hpp>

namespace actfn::inline ACTFN_ABI::math {

namespace detail {

// atan(√z)/√z − 1 on [0, 1]. Coefficients: tools/atan.sollya.
template <class T> struct atan_series;

template <> struct atan_series<float> {
    static constexpr double half_pi_rest = -0x1.777a5cp-25;
    template <real V> ACTFN_INLINE static V tail(V z) noexcept {
        return math::polynomial(
            z, as<V>(-0x1.555554p-2F), as<V>(0x1.999912p-3F), as<V>(-0x1.248828p-3F),
            as<V>(0x1.c651a2p-4F), as<V>(-0x1.6f923p-4F), as<V>(0x1.2815a2p-4F),
            as<V>(-0x1.ba3634p-5F), as<V>(0x1.157d08p-5F), as<V>(-0x1.0415cap-6F),
            as<V>(0x1.37acc8p-8F), as<V>(-0x1.5e58fp-11F));
    }
};

template <> struct atan_series<double> {
    static constexpr double half_pi_rest = 0x1.1a62633145c07p-54;
    template <real V> ACTFN_INLINE static V tail(V z) noexcept {
        return math::polynomial(
            z, as<V>(-0x1.555555555554ep-2), as<V>(0x1.9999999998dbap-3),
            as<V>(-0x1.249249245c833p-3), as<V>(0x1.c71c71b79337ep-4), as<V>(-0x1.745d15eaea836p-4),
            as<V>(0x1.3b139d1f1739ap-4), as<V>(-0x1.11103e1748eedp-4), as<V>(0x1.e1d51f86f23b4p-5),
            as<V>(-0x1.aedd403b742e8p-5), as<V>(0x1.84bf67eaa470cp-5), as<V>(-0x1.5f44dba7fa4c9p-5),
            as<V>(0x1.395025a580dbbp-5), as<V>(-0x1.0d1e8e4a6b98cp-5), as<V>(0x1.ae0697ff8d7b3p-6),
            as<V>(-0x1.32ba6640eaa66p-6), as<V>(0x1.75e8e2e381a31p-7), as<V>(-0x1.73d6f0f8c21edp-8),
            as<V>(0x1.1de5dcda2a403p-9), as<V>(-0x1.3c04ca87d81e6p-11),
            as<V>(0x1.bc281c3b4c775p-14), as<V>(-0x1.28da2ff8e1222p-17));
    }
};

} // namespace detail

/// atan(s). Domain: |s| ≤ 1.
template <real V> ACTFN_INLINE V atan_unit(V s) noexcept {
    V const z = math::small_square(s);
    return math::fma(s, z * detail::atan_series<scalar_t<V>>::tail(z), s);
}
template <class V> ACTFN_INLINE dual<V> atan_unit(dual<V> s) noexcept {
    return math::chain(s, math::atan_unit(s.value), V(1) / math::fma(s.value, s.value, V(1)));
}

/// atan(x) and its slope 1/(1 + x²), beyond 1 from the reciprocal of |x|: its square does not
/// overflow.
template <class V> struct atan_parts {
    V x;
    V u; // |x|
    decltype(u > u) outer;
    V s; // |x| or 1/|x|, at most 1

    ACTFN_INLINE explicit atan_parts(V at) noexcept
        : x(at), u(math::abs(at)), outer(u > V(1)), s(math::select(outer, V(1) / u, u)) {}

    /// atan(x). Error: 1.5 ULP.
    ACTFN_INLINE V value() const noexcept {
        constexpr double half_pi = 1.57079632679489661923;
        V const rest = math::as<V>(detail::atan_series<scalar_t<V>>::half_pi_rest);
        V const a = math::atan_unit(s);
        return math::mulsign(math::select(outer, math::as<V>(half_pi) - (a - rest), a), x);
    }
    /// 1/(1 + x²). Error: 4.5 ULP.
    ACTFN_INLINE V slope() const noexcept {
        V const t = math::select(outer, s, V(1));
        return t * t / math::fma(s, s, V(1));
    }
};

/// atan(x) and its derivative, for every x.
template <real V> ACTFN_INLINE atan_parts<V> atan(V x) noexcept { return atan_parts<V>(x); }

/// The angle of x + i·y, with the sign of y; 0 at 0, π or −π on the negative axis. Domain: not both
/// parts infinite.
template <real V> ACTFN_INLINE V atan2(V y, V x) noexcept {
    constexpr double half_pi = 1.57079632679489661923;
    V const rest = math::as<V>(detail::atan_series<scalar_t<V>>::half_pi_rest);
    V const a = math::abs(x);
    V const b = math::abs(y);
    auto const steep = b > a;
    V const longer = math::select(steep, b, a);
    V const s = math::select(steep, a, b) / math::select(longer == V(0), V(1), longer);
    V const t = math::atan_unit(s);
    // Off the nearest axis: t, π/2 − t, π/2 + t or π − t.
    auto const left = math::mulsign(V(1), x) < V(0);
    V const turned = math::select(steep, math::mulsign(t, -x), math::mulsign(t, x));
    V const base = math::select(steep, V(1), math::select(left, V(2), V(0)));
    V const angle = math::fma(base, math::as<V>(half_pi), math::fma(base, rest, turned));
    return math::mulsign(math::select(base == V(0), t, angle), y);
}

} // namespace actfn::math
