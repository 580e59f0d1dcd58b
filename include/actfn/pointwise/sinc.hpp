// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/arithmetic.hpp>
#include <actfn/math/dual.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/trig.hpp>

#include <limits>
#include <type_traits>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// sinc(x) = sin(x)/x, 1 at 0,  derivative (cos(x) − sin(x)/x)/x, by its series where the
/// difference would cancel.
struct sinc {
    static constexpr actfn::facts facts{
        .name = "sinc",
        .formula = "1 if x == 0 else sin(x) / x",
        .derivative = "0 if x == 0 else (cos(x) - sin(x) / x) / x",
        .cancelling = "0 if abs(x) < 1.5 else max(abs(cos(x)), abs(sin(x) / x)) / abs(x)",
        .cancelling_second = "0 if abs(x) < 1.5 else max(abs(sin(x) / x), abs(2 * cos(x) / x**2))",
        .source = "Parascandolo, Huttunen, Virtanen 2017, Taming the waves",
        .lower = -0.21723362821122166,
        .upper = 1,
        .left = {0, 0},
        .right = {0, 0},
        .monotone = false,
        .even = true,
        .lipschitz = 0.43618181727145850,
        .max_ulp = {.value = 2, .derivative = 4},
        .interval = {-40, 40}};

    template <class V> struct parts {
        V x;
        V square;
        V share; // sin(x)/x
        V cosine;
        decltype(x < x) nearby;

        ACTFN_INLINE explicit parts(V at) noexcept
            : x(math::finite(at)),
              square(math::square_or_zero(math::select(math::abs(x) < V(2), x, V(0)))),
              nearby(math::abs(x) < math::as<V>(1.5)) {
            math::trig_parts<V> const t(x);
            cosine = t.cosine();
            if constexpr (math::is_dual<V>::value) { // the tangent of a quotient would cancel
                parts<decltype(x.value)> const p(x.value);
                share = math::chain(x, p.share, p.slope());
            } else {
                // Where sin(x) rounds to x.
                constexpr double level = std::is_same_v<scalar_t<V>, float> ? 0x1p-12 : 0x1p-26;
                auto const flat = math::abs(x) < math::as<V>(level);
                share = math::select(flat, V(1), t.sine() / math::select(flat, V(1), x));
            }
        }
        ACTFN_INLINE V slope() const noexcept {
            // (−1)ᵏ·2k·x²ᵏ⁻¹/(2k + 1)!
            V const series = math::polynomial(
                square, math::as<V>(-1.0 / 3), math::as<V>(1.0 / 30), math::as<V>(-1.0 / 840),
                math::as<V>(1.0 / 45360), math::as<V>(-1.0 / 3991680), math::as<V>(1.0 / 518918400),
                math::as<V>(-1.0 / 93405312000.0), math::as<V>(1.0 / 22230464256000.0),
                math::as<V>(-1.0 / 6758061133824000.0), math::as<V>(1.0 / 2554547108585472000.0));
            return math::select(nearby, x * series,
                                (cosine - share) / math::select(nearby, V(1), x));
        }
    };

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        parts<V> const p(x);
        return {.value = at_end_0(x, p.share), .derivative = at_end_0(x, p.slope())};
    }

    /// y, but 0 at infinity.
    template <real V> ACTFN_INLINE static V at_end_0(V x, V y) noexcept {
        V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
        return math::select(math::abs(x) > most, V(0), y);
    }

    /// −sin(x)/x − 2·sinc′(x)/x.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        parts<V> const p(x);
        // (−1)ᵏ·2k·(2k − 1)·x²ᵏ⁻²/(2k + 1)!
        V const series = math::polynomial(
            p.square, math::as<V>(-1.0 / 3), math::as<V>(1.0 / 10), math::as<V>(-1.0 / 168),
            math::as<V>(1.0 / 6480), math::as<V>(-1.0 / 443520), math::as<V>(1.0 / 47174400),
            math::as<V>(-1.0 / 7185024000.0), math::as<V>(1.0 / 1482030950400.0),
            math::as<V>(-1.0 / 397533007872000.0), math::as<V>(1.0 / 134449847820288000.0));
        V const s = p.slope();
        V const distant = -(p.share + (s + s) / math::select(p.nearby, V(1), p.x));
        return at_end_0(x, math::select(p.nearby, series, distant));
    }
};

} // namespace kernel

inline constexpr function<kernel::sinc> sinc{};

} // namespace actfn
