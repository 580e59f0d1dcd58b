// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/core/complex_activation.hpp>
#include <actfn/math/atan.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/hypot.hpp>
#include <actfn/math/trig.hpp>

namespace actfn {

namespace kernel {

/// mvn(z) = e^(2πi·(j + offset)/k), j = floor(k·t/2π) for the phase t in [0, 2π): the k-valued
/// neuron. The root is the beginning of its sector with offset 0 (Aizenberg), its centre with 1/2
/// (cvnn). The derivatives are 0; at 0, which has no phase, the value is 0, too.
template <class P = double> struct mvn {
    static constexpr actfn::complex_facts facts{
        .name = "mvn",
        .formula = "exp(2 * pi * i * (floor(k * (t / (2 * pi) if y >= 0 else t / (2 * pi) + 1)) + "
                   "offset) / k)",
        .source = "Aizenberg, Ivaskiv, Pospelov 1971; Aizenberg, Aizenberg 1992",
        .max_ulp = {.value = 3, .derivative = 0}};

    P k{4};
    P offset{0};

    constexpr void check() const {
        core::require(k >= 1, facts.name, "k", k, "at least", 1);
        core::require(k == static_cast<P>(static_cast<long>(k)), facts.name, "k", k,
                      "rounded down to", static_cast<double>(static_cast<long>(k)));
    }

    template <real V> ACTFN_INLINE holomorphic_jet<V> at(complex<V> z) const noexcept {
        auto const p = math::polar(z.re, z.im);
        // The quadrant, which owns the half axis where it begins, and the share of it, below 1.
        V const zero = V(0);
        V const upper = math::select(z.re > zero, zero, math::select(z.im > zero, V(1), V(2)));
        V const lower = math::select(z.re < zero, V(2), math::select(z.im < zero, V(3), zero));
        V const quadrant =
            math::select(z.im < zero, lower,
                         math::select(z.im > zero, upper, math::select(z.re < zero, V(2), zero)));
        V const a = math::abs(p.re);
        V const b = math::abs(p.im);
        auto const crosswise =
            math::select(quadrant == V(1), V(1), math::select(quadrant == V(3), V(1), zero)) > zero;
        V const along = math::select(crosswise, b, a);
        V const off = math::select(crosswise, a, b);
        auto const steep = off > along;
        V const longer = math::select(steep, off, along);
        V const s = math::select(steep, along, off) / math::select(longer > zero, longer, V(1));
        V const angle = math::select(s == V(1), math::as<V>(0.5),
                                     math::as<V>(two_over_pi) * math::atan_unit(s));
        V const below_one = V(1 - 4 * std::numeric_limits<scalar_t<V>>::epsilon());
        V const share = math::at_most(math::select(steep, V(1) - angle, angle), below_one);
        // j from 0 to k − 1, as a number; first whole sectors of the quadrants before.
        V const sectors = math::as<V>(k);
        V const quarter = math::as<V>(0.25) * sectors;
        V const before = quadrant * quarter;
        V const whole = floor(before);
        V const j = whole + floor((before - whole) + share * quarter);
        // Less its nearest multiple of a quarter turn, so that roots on the axes are exact.
        V const turn = V(4) * (j + math::as<V>(offset)) / sectors;
        V const nearest = floor(turn + math::as<V>(0.5));
        V const lacking = V(4) * (j + math::as<V>(offset)) - nearest * sectors;
        math::trig_parts<V> const t(math::as<V>(half_pi) * (lacking / sectors));
        V const c = t.cosine();
        V const d = t.sine();
        V const n = math::select(nearest > math::as<V>(3.5), nearest - V(4), nearest);
        auto const turned =
            math::select(n == V(1), V(1), math::select(n == V(3), V(1), V(0))) > V(0);
        auto const negative_re =
            math::select(n == V(1), V(1), math::select(n == V(2), V(1), V(0))) > V(0);
        auto const negative_im = n > math::as<V>(1.5);
        V const re = math::select(turned, d, c);
        V const im = math::select(turned, c, d);
        V const none = math::unless_nan(V(0), p.r);
        auto const origin = p.r == V(0);
        auto const part = [&](V x, auto negative) ACTFN_LAMBDA_INLINE {
            return math::unless_nan(math::select(origin, V(0), math::select(negative, -x, x)), p.r);
        };
        return {.value = {part(re, negative_re), part(im, negative_im)}, .dz = {none, V(0)}};
    }

  private:
    /// For 0 ≤ x, far below 1/ε.
    template <real V> ACTFN_INLINE static V floor(V x) noexcept {
        V const shifter = V(math::detail::exp_constants<scalar_t<V>>::shifter);
        V const rounded = core::settle(x + shifter) - shifter;
        return math::select(rounded > x, rounded - V(1), rounded);
    }
    static constexpr double two_over_pi = 0.63661977236758134308;
    static constexpr double half_pi = 1.57079632679489661923;
};

} // namespace kernel

inline constexpr complex_activation<kernel::mvn<>> mvn{};

} // namespace actfn
