// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/parameters.hpp>
#include <actfn/engine/function.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// (x + √(x² + b))/2, a rectifier without exponentials: relu for b = 0, and as far above it as
/// softplus is at 0 for b = 4·log(2)².  f′(x) = f(x)/√(x² + b).
template <class P = double> struct squareplus {
    static constexpr std::string_view name = "squareplus";
    static constexpr bool branches_on_parameters = true;

    P b{4};

    constexpr actfn::facts describe() const {
        bool const relu = b == 0;
        double const distant = relu ? 1000 : 500 * core::square_root(b);
        return {.name = name,
                .formula = "(x + sqrt(x**2 + b)) / 2 if x > 0 else b / (2 * (sqrt(x**2 + b) - x))",
                .derivative = "(1 + x / sqrt(x**2 + b)) / 2 if x > 0 else "
                              "b / (2 * sqrt(x**2 + b) * (sqrt(x**2 + b) - x))",
                .source = "Barron 2021, arXiv:2112.11687",
                .lower = 0,
                .left = {0, 0},
                .kinks = relu ? points{0.0} : points{},
                .saturates = {relu ? saturation::hard : saturation::soft, saturation::none},
                .init = init_scheme::he,
                .max_ulp = core::is_float(b) ? actfn::facts::ulp{3, 5} : actfn::facts::ulp{4, 5.5},
                .interval = {-distant, distant}};
    }

    constexpr void check() const { core::require(b >= 0, name, "b", b, "at least", 0); }

    template <real V> ACTFN_INLINE jet<V> at(V x) const noexcept {
        V const half = math::as<V>(0.5);
        V const a = math::abs(x);
        V const r = root(a);
        // Within a and r: they are equal for b = 0, where the halves of a subnormal a are rounded.
        V const mean = math::fma(half, a, half * r);
        V const larger = math::at_most(math::at_least(mean, a), r);
        V const smaller = math::as<V>(b) * math::as<V>(0.25) / larger;
        V const y = math::select(x > V(0), larger, smaller);
        V const most = math::as<V>((std::numeric_limits<scalar_t<V>>::max)());
        return {.value = y, .derivative = math::at_most(y, most) / math::at_most(r, most)};
    }

    /// b/(2·r³) with r = √(x² + b).
    template <real V> ACTFN_INLINE V second_derivative(V x) const noexcept {
        V const u = math::finite(V(1) / root(math::abs(math::finite(x))));
        return ((math::as<V>(0.5) * math::as<V>(b) * u) * u) * u;
    }

    template <real V> ACTFN_INLINE V derivative_from_output(V y) const noexcept {
        V const least = math::as<V>((std::numeric_limits<scalar_t<V>>::min)());
        V const z = math::finite(y);
        V const conjugate = math::as<V>(b) * math::as<V>(0.25) / math::at_least(z, least);
        return z / math::at_least(z + conjugate, least);
    }

    template <real V> ACTFN_INLINE squareplus<V> parameter_derivatives(V x) const noexcept {
        return {.b = math::as<V>(0.25) / root(math::abs(math::finite(x)))};
    }

    /// √(a² + b) for b < 2⁹⁶, above 0.
    template <real V> ACTFN_INLINE V root(V a) const noexcept {
        using T = scalar_t<V>;
        // From here on b does not count, and the square would overflow; b = 0 never counts.
        V const c = math::as<V>(b);
        V const distant =
            math::select(c == V(0), V(0), math::as<V>(std::is_same_v<T, float> ? 0x1p62 : 0x1p500));
        V const z = math::at_most(a, distant);
        V const r = math::select(z < distant, math::sqrt(math::fma(z, z, c)), a);
        // Nor is it below a where the square underflows.
        V const above = math::at_least(r, a);
        return math::select(above == V(0), math::as<V>((std::numeric_limits<T>::min)()), above);
    }
};

} // namespace kernel

inline constexpr function<kernel::squareplus<>> squareplus{};

} // namespace actfn
