// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_gate.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct silu;

/// complex_silu(z) = z/(1 + e^−z);  f′ = σ(z)·(1 + z·σ(−z)). Poles at i·π·(2k + 1).
struct complex_silu {
    static constexpr actfn::facts facts{.name = "complex_silu",
                                        .formula = "z * sigmoid(z)",
                                        .cancelling = "sigmoid(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 5, .derivative = 6},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::imaginary};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        V const half = math::as<V>(0.5);
        math::complex_logistic_parts<V> const s(half * z.re, half * z.im);
        return math::complex_gate(z, z, s);
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_silu> complex_silu{};

template <> struct complex_extension<kernel::silu> {
    static constexpr auto& function = complex_silu;
};

} // namespace actfn
