// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/trig.hpp>

#include <limits>

namespace actfn {

namespace kernel {

/// snake(x) = x + sin²(a·x)/a,  snake′(x) = 1 + sin(2a·x), a > 0, often learned; a → 0 gives x.
/// sin² is kept: 1 − cos would cancel for small a. The slope is the square of sin + cos, so that it
/// is never negative; it has no limit at infinity and is NaN there.
template <class P = double> struct snake {
    static constexpr std::string_view name = "snake";

    P a{1};

    constexpr actfn::facts describe() const {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        return {.name = name,
                .formula = "x + sin(a * x)**2 / a",
                .derivative = "1 + sin(2 * a * x)",
                .cancelling = "1",
                .source = "Ziyin, Hartwig, Ueda 2020, arXiv:2006.08195",
                .left = {-actfn::facts::infinity, none},
                .right = {actfn::facts::infinity, none},
                .lipschitz = 2,
                .max_ulp = {.value = a == 1 ? 3.5 : 7.0, .derivative = 4},
                .interval = {-9 / a, 9 / a}};
    }

    constexpr void check() const { core::require(a > 0, name, "a", a, "greater than", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        math::trig_parts<V> const t(x, a);
        V const most = math::as<V>(std::numeric_limits<scalar_t<V>>::max());
        V const y = x + t.sine_squared() / math::as<V>(a);
        return {.value = math::select(math::abs(x) > most, x, y),
                .derivative = t.one_plus_sine_of_twice()};
    }

    /// 2a·cos(2a·x).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const d = math::trig_parts<V>(x, a).diagonal();
        return math::as<V>(a * P(-4)) * (d.hi * d.lo);
    }

    /// (a·x·sin(2a·x) − sin²(a·x))/a².
    template <real V> ACTFN_INLINE snake<V> parameter_derivatives(V x) const noexcept {
        math::trig_parts<V> const t(x, a);
        V const s = t.sine() / math::as<V>(a);
        return {.a = s * math::fma(x + x, t.cosine(), -s)};
    }
};

} // namespace kernel

inline constexpr function<kernel::snake<>> snake{};

} // namespace actfn
