// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/trig.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// 0 up to −π/2, (1 + sin(x))/2, 1 from π/2 on;  derivative cos(x)/2. On the left 1 + sin is
/// cos²/(1 − sin), since the sum would cancel; the cosine keeps relative accuracy at both ends.
struct cosine_squasher {
    static constexpr bool has_constant_piece = true;
    static constexpr double half_pi = 1.57079632679489661923;
    static constexpr actfn::facts facts{
        .name = "cosine_squasher",
        .formula = "0 if x <= -pi / 2 else 1 if x >= pi / 2 else (1 + sin(x)) / 2",
        .derivative = "cos(x) / 2 if -pi / 2 < x < pi / 2 else 0",
        .source = "Gallant, White 1988, doi:10.1109/ICNN.1988.23903",
        .lower = 0,
        .upper = 1,
        .left = {0, 0},
        .right = {1, 0},
        .saturates = {saturation::hard, saturation::hard},
        .smoothness = 1,
        .lipschitz = 0.5,
        .max_ulp = {.value = 4.5, .derivative = 2},
        .interval = {-4, 4}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        V const a = math::abs(x);
        auto const outside = a > math::crossing_at<V>(half_pi).first;
        auto const t = math::first_quadrant(math::select(outside, V(0), a));
        auto const left = x <= V(0);
        V const half = math::as<V>(0.5);
        V const one = t.sine + V(1);
        V const y = math::select(left, half * (t.cosine * t.cosine) / one, half * one);
        V const end = math::unless_nan(math::select(left, V(0), V(1)), x);
        return {.value = math::select(outside, end, y),
                .derivative = math::select(outside, V(0), half * t.cosine)};
    }

    /// −sin(x)/2 inside, else 0.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const a = math::abs(x);
        auto const outside = a > math::crossing_at<V>(half_pi).first;
        auto const t = math::first_quadrant(math::select(outside, V(0), a));
        return math::select(outside, V(0), math::mulsign(math::as<V>(-0.5) * t.sine, x));
    }
};

} // namespace kernel

inline constexpr function<kernel::cosine_squasher> cosine_squasher{};

} // namespace actfn
