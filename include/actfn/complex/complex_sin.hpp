// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/trig.hpp>
#include <actfn/math/wide_exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// complex_sin(z) = sin x·cosh y + i·cos x·sinh y;  f′ = cos z = cos x·cosh y − i·sin x·sinh y.
struct complex_sin {
    static constexpr actfn::facts facts{.name = "complex_sin",
                                        .formula = "sin(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 3, .derivative = 3},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::real,
                                        .parts = 4};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::hyperbolic_parts<V> const h(z.im);
        math::trig_parts<V> const t(z.re);
        V const c = t.cosine();
        V const s = t.sine();
        return {math::unless_nan(complex<V>{h.cosh_times(s), h.sinh_times(c)}, z),
                math::unless_nan(complex<V>{h.cosh_times(c), -h.sinh_times(s)}, z)};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_sin> complex_sin{};

} // namespace actfn
