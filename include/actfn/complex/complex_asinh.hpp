// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_inverse.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct arsinh;

/// complex_asinh(z) = arsinh z = −i·arcsin(i·z);  f′ = 1/√(1 + z²). Cuts on the imaginary axis
/// beyond ±i, where the sign of a zero real part tells the side.
struct complex_asinh {
    static constexpr actfn::facts facts{.name = "complex_asinh",
                                        .formula = "asinh(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 4, .derivative = 7},
                                        .holomorphic = true,
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::complex_asin_parts<V> const p(z.im, z.re);
        complex<V> const w = {p.imaginary_part(), p.real_part()};
        return {math::unless_nan(math::signs_of(z, w), z),
                math::unless_nan(math::conj(math::even_signs_of(z, p.slope())), z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_asinh> complex_asinh{};

template <> struct complex_extension<kernel::arsinh> {
    static constexpr auto& function = complex_asinh;
};

} // namespace actfn
