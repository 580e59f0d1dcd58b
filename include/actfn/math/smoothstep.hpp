// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>
#include <actfn/math/exp.hpp>
#include <actfn/math/jet.hpp>
#include <actfn/math/piecewise.hpp>

#include <cstddef>
#include <utility>

/// The Hermite sigmoids.
namespace actfn::inline ACTFN_ABI::math {

/// (2N + 1)!/(2ᴺ·N!)², the slope at 0. Exact.
constexpr double smoothstep_slope(int order) noexcept {
    double c = 1;
    for (int i = 1; i <= order; ++i) c = c * (2 * i + 1) / (2 * i);
    return c;
}
/// The binomial coefficient n over k. Exact.
constexpr double binomial(int n, int k) noexcept {
    double b = 1;
    for (int i = 1; i <= k; ++i) b = b * (n - k + i) / i;
    return b;
}

/// Texts and errors of the facts of one order.
struct smoothstep_row {
    std::string_view name;
    std::string_view formula;
    std::string_view derivative;
    facts::ulp max_ulp;
};
inline constexpr smoothstep_row smoothstep_rows[] = {
    {"smoothstep0", "x if abs(x) < 1 else sgn(x)", "1 if abs(x) < 1 else 0", {0, 0}},
    {"smoothstep",
     "(3 * x - x**3) / 2 if abs(x) < 1 else sgn(x)",
     "1.5 * (1 - x**2) if abs(x) < 1 else 0",
     {2, 2}},
    {"smoothstep2",
     "(15 * x - 10 * x**3 + 3 * x**5) / 8 if abs(x) < 1 else sgn(x)",
     "1.875 * (1 - x**2)**2 if abs(x) < 1 else 0",
     {3, 4.5}},
    {"smoothstep3",
     "(35 * x - 35 * x**3 + 21 * x**5 - 5 * x**7) / 16 if abs(x) < 1 else sgn(x)",
     "2.1875 * (1 - x**2)**3 if abs(x) < 1 else 0",
     {4, 6}},
    {"smoothstep4",
     "(315 * x - 420 * x**3 + 378 * x**5 - 180 * x**7 + 35 * x**9) / 128 if abs(x) < 1 else sgn(x)",
     "2.4609375 * (1 - x**2)**4 if abs(x) < 1 else 0",
     {2, 3.5}},
    {"smoothstep5",
     "(693 * x - 1155 * x**3 + 1386 * x**5 - 990 * x**7 + 385 * x**9 - 63 * x**11) / 256 if "
     "abs(x) < 1 else sgn(x)",
     "2.70703125 * (1 - x**2)**5 if abs(x) < 1 else 0",
     {2, 4.5}},
    {"smoothstep6",
     "(3003 * x - 6006 * x**3 + 9009 * x**5 - 8580 * x**7 + 5005 * x**9 - 1638 * x**11 + 231 * "
     "x**13) / 1024 if abs(x) < 1 else sgn(x)",
     "2.9326171875 * (1 - x**2)**6 if abs(x) < 1 else 0",
     {2.5, 4.5}},
};

/// c·∫(1 − t²)ᴺ from 0 to x for |x| < 1, else ±1; c makes it 1 at 1.
template <int N>
    requires(0 <= N && N <= 6)
struct hermite_sigmoid {
    static constexpr bool has_constant_piece = true;
    static constexpr double c = math::smoothstep_slope(N);
    using terms = std::make_index_sequence<static_cast<std::size_t>(N) + 1>;
    static constexpr actfn::facts facts{
        .name = smoothstep_rows[N].name,
        .formula = smoothstep_rows[N].formula,
        .derivative = smoothstep_rows[N].derivative,
        .source = N == 1   ? "Perlin 1985, doi:10.1145/325165.325247"
                  : N == 2 ? "Perlin 2002, doi:10.1145/566654.566636"
                           : "after Perlin 2002, doi:10.1145/566654.566636",
        .lower = -1,
        .upper = 1,
        .left = {-1, 0},
        .right = {1, 0},
        .kinks = N == 0 ? points{-1.0, 1.0} : points{},
        .odd = true,
        .saturates = {saturation::hard, saturation::hard},
        .smoothness = N,
        .lipschitz = c,
        .max_ulp = smoothstep_rows[N].max_ulp,
        .interval = {-4, 4}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const u = math::at_most(math::abs(x), V(1));
        if constexpr (N == 0) {
            return {.value = math::mulsign(u, x),
                    .derivative = math::only_where(math::abs(x) < V(1), V(1), x)};
        } else {
            V y = u * series(math::small_square(u), terms{});
            if constexpr (N > 3) { // terms would cancel near 1
                y = math::select(u > math::as<V>(0.5), V(1) - complement(u, terms{}), y);
            }
            return {.value = math::mulsign(math::rounded_within(y, V(1)), x),
                    .derivative = math::as<V>(c) * power_of_bell<N>(u)};
        }
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const zero = math::unless_nan(V(0), x);
        if constexpr (N == 0) {
            return zero;
        } else {
            V const z = math::select(math::abs(x) > V(1), zero, x);
            V const k = math::as<V>(-2 * N * c);
            if constexpr (N == 1)
                return k * z;
            else
                return k * (z * power_of_bell<N - 1>(z));
        }
    }

  private:
    /// y/u as a polynomial in u².
    template <real V, std::size_t... K>
    ACTFN_INLINE static V series(V square, std::index_sequence<K...>) noexcept {
        return math::polynomial(
            square, math::as<V>((K % 2 == 0 ? c : -c) * math::binomial(N, static_cast<int>(K)) /
                                static_cast<double>(2 * K + 1))...);
    }
    /// 1 − y = 2⁻ᴺ·(1 − u)ᴺ⁺¹·Σ (N + k over k)·((1 + u)/2)ᵏ, of positive terms.
    template <real V, std::size_t... K>
    ACTFN_INLINE static V complement(V u, std::index_sequence<K...>) noexcept {
        V const q = math::as<V>(0.5) * (V(1) + u);
        V const sum = math::polynomial(
            q, math::as<V>(math::binomial(N + static_cast<int>(K), static_cast<int>(K)) /
                           static_cast<double>(1 << N))...);
        V const rest = V(1) - u;
        V power = rest;
        for (int i = 0; i < N; ++i) power = power * rest;
        return power * sum;
    }
    /// (1 − u²)ⁿ, from n = 4 on with what rounding takes from 1 − u².
    template <int n, real V> ACTFN_INLINE static V power_of_bell(V u) noexcept {
        if constexpr (n <= 3) {
            V const d = math::one_minus_square(u);
            return n == 1 ? d : n == 2 ? d * d : d * d * d;
        } else {
            // Below, u² does not count, and would be subnormal.
            V const v = math::at_least(math::abs(u), V(scalar_t<V>(0x1p-30)));
            auto const square = math::two_product(v, v);
            auto const d = math::two_sum(V(1), -square.hi);
            V const d2 = d.hi * d.hi;
            V const rest = n == 4 ? d2 * d.hi : n == 5 ? d2 * d2 : (d2 * d2) * d.hi;
            return rest * math::fma(V(n), d.lo - square.lo, d.hi);
        }
    }
};

} // namespace actfn::math

namespace actfn::inline ACTFN_ABI::kernel {

template <int N> using smoothstep_of = math::hermite_sigmoid<N>;

} // namespace actfn::kernel
