// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/log.hpp>
#include <actfn/math/trig.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// agd(x) = arsinh(tan(x)) on (−π/2, π/2), the inverse of gudermannian,  derivative sec(x); NaN
/// beyond. As log1p(s + (1 − c)·(1 + s)/c), s the sine and c the cosine, 1 − c from the sine, which
/// keeps small x; the cosine from π/2 − |x| in two parts, which keeps both ends.
struct agd {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr actfn::facts facts{
        .name = "agd",
        .aliases = "inverse_gudermannian",
        .formula = "2 * atanh(sin(x / 2) / cos(x / 2))",
        .derivative = "1 / cos(x)",
        .source = "Gudermann 1830",
        .left = {none, none},
        .right = {none, none},
        .odd = true,
        .lipschitz = actfn::facts::infinity,
        .max_ulp = {.value = 3.5, .derivative = 2.5},
        .interval = {-1.55, 1.55},
        .domain = {-1.57079632679489661923, 1.57079632679489661923}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        auto const t = math::first_quadrant(math::abs(x));
        V const slope = V(1) / t.cosine;
        V const excess = t.sine / (V(1) + t.cosine) * (V(1) + t.sine);
        V const y = math::log1p(math::fma(excess * slope, t.sine, t.sine));
        return {.value = math::mulsign(y, x), .derivative = slope};
    }

    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        auto const t = math::first_quadrant(math::abs(x));
        return math::mulsign(t.sine / (t.cosine * t.cosine), x);
    }
};

} // namespace kernel

inline constexpr function<kernel::agd> agd{};
inline constexpr auto& inverse_gudermannian = agd;

} // namespace actfn
