// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/facts.hpp>
#include <actfn/math/jet.hpp>
#include <actfn/math/nearest.hpp>

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>

namespace actfn::inline ACTFN_ABI::math {

/// y; where x is ±0 the `line` through 0, x by default, whose sign it keeps. Tangents stay.
template <real V> ACTFN_INLINE V unless_zero(V y, V x, V line) noexcept {
    auto const zero = math::primal(x) == decltype(math::primal(x))(0);
    return math::with_primal(y, math::select(zero, math::primal(line), math::primal(y)));
}
template <real V> ACTFN_INLINE V unless_zero(V y, V x) noexcept {
    return math::unless_zero(y, x, x);
}

/// x, with the largest numbers in place of the infinite ones; NaN stays.
template <real V> ACTFN_INLINE V finite(V x) noexcept {
    V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
    return math::at_most(math::at_least(x, -most), most);
}

/// y where only rounding takes it beyond the bound: tangents stay.
template <real V> ACTFN_INLINE V rounded_within(V y, V bound) noexcept {
    return math::with_primal(y, math::at_most(math::primal(y), math::primal(bound)));
}

/// The same of a bound below.
template <real V> ACTFN_INLINE V rounded_above(V y, V bound) noexcept {
    return math::with_primal(y, math::at_least(math::primal(y), math::primal(bound)));
}

/// The nearest integer, the even one of two. Error: 0 ULP.
template <real V> ACTFN_INLINE V nearest(V x) noexcept {
    // From here on all numbers are integers.
    V const large = math::as<V>(1 / std::numeric_limits<scalar_t<V>>::epsilon());
    V const a = math::abs(x);
    return math::mulsign(math::select(a < large, detail::nearest_sum(a, large) - large, a), x);
}

/// 1 − u² with relative accuracy. Domain: |u| ≤ 1.
template <real V> ACTFN_INLINE V one_minus_square(V u) noexcept {
    if constexpr (has_fma<V>) {
        return math::fnma(u, u, V(1));
    } else {
        return (V(1) - u) * (V(1) + u);
    }
}

/// Whether a parameter is this number, so that a form of fewer operations holds; what is not a
/// plain number is never asked.
template <class P> constexpr bool is_number(P const& parameter, double number) noexcept {
    if constexpr (std::is_arithmetic_v<P>) {
        return static_cast<double>(parameter) == number;
    } else {
        return false;
    }
}

/// Where the rising line α·x + β passes a height, from the left and the right: `first` is the
/// largest number of V before it or there, `last` the least behind it, so that comparisons with
/// them are exact. The abscissa is first + rest.
template <class V> struct crossing {
    V first;
    V last;
    V rest;
};
/// The number `by` steps above t, −0 being below 0. Nothing in it keeps a compiler from moving it
/// out of a loop, as a call of nextafter or a branch would.
template <std::floating_point T> ACTFN_INLINE T moved(T t, int by) noexcept {
    using I = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    constexpr I magnitude = (std::numeric_limits<I>::max)();
    constexpr int sign = std::numeric_limits<I>::digits;
    auto const ordered = [](I bits) { return bits ^ ((bits >> sign) & magnitude); };
    return std::bit_cast<T>(ordered(ordered(std::bit_cast<I>(t)) + by));
}

/// The crossing at x, a parameter or what is computed from some.
template <real V, class P> ACTFN_INLINE crossing<V> crossing_at(P const& x) noexcept {
    V const nearby = math::as<V>(x);
    if constexpr (std::is_arithmetic_v<P>) {
        using T = scalar_t<V>;
        auto const t = static_cast<T>(x);
        T const first = math::moved(t, -int(static_cast<P>(t) > x));
        T const last = math::moved(t, int(static_cast<P>(t) < x));
        return {math::as<V>(first), math::as<V>(last),
                math::as<V>(static_cast<T>(x - static_cast<P>(first)))};
    } else if constexpr (is_per_lane<P> && !math::is_dual<V>::value) {
        scalar_t<V> lane[3][lanes<V>];
        for (std::size_t i = 0; i < lanes<V>; ++i) {
            auto const c = math::crossing_at<scalar_t<V>>(x.at(i));
            lane[0][i] = c.first;
            lane[1][i] = c.last;
            lane[2][i] = c.rest;
        }
        return {math::load<V>(lane[0]), math::load<V>(lane[1]), math::load<V>(lane[2])};
    } else if constexpr (is_per_lane<P>) {
        auto const c = math::crossing_at<decltype(V::value)>(x);
        return {V(c.first), V(c.last), V(c.rest)};
    } else {
        return {nearby, nearby, V(0)};
    }
}

/// The rising line α·x + β between 0 and 1: `slope` times what x is beyond `lo`, and `rest`. From
/// `hi` on it is rounded to no less than 1, for which the slope may be a step above α.
template <class V> struct rise {
    V slope;
    V rest;
    V lo; // the line is not above 0 up to here,
    V hi; // and not below 1 from here

    ACTFN_INLINE V operator()(V x) const noexcept { return math::fma(slope, x - lo, rest); }
    template <class W> ACTFN_INLINE operator rise<W>() const noexcept {
        return {W(slope), W(rest), W(lo), W(hi)};
    }
};
/// The line α·x + β from where it passes 0 to where it passes 1.
template <real V, class P>
ACTFN_INLINE rise<V> rise_between_0_and_1(P const& alpha, P const& beta) noexcept {
    if constexpr (std::is_arithmetic_v<P> && !std::is_same_v<V, scalar_t<V>>) {
        return math::rise_between_0_and_1<scalar_t<V>>(alpha, beta);
    } else if constexpr (is_per_lane<P> && math::is_dual<V>::value) {
        return math::rise_between_0_and_1<decltype(V::value)>(alpha, beta);
    } else {
        auto const lo = math::crossing_at<V>(-beta / alpha);
        V const hi = math::crossing_at<V>((P(1) - beta) / alpha).last;
        V const a = math::as<V>(alpha);
        rise<V> const line{a, -(a * lo.rest), lo.first, hi};
        if constexpr (math::is_dual<V>::value) {
            return line;
        } else {
            // α is above 0.
            V const above = math::from_bits<V>(math::bits(a) + decltype(math::bits(a))(1));
            return {math::select(line(hi) < V(1), above, a), line.rest, line.lo, line.hi};
        }
    }
}
/// The line up to 1. A tangent of x ends at the kink.
template <real V> ACTFN_INLINE V up_to_1(rise<V> const& line, V x) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return math::select(x >= line.hi, V(1), line(x));
    } else {
        return math::at_most(line(x), V(1));
    }
}
/// The line, clamped to 0 and 1. Tangents end at both kinks.
template <real V> ACTFN_INLINE V clamped(rise<V> const& line, V x) noexcept {
    if constexpr (math::is_dual<V>::value) {
        return math::select(x <= line.lo, V(0), math::up_to_1(line, x));
    } else {
        return math::at_least(math::up_to_1(line, x), V(0));
    }
}

