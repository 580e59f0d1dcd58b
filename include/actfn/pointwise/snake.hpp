// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/trig.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// snake(x) = x + sin²(a·x)/a,  snake′(x) = 1 + sin(2a·x), a often learned, x for a = 0.
/// sin² is kept: 1 − cos would cancel for small a. The slope is the square of sin + cos, so that it
/// is never negative; it has no limit at infinity and is NaN there.
template <class P = double> struct snake {
    static constexpr std::string_view name = "snake";

    P a{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        bool const line = a == 0;
        double const distant = line ? 9 : 9 / (std::max)(a, -a);
        double const slope = line ? 1 : none;
        return {.name = name,
                .formula = line ? "x" : "x + sin(a * x)**2 / a",
                .derivative = line ? "1" : "1 + sin(2 * a * x)",
                .cancelling = "1",
                .source = "Ziyin, Hartwig, Ueda 2020, arXiv:2006.08195",
                .left = {-infinity, slope},
                .right = {infinity, slope},
                .odd = line,
                .lipschitz = line ? 1.0 : 2.0,
                .max_ulp = {.value = a == 1 ? 3.5 : 7.0, .derivative = 4},
                .interval = {-distant, distant}};
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        math::trig_parts<V> const t(x, a);
        V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
        V const s = t.sine();
        V const y = math::unless_zero(math::fma(s, sine_over_a(s, x), x), x);
        V const slope = t.one_plus_sine_of_twice();
        auto const line = math::as<V>(a) == V(0);
        return {.value = math::select(math::abs(x) > most, x, y),
                .derivative = math::select(line, math::unless_nan(V(1), x), slope)};
    }

    /// 2a·cos(2a·x).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const d = math::trig_parts<V>(x, a).diagonal();
        V const y = math::as<V>(a * P(-4)) * (d.hi * d.lo);
        return math::select(math::as<V>(a) == V(0), math::unless_nan(V(0), x), y);
    }

    /// (a·x·sin(2a·x) − sin²(a·x))/a².
    template <real V> ACTFN_INLINE snake<V> parameter_derivatives(V x) const noexcept {
        math::trig_parts<V> const t(x, a);
        V const s = sine_over_a(t.sine(), x);
        V const slope = (s + s) * math::fma(x, t.cosine(), math::as<V>(-0.5) * s);
        return {.a = math::select(math::as<V>(a) == V(0), x * x, slope)};
    }

    /// sin(a·x)/a, x for a = 0.
    template <real V> ACTFN_INLINE V sine_over_a(V sine, V x) const noexcept {
        if (math::is_number(a, 1)) return sine;
        V const divisor = math::as<V>(a);
        auto const zero = divisor == V(0);
        V const d = math::select(zero, V(1), divisor);
        V const q = sine / d;
        // The part of a that is no V.
        V const result = math::select(zero, x, math::fnma(q, math::low<V>(a) / d, q));
        if constexpr (math::is_per_lane<P>) {
            return math::select(math::differs<V>(a, 1), result, sine);
        } else {
            return result;
        }
    }
};

} // namespace kernel

inline constexpr function<kernel::snake<>> snake{};

} // namespace actfn
