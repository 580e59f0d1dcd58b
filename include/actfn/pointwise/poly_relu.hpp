// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/arithmetic.hpp>
#include <actfn/math/piecewise.hpp>

#include <algorithm>
#include <limits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// poly_relu(x) = w0 + w1·r + w2·r² + w3·r³ with r = max(0, x),  derivative w1 + 2·w2·r + 3·w3·r²
/// for x > 0, else 0.
template <class P = double> struct poly_relu {
    static constexpr bool has_constant_piece = true;
    static constexpr std::string_view name = "poly_relu";

    P w0{-0.0}; // keeps the sign of a zero
    P w1{1.0 / 3};
    P w2{1.0 / 3};
    P w3{1.0 / 3};

    constexpr actfn::facts describe() const {
        constexpr double infinity = actfn::facts::infinity;
        bool const flat = w1 == 0 && w2 == 0 && w3 == 0;
        bool const rises = w1 >= 0 && w2 >= 0 && w3 >= 0;
        bool const falls = w1 <= 0 && w2 <= 0 && w3 <= 0;
        bool const line = w2 == 0 && w3 == 0;
        double const leading = w3 != 0 ? w3 : w2 != 0 ? w2 : w1;
        double const right = flat ? w0 : leading > 0 ? infinity : -infinity;
        double const steep = line ? w1 : right;
        bool const adds = (rises && w0 >= 0) || (falls && w0 <= 0);
        return {.name = name,
                .formula = "w0 + max(x, 0) * (w1 + max(x, 0) * (w2 + max(x, 0) * w3))",
                .derivative = "w1 + x * (2 * w2 + x * 3 * w3) if x > 0 else 0",
                .source = "Zhuo et al. 2024, arXiv:2411.03884",
                .lower = leading < 0 ? -infinity : w0 - depth(1),
                .upper = leading > 0 ? infinity : w0 + depth(-1),
                .left = {w0, 0},
                .right = {right, steep},
                .kinks = w1 == 0 ? points{} : points{0.0},
                .monotone = rises || (leading > 0 && depth(1) == 0 && w2 * w2 <= 3 * w1 * w3),
                .odd = flat && w0 == 0,
                .even = flat,
                .saturates = {saturation::hard, flat ? saturation::hard : saturation::none},
                .smoothness = w1 != 0   ? 0
                              : w2 != 0 ? 1
                              : w3 != 0 ? 2
                                        : infinity,
                .lipschitz = line ? (std::max)(w1, -w1) : infinity,
                .init = init_scheme::he,
                .max_ulp = adds ? actfn::facts::ulp{4, 4} : actfn::facts::not_stated};
    }

    /// How far sign·(w1·r + w2·r² + w3·r³) goes below 0 at its stationary points r > 0.
    constexpr double depth(double sign) const noexcept {
        double deepest = 0;
        auto const at = [&](double r) {
            double const y = sign * r * (w1 + r * (w2 + r * w3));
            if (r > 0 && -y > deepest) deepest = -y;
        };
        if (w3 == 0) {
            if (w2 != 0) at(-w1 / (2 * w2));
            return deepest;
        }
        double const square = w2 * w2 - 3 * w1 * w3;
        if (square < 0) return deepest;
        double const root = core::square_root(square);
        at((root - w2) / (3 * w3));
        at((-root - w2) / (3 * w3));
        return deepest;
    }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const r = math::at_least(math::finite(x), V(0));
        V const a = math::as<V>(w1);
        V const b = math::as<V>(w2);
        V const c = math::as<V>(w3);
        V const y = r * math::polynomial(r, a, b, c) + math::as<V>(w0);
        V const slope = math::polynomial(r, a, b + b, V(3) * c);
        // At infinity the highest power decides.
        V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
        auto const distant = x > most;
        V const high = math::select(c == V(0), b, c);
        auto const line = high == V(0);
        V const leading = math::select(line, a, high);
        auto const flat = leading == V(0);
        V const end = math::select(flat, V(1), x) * leading;
        V const far_y = math::select(flat, math::as<V>(w0), end);
        V const far_slope = math::select(line, a, end);
        V const right = math::select(distant, far_slope, slope);
        return {.value = math::select(distant, far_y, y),
                .derivative = math::select(x <= V(0), V(0), right)};
    }

    /// 2·w2 + 6·w3·x for x > 0, else 0.
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const b = math::as<V>(w2);
        V const right = math::times_slope(x, math::as<V>(P(6) * w3)) + (b + b);
        return math::select(x <= V(0), V(0), right);
    }

    template <real V> ACTFN_INLINE poly_relu<V> parameter_derivatives(V x) const noexcept {
        V const r = math::at_least(x, V(0));
        return {.w0 = math::unless_nan(V(1), x), .w1 = r, .w2 = r * r, .w3 = r * r * r};
    }
};

} // namespace kernel

inline constexpr function<kernel::poly_relu<>> poly_relu{};

} // namespace actfn