/// `line` where t is so near 0 that the curve is its tangent there: a subnormal t = c·x has lost
/// digits of x.
template <real V> ACTFN_INLINE V tangent_near_0(V t, V line, V curve) noexcept {
    return math::select(math::abs(t) < math::as<V>(0x1p-60), line, curve);
}

/// slope·x, 0 at infinity for slope 0.
template <real V> ACTFN_INLINE V times_slope(V x, V slope) noexcept {
    return slope * math::select(slope == V(0), math::finite(x), x);
}

/// −∞, but the least finite number where slope is 0. Of negative numbers the representation of one
/// is less by 1 than that of the next, and a mask of whole lanes is −1.
template <real V> ACTFN_INLINE V least_factor(V slope) noexcept {
    using limits = std::numeric_limits<scalar_t<V>>;
    auto const is_zero = slope == V(0);
    if constexpr (requires { math::bits_of_mask<V>(is_zero); }) {
        return math::from_bits<V>(math::bits(V(-limits::infinity())) +
                                  math::bits_of_mask<V>(is_zero));
    } else {
        return math::select(is_zero, math::as<V>(limits::lowest()),
                            math::as<V>(-limits::infinity()));
    }
}

/// x for x > 0, else slope·x; the kink belongs to the lower branch.
template <real V, class P> ACTFN_INLINE jet<V> leaky(V x, P const& slope) noexcept {
    V const below = math::as<V>(slope);
    // One product: that of a positive x, which would not be used, might be subnormal.
    V least;
    if constexpr (std::is_arithmetic_v<P>) {
        using T = scalar_t<V>;
        least = math::as<V>(math::least_factor(static_cast<T>(slope)));
    } else {
        least = math::least_factor(below);
    }
    V const derivative = math::one_where_positive(below, x);
    if constexpr (detail::chooses_by_class<V>) {
        return {.value = math::at_least(x, least) * derivative, .derivative = derivative};
    } else { // needs no NaN of it
        V const factor = math::select(x > V(0), V(1), below);
        return {.value = math::at_least(x, least) * factor, .derivative = derivative};
    }
}

