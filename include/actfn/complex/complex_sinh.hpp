// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/trig.hpp>
#include <actfn/math/wide_exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_sinh(z) = sinh x·cos y + i·cosh x·sin y;  f′ = cosh z = cosh x·cos y + i·sinh x·sin y.
struct complex_sinh {
    static constexpr actfn::facts facts{.name = "complex_sinh",
                                        .formula = "sinh(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 3, .derivative = 3},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::imaginary,
                                        .parts = 4};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::hyperbolic_parts<V> const h(z.re);
        math::trig_parts<V> const t(z.im);
        V const c = t.cosine();
        V const s = t.sine();
        return {math::unless_nan(complex<V>{h.sinh_times(c), h.cosh_times(s)}, z),
                math::unless_nan(complex<V>{h.cosh_times(c), h.sinh_times(s)}, z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_sinh> complex_sinh{};

} // namespace actfn
