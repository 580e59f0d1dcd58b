// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_cubic.hpp>
#include <actfn/math/complex_gate.hpp>

namespace actfn {

namespace kernel {

struct gelu_tanh;

/// complex_gelu_tanh(z) = z/2·(1 + tanh u) = z·σ(2u), u = √(2/π)·(z + 0.044715·z³);
/// f′ = σ(2u)·(1 + 2z·u′·σ(−2u)). Poles where 2u is an odd multiple of i·π; they crowd as |z|
/// grows, so the error bounds hold for |z| ≤ 64 only.
struct complex_gelu_tanh {
    static constexpr actfn::facts facts{
        .name = "complex_gelu_tanh",
        .formula = "z * sigmoid(2 * sqrt(2 / pi) * (z + 0.044715 * z * z * z))",
        .cancelling = "sigmoid(2 * sqrt(2 / pi) * (z + 0.044715 * z * z * z))",
        .source = "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        .max_ulp = {.value = 5, .derivative = 9},
        .holomorphic = true,
        .symmetric = true,
        .diverges = along::everything,
        .reach = 64};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::complex_gelu_cubic<V> const t(z);
        return math::complex_gate(z, t.slope_times_z, t.logistic());
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_gelu_tanh> complex_gelu_tanh{};

template <> struct complex_extension<kernel::gelu_tanh> {
    static constexpr auto& function = complex_gelu_tanh;
};

} // namespace actfn
