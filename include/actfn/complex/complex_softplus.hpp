// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/complex_softplus.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_softplus(z) = log(1 + eᶻ), the principal logarithm;  f′ = 1/(1 + e^−z). Branch points
/// at i·π·(2k + 1), cuts from there to the right.
struct complex_softplus {
    static constexpr actfn::facts facts{.name = "complex_softplus",
                                        .formula = "softplus(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 5, .derivative = 6.5},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::imaginary};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        V const half = math::as<V>(0.5);
        math::complex_logistic_parts<V> const s(half * z.re, half * z.im);
        return {math::unless_nan(math::complex_softplus(z, s), z), math::unless_nan(s.at(), z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_softplus> complex_softplus{};

} // namespace actfn