/// The facts of `leaky`.
constexpr facts leaky_facts(std::string_view name, std::string_view aliases,
                            std::string_view source, double slope) noexcept {
    constexpr double infinity = facts::infinity;
    double const distant = slope == 0 ? 0 : slope > 0 ? -infinity : infinity;
    return {.name = name,
            .aliases = aliases,
            .formula = "x if x > 0 else slope * x",
            .derivative = "1 if x > 0 else slope",
            .source = source,
            .lower = slope > 0 ? -infinity : 0,
            .left = {distant, slope},
            .kinks = slope == 1 ? points{} : points{0.0},
            .monotone = slope >= 0,
            .odd = slope == 1,
            .even = slope == -1,
            .saturates = {slope == 0 ? saturation::hard : saturation::none, saturation::none},
            .lipschitz = (std::max)({1.0, slope, -slope}),
            .init = init_scheme::he,
            .max_ulp = {.value = 1.5, .derivative = 1}};
}

/// The facts of x for x > θ, else 0.
constexpr facts thresholded_facts(std::string_view name, std::string_view source, double theta,
                                  facts::ulp max_ulp) noexcept {
    bool const jumps = theta != 0;
    return {.name = name,
            .formula = "x if x > theta else 0",
            .derivative = "1 if x > theta else 0",
            .source = source,
            .lower = (std::min)(theta, 0.0),
            .left = {0, 0},
            .kinks = {theta},
            .monotone = theta >= 0,
            .saturates = {saturation::hard, saturation::none},
            .smoothness = jumps ? -1.0 : 0.0,
            .lipschitz = jumps ? facts::infinity : 1.0,
            .init = init_scheme::he,
            .max_ulp = max_ulp,
            .interval = {(std::min)(-20.0, 2 * theta), (std::max)(20.0, 2 * theta)}};
}

/// factor·x as an unevaluated sum that includes what rounding took from the factor and the product:
/// an error in the argument of an exponential grows with the argument.
template <real V, class P> ACTFN_INLINE pair<V> scaled(V x, P const& factor) noexcept {
    V const f = math::as<V>(factor);
    V const z = math::select(f == V(0), math::finite(x), x);
    auto const p = math::two_product(f, z);
    V const lo = math::fma(math::low<V>(factor), z, p.lo);
    // At infinity, and where the product overflows, the remainder is NaN.
    return {p.hi, math::select(math::abs(lo) < V(1), lo, V(0))};
}
/// The tangent of a constant factor is 0, also beside an infinite x.
template <class V, constant_parameter P>
ACTFN_INLINE pair<dual<V>> scaled(dual<V> x, P const& factor) noexcept {
    auto const t = math::scaled(x.value, factor);
    return {{t.hi, math::as<V>(factor) * x.tangent}, dual<V>(t.lo)};
}

/// f(factor·x, its remainder as above), or f(x) for the factor 1.
template <real V, class P, class F>
ACTFN_INLINE auto at_scaled(V x, P const& factor, F const& f) noexcept {
    if (math::is_number(factor, 1)) return f(x);
    auto const t = math::scaled(x, factor);
    return f(t.hi, t.lo);
}

/// x/divisor as an unevaluated sum that includes what rounding took from divisor and quotient.
template <real V, class P> ACTFN_INLINE pair<V> quotient(V x, P const& divisor) noexcept {
    if (math::is_number(divisor, 1)) return {x, V(0)};
    V const d = math::as<V>(divisor);
    V const q = x / d;
    auto const p = math::two_product(q, d);
    V const remainder = math::fnma(q, math::low<V>(divisor), (x - p.hi) - p.lo);
    V const lo = remainder / d;
    return {q, math::select(math::abs(lo) < V(1), lo, V(0))};
}
template <class V, constant_parameter P>
ACTFN_INLINE pair<dual<V>> quotient(dual<V> x, P const& divisor) noexcept {
    auto const t = math::quotient(x.value, divisor);
    return {{t.hi, x.tangent / math::as<V>(divisor)}, dual<V>(t.lo)};
}

/// sgn(x)·(|x| − bias) for |x| > threshold, else 0; the band is closed.
template <real V, class P>
ACTFN_INLINE jet<V> shrink(V x, P const& threshold, P const& bias) noexcept {
    V const a = math::abs(x);
    auto const outside = a > math::as<V>(threshold);
    V const beyond = (a - math::as<V>(bias)) - math::low<V>(bias);
    // In the band, the zero of the sign of x, and NaN.
    return {.value = math::select(outside, math::mulsign(beyond, x), V(0) * x),
            .derivative = math::indicator(outside, x)};
}

/// The derivative of `shrink` in its bias.
template <real V, class P> ACTFN_INLINE V shrink_slope(V x, P const& threshold) noexcept {
    auto const outside = math::abs(x) > math::as<V>(threshold);
    return math::select(outside, math::mulsign(V(-1), x), math::unless_nan(V(0), x));
}

} // namespace actfn::math
