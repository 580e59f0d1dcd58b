// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/power.hpp>
#include <actfn/math/trig.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sinlu(x) = (x + a·sin(bx))·σ(x),  derivative (1 + ab·cos(bx))·σ(x) + (x + a·sin(bx))·σ′(x). The
/// derivative has no limit at +∞: NaN there. With a = 0 it is silu.
template <class P = double> struct sinlu {
    static constexpr std::string_view name = "sinlu";

    P a{1};
    P b{1};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        double const swing = (std::max)(a, -a);
        double const product = a * b;
        double const steep = (std::max)(product, -product);
        bool const usual = a == 1 && b == 1;
        bool const still = product == 0;
        double const reach = still ? 120 : 120 + 9 / (std::max)(b, -b);
        return {.name = name,
                .formula = "(x + a * sin(b * x)) * logistic(x)",
                .derivative = "(1 + a * b * cos(b * x)) * logistic(x) + (x + a * sin(b * x)) * "
                              "logistic(x) * logistic(-x)",
                .cancelling =
                    "logistic(x) * (1 + abs(a * b)) + abs(a) * logistic(x) * logistic(-x)",
                .cancelling_value =
                    product >= 0 && product <= 1 ? "" : "logistic(x) * max(abs(x), abs(a * b * x))",
                .cancelling_second = "max(abs(a) * b**2 * logistic(x), 2 * (1 + abs(a * b)) * "
                                     "logistic(x) * logistic(-x))",
                .source = "Paul, Bandyopadhyay, Yoon, Geem, Sarkar 2022, doi:10.3390/math10030337",
                .lower = usual ? -0.49737055419099102 : -0.27846454276107380 - (still ? 0 : swing),
                .left = {0, 0},
                .right = {infinity, still ? 1 : none},
                .monotone = false,
                .lipschitz = usual ? 2.0079707225226575
                                   : 1.0998393201288669 + (still ? 0 : steep + swing / 4),
                .init = init_scheme::he,
                .max_ulp = {.value = 4, .derivative = 5},
                .interval = {-reach, reach}};
    }

    template <class V> struct parts {
        math::trig_parts<V> angle;
        V p;     // x + a·sin(bx)
        V slope; // 1 + ab·cos(bx)

        ACTFN_INLINE explicit parts(V x, sinlu const& k) noexcept
            : angle(math::at_least(x, V(-1000)), k.b) {
            V const by = math::as<V>(k.a * k.b);
            V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
            V const z = math::at_least(x, V(-1000));
            V const line = math::as<V>(k.b) * math::at_most(z, V(1));
            V const swing = math::tangent_near_0(line, math::times_slope(z, by),
                                                 math::as<V>(k.a) * angle.sine());
            p = math::select(x > most, x, z + swing);
            slope = math::select(by == V(0), V(1), math::fma(by, angle.cosine(), V(1)));
        }
    };

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        auto const s = math::logistic(x);
        parts<V> const t(x, *this);
        V const y = s.value_beside_slope();
        return {.value = s.times(t.p), .derivative = math::fma(t.slope, y, s.slope_times(t.p))};
    }

    /// −ab²·sin(bx)·σ + 2(1 + ab·cos(bx))·σ′ + (x + a·sin(bx))·σ″.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        auto const s = math::logistic(x);
        parts<V> const t(x, *this);
        V const by = math::as<V>(a * b * b);
        V const bend = math::select(by == V(0), V(0), by * t.angle.sine());
        V const twice = s.slope_times(t.slope + t.slope);
        return (twice - s.times(bend)) + math::logistic_curvature(s.q, x, t.p);
    }

    template <real V> ACTFN_INLINE sinlu<V> parameter_derivatives(V x) const noexcept {
        auto const s = math::logistic(x);
        math::trig_parts<V> const angle(math::at_least(x, V(-1000)), b);
        V const z = math::at_least(x, V(-1000));
        V const by_b = math::as<V>(a) * (z * angle.cosine());
        // Far out σ is e^x, whose product with a large number is larger than what `times` holds.
        return {.a = s.times(angle.sine()),
                .b = math::select(x < V(-60), math::exp_of_sum(x, V(0), by_b), s.times(by_b))};
    }
};

} // namespace kernel

inline constexpr function<kernel::sinlu<>> sinlu{};

} // namespace actfn
