// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// cprelu(z) = prelu(x) + i·prelu(y) with a learnable slope below 0 for each part.
template <class P = double> struct cprelu {
    static constexpr std::string_view name = "cprelu";

    P slope_re{0.25};
    P slope_im{0.25};

    constexpr actfn::facts describe() const {
        return {
            .name = name,
            .aliases = "complex_prelu",
            .formula = "max(x, 0) + slope_re * min(x, 0) + i * (max(y, 0) + slope_im * min(y, 0))",
            .source = "Trabelsi et al. 2018, arXiv:1705.09792; He et al. 2015, arXiv:1502.01852",
            .lower = slope_re > 0 || slope_im > 0 ? -actfn::facts::infinity : 0,
            .max_ulp = {.value = 1.5, .derivative = 1}};
    }

    template <real V> ACTFN_INLINE split_jet<V> at(complex<V> at) const noexcept {
        complex<V> const z = math::spread_nan(at);
        auto const p = math::leaky(z.re, slope_re);
        auto const q = math::leaky(z.im, slope_im);
        return {{p.value, q.value}, p.derivative, q.derivative};
    }

    template <real V>
    ACTFN_INLINE cprelu<complex<V>> parameter_derivatives(complex<V> at) const noexcept {
        complex<V> const z = math::spread_nan(at);
        return {.slope_re = {math::at_most(z.re, V(0)), V(0)},
                .slope_im = {V(0), math::at_most(z.im, V(0))}};
    }
};

} // namespace kernel

inline constexpr function<kernel::cprelu<>> cprelu{};
inline constexpr auto& complex_prelu = cprelu;

} // namespace actfn
