// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/curvature.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>
#include <actfn/math/power.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// gelu_tanh(x) = x/2·(1 + tanh u) = x·σ(2u),  u = √(2/π)·(x + 0.044715·x³), within 4.8e-4 of gelu.
/// "gelu" of JAX, ggml and NNlib is this one. 2u is carried as an unevaluated sum, since its error
/// would grow by 2u in the left tail.
struct gelu_tanh {
    static constexpr actfn::facts facts{
        .name = "gelu_tanh",
        .aliases = "gelu_new gelu_pytorch_tanh gelu_fast",
        .formula = "x * logistic(2 * sqrt(2 / pi) * (x + 0.044715 * x**3))",
        .derivative = "logistic(2 * sqrt(2 / pi) * (x + 0.044715 * x**3)) * (1 + x"
                      " * 2 * sqrt(2 / pi) * (1 + 0.134145 * x**2)"
                      " * logistic(-2 * sqrt(2 / pi) * (x + 0.044715 * x**3)))",
        .cancelling = "logistic(2 * sqrt(2 / pi) * (x + 0.044715 * x**3))",
        .cancelling_second =
            "logistic(2 * sqrt(2 / pi) * (x + 0.044715 * x**3)) * logistic(-2 * sqrt(2 / pi) * (x "
            "+ 0.044715 * x**3)) * max(2 * 2 * sqrt(2 / pi) * (1 + 0.134145 * x**2), abs(x * (2 * "
            "sqrt(2 / pi) * 0.26829 * x - tanh(sqrt(2 / pi) * (x + 0.044715 * x**3)) * (2 * sqrt(2 "
            "/ pi) * (1 + 0.134145 * x**2))**2)))",
        .source = "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        .lower = -0.17004075057125403,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.1289930686587718,
        .init = init_scheme::he,
        .max_ulp = {.value = 2.5, .derivative = 5},
        .interval = {-14, 14}};

    template <class V> struct parts {
        static constexpr bool single = std::is_same_v<scalar_t<V>, float>;
        // 2·√(2/π), shortened so that differences with sums of it are exact, 0.044715 times it as a
        // double, and their rests.
        static constexpr double linear = single ? 0x1.98845p+0 : 0x1.9884533d4364p+0;
        static constexpr double linear_rest =
            single ? 0x1.9ea1b284687e6p-23 : 0x1.08d0fcb3c500cp-48;
        static constexpr double cubic = 0x1.2444f2a4d8b4bp-4;
        static constexpr double cubic_rest = -0x1.3023b0e5fbc6ep-58;
        // Near 0 products without error would be subnormal.
        static constexpr double off = single ? 0x1p-40 : 0x1p-80;

        V z;             // beyond ±64 the slope is 0 or 1, and powers of x would overflow
        V bend;          // cubic·x²
        math::pair<V> t; // 2u, as (linear + cubic·x²)·x
        V slope;         // x·(2u)′ = 2u + 2·cubic·x³: the first term is known best

        ACTFN_INLINE explicit parts(V x) noexcept
            : z(math::at_most(math::at_least(x, V(-64)), V(64)) + math::as<V>(off)) {
            V const c = math::as<V>(cubic);
            auto const square = math::two_product(z, z);
            V const f = math::fma(c, square.hi, math::as<V>(linear));
            V const bent = f - math::as<V>(linear);
            V const rest = math::fma(math::low<V>(cubic) + math::as<V>(cubic_rest), square.hi,
                                     math::as<V>(linear_rest));
            V const f_lo = math::residual(c, square.hi, -bent) + math::fma(c, square.lo, rest);
            auto const product = math::two_product(z, f);
            bend = c * square.hi;
            t = {product.hi, math::fma(z, f_lo, product.lo)};
            slope = t.hi + math::fma(z + z, bend, t.lo);
        }
    };

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        parts<V> const p(x);
        auto const s = math::logistic(p.t.hi, p.t.lo);
        return {.value = s.bounded_times(x), .derivative = s.plus_slope_times(p.slope)};
    }

    /// That of the dual number; far to the left, where σ(2u) may vanish beside powers of x, that of
    /// x·e^2u: e^2u·(s·(2 + s)/x + 6·cubic·x²) with s = x·(2u)′.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const z = math::at_most(math::at_least(x, V(-64)), V(64));
        V const usual = at(dual<V>(z, V(1))).derivative.tangent;
        parts<V> const p(z);
        auto const distant = z < V(-8);
        V const s = math::select(distant, p.slope, V(0));
        V const c = math::fma(s / p.z, s + V(2), V(6) * p.bend);
        V const factor = math::unless_negligible(c, -p.t.hi - V(4));
        return math::select(distant, math::exp_of_sum(p.t.hi, p.t.lo, factor), usual);
    }
};

} // namespace kernel

inline constexpr function<kernel::gelu_tanh> gelu_tanh{};
inline constexpr auto& gelu_new = gelu_tanh;
inline constexpr auto& gelu_pytorch_tanh = gelu_tanh;
inline constexpr auto& gelu_fast = gelu_tanh;

} // namespace actfn
