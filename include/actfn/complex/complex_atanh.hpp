// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_inverse.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_atanh(z) = artanh z;  f′ = 1/(1 − z²). Cuts on the real axis beyond ±1, where the sign
/// of a zero imaginary part tells the side.
struct complex_atanh {
    static constexpr actfn::facts facts{.name = "complex_atanh",
                                        .formula = "atanh(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 3.5, .derivative = 6.5},
                                        .holomorphic = true,
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::complex_artanh_parts<V> const p(z.re, z.im);
        complex<V> const w = {p.real_part(), p.imaginary_part()};
        return {math::unless_nan(math::signs_of(z, w), z),
                math::unless_nan(math::even_signs_of(z, p.slope()), z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_atanh> complex_atanh{};

} // namespace actfn
