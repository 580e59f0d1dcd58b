// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/trig.hpp>
#include <actfn/math/wide_exp.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct exponential;

/// complex_exp(z) = eᶻ = eˣ·(cos y + i·sin y), its own derivative.
struct complex_exp {
    static constexpr actfn::facts facts{.name = "complex_exp",
                                        .formula = "exp(z)",
                                        .source = "Kim, Adali 2003, doi:10.1162/089976603321891846",
                                        .max_ulp = {.value = 2, .derivative = 2},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::imaginary,
                                        .parts = 2};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        math::wide_exp<V> const e(z.re);
        math::trig_parts<V> const t(z.im);
        complex<V> const w = e.times(complex<V>{t.cosine(), t.sine()});
        complex<V> const whole = math::unless_nan(w, z);
        return {whole, whole};
    }

    template <real V> ACTFN_INLINE static complex<V> derivative_from_output(complex<V> w) noexcept {
        return w;
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_exp> complex_exp{};

template <> struct complex_extension<kernel::exponential> {
    static constexpr auto& function = complex_exp;
};

} // namespace actfn
