// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/polynomials.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// P/Q as x^n·c(u)/d(|u|): for |x| ≤ 1 as it is, with u = x and n = 0; beyond that by powers of
/// u = 1/x, c and d without leading zeros, n being the difference of the degrees. What rounding
/// takes from c, its derivatives and u is carried along.
template <class V, class P> class pade_ratio {
  public:
    using mask = decltype(V(0) < V(0));
    using pair = math::pair<V>;

    V x;
    mask inner;
    int rise;  // of P as a power of x
    int below; // of Q

    template <class K> ACTFN_INLINE pade_ratio(K const& k, V at) noexcept : x(at) {
        std::array<P, 6> const a{k.a0, k.a1, k.a2, k.a3, k.a4, k.a5};
        std::array<P, 5> const b{P(1), math::abs(k.b1), math::abs(k.b2), math::abs(k.b3),
                                 math::abs(k.b4)};
        rise = degree(a);
        below = degree(b);
        V const size = math::abs(x);
        inner = size <= V(1);
        constexpr auto most = 1 / (std::numeric_limits<scalar_t<V>>::min)();
        V const large = math::at_most(math::at_least(size, V(1)), math::as<V>(most));
        V const reciprocal = V(1) / large;
        V const rest = math::residual(-large, reciprocal, V(1)) * reciprocal;
        inverse_ = {math::mulsign(reciprocal, x), math::mulsign(rest, x)};
        u_ = {math::select(inner, x, inverse_.hi), math::select(inner, V(0), inverse_.lo)};
        [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
            c_ = powers(u_.hi, coefficient(a, rise, J)...);
        }
        (std::make_index_sequence<6>{});
        correct(c_, u_.lo);
        V const w = math::abs(u_.hi);
        [&]<std::size_t... J>(std::index_sequence<J...>) ACTFN_LAMBDA_INLINE {
            d_ = powers(w, coefficient(b, below, J)...);
        }
        (std::make_index_sequence<5>{});
        correct(d_, math::mulsign(u_.lo, u_.hi));
        d_.slope = {math::mulsign(d_.slope.hi, u_.hi), math::mulsign(d_.slope.lo, u_.hi)};
        share = V(1) / d_.value.hi;
    }

    V share; // 1/d

    /// c/d, its derivative and half its second derivative by u.
    ACTFN_INLINE pair value() const noexcept { return over(c_.value); }
    ACTFN_INLINE pair slope(pair g) const noexcept {
        return over(math::difference(c_.slope, math::product(g, d_.slope)));
    }
    ACTFN_INLINE pair bend(pair g, pair slope) const noexcept {
        pair const first = math::difference(c_.bend, math::product(slope, d_.slope));
        return over(math::difference(first, math::product(g, d_.bend)));
    }

    ACTFN_INLINE int excess() const noexcept { return rise - below; }
    ACTFN_INLINE pair inverse() const noexcept { return inverse_; }
    /// v·xⁿ·sgn(x)^below.
    ACTFN_INLINE V times_power(pair v, int n) const noexcept {
        V hi = below % 2 == 0 ? v.hi : math::select(x < V(0), -v.hi, v.hi);
        V lo = below % 2 == 0 ? v.lo : math::select(x < V(0), -v.lo, v.lo);
        if (n == 1) return math::fma(x, hi, math::finite(x) * lo);
        V y = hi + lo;
        for (int i = 0; i < n; ++i) y = y * x;
        for (int i = n; i < 0; ++i) y = y / x;
        return y;
    }
    /// v·|x|^n within ±1, v·|x|^far beyond; with the sign of x where `odd`.
    ACTFN_INLINE V times_powers(V v, int n, int beyond, bool odd) const noexcept {
        V const size = math::abs(u_.hi);
        V const most = math::finite(math::abs(x));
        V y = v;
        V z = v;
        for (int i = 0; i < n; ++i) y = y * size;
        for (int i = 0; i < beyond; ++i) z = z * most;
        for (int i = beyond; i < 0; ++i) z = z * size;
        V const power = math::select(inner, y, z);
        return odd ? math::select(x < V(0), -power, power) : power;
    }

  private:
    /// c0 + c1·u + ... and its derivatives over n!.
    struct expansion {
        pair value;
        pair slope{V(0), V(0)};
        pair bend{V(0), V(0)};
        V third = V(0);
    };

    /// The power of the last coefficient that is not 0; parameters that are no plain numbers are
    /// not asked.
    template <std::size_t n> static ACTFN_INLINE int degree(std::array<P, n> const& c) noexcept {
        int last = static_cast<int>(n) - 1;
        if constexpr (std::is_arithmetic_v<P>) {
            while (last > 0 && c[static_cast<std::size_t>(last)] == P(0)) --last;
        }
        return last;
    }
    /// That of u^j: of c, or of c from its last one back.
    template <std::size_t n>
    ACTFN_INLINE pair coefficient(std::array<P, n> const& c, int last,
                                  std::size_t j) const noexcept {
        int const back = last - static_cast<int>(j);
        P const outer = back < 0 ? P(0) : c[static_cast<std::size_t>(back < 0 ? 0 : back)];
        return {math::select(inner, math::as<V>(c[j]), math::as<V>(outer)),
                math::select(inner, V(math::low<V>(c[j])), V(math::low<V>(outer)))};
    }
    static ACTFN_INLINE expansion powers(V, pair c) noexcept { return {c}; }
    template <class... C> static ACTFN_INLINE expansion powers(V u, pair c, C... higher) noexcept {
        expansion const h = powers(u, higher...);
        return {math::fma(h.value, u, c), math::fma(h.slope, u, h.value),
                math::fma(h.bend, u, h.slope), math::fma(h.third, u, h.bend.hi)};
    }
    /// Moves it by what rounding took from u.
    static ACTFN_INLINE void correct(expansion& e, V rest) noexcept {
        e.value.lo = math::fma(e.slope.hi, rest, e.value.lo);
        e.slope.lo = math::fma(e.bend.hi + e.bend.hi, rest, e.slope.lo);
        e.bend.lo = math::fma(V(3) * e.third, rest, e.bend.lo);
    }
    /// a/d.
    ACTFN_INLINE pair over(pair a) const noexcept {
        V const q = a.hi * share;
        V const left = math::residual(-q, d_.value.hi, a.hi) + math::fnma(q, d_.value.lo, a.lo);
        return {q, left * share};
    }

    pair inverse_; // 1/x beyond ±1, of 2¹²⁶ or 2¹⁰²² at most
    pair u_;
    expansion c_;
    expansion d_;
};

