// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/logistic.hpp>
#include <actfn/math/piecewise.hpp>

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
        .source = "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        .lower = -0.17004075057125403,
        .left = {0, 0},
        .monotone = false,
        .lipschitz = 1.1289930686587718,
        .init = init_scheme::he,
        .max_ulp = {.value = 2.5, .derivative = 5},
        .interval = {-14, 14}};

    template <real V> ACTFN_INLINE static jet<V> at(V x) noexcept {
        constexpr bool single = std::is_same_v<scalar_t<V>, float>;
        // 2·√(2/π), shortened so that differences with sums of it are exact, 0.044715 times it as a
        // double, and their rests.
        constexpr double linear = single ? 0x1.98845p+0 : 0x1.9884533d4364p+0;
        constexpr double linear_rest = single ? 0x1.9ea1b284687e6p-23 : 0x1.08d0fcb3c500cp-48;
        constexpr double cubic = 0x1.2444f2a4d8b4bp-4;
        constexpr double cubic_rest = -0x1.3023b0e5fbc6ep-58;
        // Beyond it the slope is 0 or 1, and powers of x would overflow.
        // Near 0 products without error would be subnormal.
        constexpr double off = single ? 0x1p-40 : 0x1p-80;
        V const z = math::at_most(math::at_least(x, V(-64)), V(64)) + math::as<V>(off);
        // linear + cubic·x² as hi + lo, then times x.
        V const c = math::as<V>(cubic);
        auto const square = math::two_product(z, z);
        V const f = math::fma(c, square.hi, math::as<V>(linear));
        V const bent = f - math::as<V>(linear);
        V const rest = math::fma(math::low<V>(cubic) + math::as<V>(cubic_rest), square.hi,
                                 math::as<V>(linear_rest));
        V const f_lo = math::residual(c, square.hi, -bent) + math::fma(c, square.lo, rest);
        auto const t = math::two_product(z, f);
        V const t_lo = math::fma(z, f_lo, t.lo);
        auto const s = math::logistic(t.hi, t_lo);
        // x·(2u)′ = 2u + 2·cubic·x³: the first term is known best.
        V const slope = t.hi + math::fma(z + z, c * square.hi, t_lo);
        return {.value = s.bounded_times(x), .derivative = s.plus_slope_times(slope)};
    }

    /// Inside ±64, as above.
    template <real V> ACTFN_INLINE static V second_derivative(V x) noexcept {
        V const z = math::at_most(math::at_least(x, V(-64)), V(64));
        return at(dual<V>(z, V(1))).derivative.tangent;
    }
};

} // namespace kernel

inline constexpr function<kernel::gelu_tanh> gelu_tanh{};
inline constexpr auto& gelu_new = gelu_tanh;
inline constexpr auto& gelu_pytorch_tanh = gelu_tanh;
inline constexpr auto& gelu_fast = gelu_tanh;

} // namespace actfn
