// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/hypot.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

/// cardioid(z) = (1 + cos t)/2·z = (1 + x/r)/2·z: relu on the real axis, z/2 on the imaginary one.
/// With u = z/r:  ∂f/∂z = (1 + Re u)/2 + (i/4)·Im u,  ∂f/∂z̄ = −(i/4)·Im u·u²;  at z = 0, where
/// the slope depends on the direction, these are 1/2 and 0. Towards the negative axis 1 + Re u
/// would cancel, so it is (Im u)²/(1 − Re u) there.
struct cardioid {
    static constexpr actfn::facts facts{.name = "cardioid",
                                        .formula = "(1 + cos(t)) / 2 * z",
                                        .source = "Virtue, Yu, Lustig 2017, arXiv:1707.00070",
                                        .max_ulp = {.value = 5.5, .derivative = 4},
                                        .symmetric = true};

    template <real V> ACTFN_INLINE static wirtinger_jet<complex<V>> at(complex<V> z) noexcept {
        auto const p = math::polar(z.re, z.im);
        V const half = math::as<V>(0.5);
        auto const left = p.re < math::as<V>(-0.5);
        V const over = half * p.im / (V(1) - p.re);
        V const right = math::fma(half, p.re, half);
        V const share = math::select(left, over * p.im, right);
        auto const part = [&](V c) ACTFN_LAMBDA_INLINE {
            // (Im u)² may be too small for a number where its product with r is not.
            V const product = math::select(left, over * (p.im * c), right * c);
            return math::select(p.im == V(0), math::select(left, math::mulsign(V(0), c), c),
                                product);
        };
        V const quarter = math::as<V>(0.25) * p.im;
        complex<V> const square = {math::fma(p.re, p.re, -(p.im * p.im)), (p.re + p.re) * p.im};
        return {.value = {part(z.re), part(z.im)},
                .dz = {share, quarter},
                .dzbar = {quarter * square.im, -(quarter * square.re)}};
    }
};

} // namespace kernel

inline constexpr function<kernel::cardioid> cardioid{};

} // namespace actfn
