// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_tan(z) = tan z = −i·tanh(i·z);  f′ = 1 + f² = 1/cos² z. Poles at π·(k + 1/2).
struct complex_tan {
    static constexpr actfn::facts facts{.name = "complex_tan",
                                        .formula = "tan(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 5, .derivative = 9},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::real,
                                        .parts = 4};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::complex_tanh_parts<V> const t(z.im, z.re);
        complex<V> const w = t.value();
        return {math::unless_nan(complex<V>{w.im, w.re}, z),
                math::unless_nan(math::conj(t.slope()), z)};
    }

    template <real V> ACTFN_INLINE static complex<V> derivative_from_output(complex<V> w) noexcept {
        complex<V> const turned{-w.im, w.re};
        return (V(1) - turned) * (V(1) + turned);
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_tan> complex_tan{};

} // namespace actfn