/// pade(x) = P(x)/Q(x), P = a0 + a1·x + ... + a5·x⁵, Q = 1 + |b1·x| + ... + |b4·x⁴|;  derivative
/// (P′ − pade(x)·Q′)/Q. The safe Padé activation unit, all ten learned; the defaults approximate
/// leaky_relu between −3 and 3. At 0, where |b1·x| has a kink, the derivative is a1, the mean of
/// both sides, and the derivative by a b that is 0 is 0, as by PyTorch's abs.
///
/// Beyond ±1 both are polynomials in 1/x, which neither overflow nor vanish. P cancels for
/// negative x (by default to a hundredth of its terms), so it carries its rounding errors along.
template <class P = double> struct pade {
    static constexpr bool branches_on_parameters = true;
    static constexpr std::string_view name = "pade";

    P a0{0.02979246};
    P a1{0.61837738};
    P a2{2.32335207};
    P a3{3.05202660};
    P a4{1.48548002};
    P a5{0.25103717};
    P b1{1.14201226};
    P b2{4.39322834};
    P b3{0.87154450};
    P b4{0.34720652};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        core::rational const right{
            core::polynomial{{a0, a1, a2, a3, a4, a5}, 5}.trimmed(),
            core::polynomial{{1, size(b1), size(b2), size(b3), size(b4)}, 4}.trimmed()};
        core::rational const left{right.p.mirrored(), right.q};
        double lower = infinity;
        double upper = -infinity;
        double flattest = infinity;
        double steepest = -infinity;
        auto const value = [&](double y) {
            lower = (std::min)(lower, y);
            upper = (std::max)(upper, y);
        };
        right.at_extremes(value);
        left.at_extremes(value);
        core::rational const rise = right.derivative();
        core::rational const fall = left.derivative(); // of f(−x)
        auto const slope = [&](double d) {
            flattest = (std::min)(flattest, d);
            steepest = (std::max)(steepest, d);
        };
        rise.at_extremes(slope);
        fall.at_extremes([&](double d) { slope(-d); });
        bool const line = right.q.degree == 0 && right.p.degree <= 1;
        bool const flat = right.p.degree == 0 && (right.q.degree == 0 || a0 == 0);
        double const n = static_cast<double>(right.p.degree) - static_cast<double>(right.q.degree);
        bool const bends = a0 != 0 && b1 != 0;
        return {.name = name,
                .aliases = "pau",
                .formula = "(a0 + x * (a1 + x * (a2 + x * (a3 + x * (a4 + x * a5))))) / (1 + "
                           "abs(b1 * x) + abs(b2 * x**2) + abs(b3 * x**3) + abs(b4 * x**4))",
                .derivative =
                    "((a1 + x * (2 * a2 + x * (3 * a3 + x * (4 * a4 + x * 5 * a5)))) - sgn(x) * "
                    "(abs(b1) + 2 * abs(b2 * x) + 3 * abs(b3 * x**2) + 4 * abs(b4 * x**3)) * "
                    "(a0 + x * (a1 + x * (a2 + x * (a3 + x * (a4 + x * a5))))) / (1 + abs(b1 * x) "
                    "+ abs(b2 * x**2) + abs(b3 * x**3) + abs(b4 * x**4))) / (1 + abs(b1 * x) + "
                    "abs(b2 * x**2) + abs(b3 * x**3) + abs(b4 * x**4))",
                .source = "Molina, Schramowski, Kersting 2020, arXiv:1907.06732",
                .lower = lower,
                .upper = upper,
                .left = {left.limit(), 0 - left.limit_of_derivative()},
                .right = {right.limit(), right.limit_of_derivative()},
                .kinks = bends ? points{0.0} : points{},
                .monotone = flattest >= 0,
                .odd = a0 == 0 && a2 == 0 && a4 == 0,
                .even = a1 == 0 && a3 == 0 && a5 == 0,
                .saturates = {end_of(left.limit_of_derivative(), flat),
                              end_of(right.limit_of_derivative(), flat)},
                .smoothness = line ? infinity : smoothness(),
                .lipschitz = (std::max)(steepest, -flattest),
                .init = init_scheme::he,
                .max_ulp = {n == 1 ? 1 : 1 + size(n), 1 + size(n - 1)},
                .interval = {-8, 8}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        pade_ratio<V, P> const r(*this, x);
        auto const g = r.value();
        auto const slope = r.slope(g);
        int const n = r.excess();
        // (xⁿ·g(1/x))′ = xⁿ⁻¹·(n·g − g′/x).
        auto const turned = math::product(slope, r.inverse());
        auto const rising = n == 1 ? g : math::product(g, {V(scalar_t<V>(n)), V(0)});
        auto const falling = math::difference(rising, turned);
        // The mean at 0; the tangent is that of either side.
        V const sum = slope.hi + slope.lo;
        V const mean = math::select(x == V(0), math::as<V>(a1), sum);
        V const near_slope = math::with_primal(sum, math::primal(mean));
        return {.value = math::select(r.inner, g.hi + g.lo, r.times_power(g, n)),
                .derivative = math::select(r.inner, near_slope, r.times_power(falling, n - 1))};
    }

    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        pade_ratio<V, P> const r(*this, x);
        auto const g = r.value();
        auto const slope = r.slope(g);
        auto const half = r.bend(g, slope);
        V const bend = V(2) * (half.hi + half.lo);
        V const t = r.inverse().hi;
        int const n = r.excess();
        if (n == 1) return math::select(r.inner, bend, r.times_power({(t * t) * bend, V(0)}, -1));
        V const first = V(scalar_t<V>(2 * n - 2)) * slope.hi;
        V const falling =
            math::fma(t, math::fma(t, bend, -first), V(scalar_t<V>(n * (n - 1))) * g.hi);
        return math::select(r.inner, bend, r.times_power({falling, V(0)}, n - 2));
    }

    template <real V> ACTFN_INLINE pade<V> parameter_derivatives(V x) const noexcept {
        pade_ratio<V, P> const r(*this, x);
        V const part = r.value().hi * r.share;
        auto const by_a = [&](int j) ACTFN_LAMBDA_INLINE {
            return r.times_powers(r.share, j, j - r.below, j % 2 != 0);
        };
        auto const by_b = [&](int j, P const& p) ACTFN_LAMBDA_INLINE {
            V const b = math::as<V>(p);
            V const inside = r.times_powers(part, j, j + r.excess() - r.below, false);
            V const flipped = r.rise % 2 == 0 ? inside : math::select(x < V(-1), -inside, inside);
            return math::select(b == V(0), V(0), math::select(b < V(0), flipped, -flipped));
        };
        return {.a0 = by_a(0),
                .a1 = by_a(1),
                .a2 = by_a(2),
                .a3 = by_a(3),
                .a4 = by_a(4),
                .a5 = by_a(5),
                .b1 = by_b(1, b1),
                .b2 = by_b(2, b2),
                .b3 = by_b(3, b3),
                .b4 = by_b(4, b4)};
    }

  private:
    static constexpr double size(double b) noexcept { return b < 0 ? -b : b; }
    static constexpr saturation end_of(double slope, bool flat) noexcept {
        return slope != 0 ? saturation::none : flat ? saturation::hard : saturation::soft;
    }
    /// The first power of x whose coefficient is not that of the first odd power of |x|.
    constexpr double smoothness() const noexcept {
        double const a[] = {a0, a1, a2, a3, a4, a5};
        auto const first = std::find_if(a, a + 6, [](double c) { return c != 0; }) - a;
        if (first == 6 || (b1 == 0 && b3 == 0)) return actfn::facts::infinity;
        return static_cast<double>(first) + (b1 != 0 ? 0 : 2);
    }
};

} // namespace kernel

inline constexpr function<kernel::pade<>> pade{};
inline constexpr auto& pau = pade;

} // namespace actfn
