// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct tanh;

/// complex_tanh(z) = tanh z;  f′ = 1 − f² = 1/cosh² z. Poles at i·π·(k + 1/2).
struct complex_tanh {
    static constexpr actfn::facts facts{.name = "complex_tanh",
                                        .formula = "tanh(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 5, .derivative = 9.5},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::imaginary,
                                        .parts = 4};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::complex_tanh_parts<V> const t(z.re, z.im);
        return {math::unless_nan(t.value(), z), math::unless_nan(t.slope(), z)};
    }

    template <real V> ACTFN_INLINE static complex<V> derivative_from_output(complex<V> w) noexcept {
        return (V(1) - w) * (V(1) + w);
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_tanh> complex_tanh{};

template <> struct complex_extension<kernel::tanh> {
    static constexpr auto& function = complex_tanh;
};

} // namespace actfn
