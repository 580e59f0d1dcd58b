// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_mish.hpp>

namespace actfn {

namespace kernel {

struct mish;

/// complex_mish(z) = z·tanh(log(1 + eᶻ)). Poles at log(2)/2 + i·π·(2k + 1 ± 1/4).
struct complex_mish {
    static constexpr actfn::facts facts{
        .name = "complex_mish",
        .formula = "z * mish_gate(z)",
        .cancelling = "mish_gate(z)",
        .source = "Misra 2019, arXiv:1908.08681",
        .max_ulp = {.value = 5, .derivative = 9.5},
        .holomorphic = true,
        .symmetric = true,
        .diverges = along::imaginary};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        return math::complex_mish(z);
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_mish> complex_mish{};

template <> struct complex_extension<kernel::mish> {
    static constexpr auto& function = complex_mish;
};

} // namespace actfn
