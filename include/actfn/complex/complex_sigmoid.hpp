// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct sigmoid;

/// complex_sigmoid(z) = 1/(1 + e^−z);  f′ = f·(1 − f). Poles at i·π·(2k + 1). (complextorch's
/// CVSigmoid(z) is complex_sigmoid(−z).)
struct complex_sigmoid {
    static constexpr actfn::facts facts{.name = "complex_sigmoid",
                                        .formula = "sigmoid(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 6.5, .derivative = 9},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::imaginary};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        V const half = math::as<V>(0.5);
        math::complex_logistic_parts<V> const s(half * z.re, half * z.im);
        return {math::unless_nan(s.at(), z), math::unless_nan(s.slope(V(1)), z)};
    }

    template <real V> ACTFN_INLINE static complex<V> derivative_from_output(complex<V> w) noexcept {
        return w * (V(1) - w);
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_sigmoid> complex_sigmoid{};

template <> struct complex_extension<kernel::sigmoid> {
    static constexpr auto& function = complex_sigmoid;
};

} // namespace actfn
