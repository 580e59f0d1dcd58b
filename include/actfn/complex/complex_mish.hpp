// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_piecewise.hpp>
#include <actfn/math/trig.hpp>
#include <actfn/math/wide_exp.hpp>
#include <actfn/math/wirtinger.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct mish;

/// complex_mish(z) = z·tanh(log(1 + eᶻ)). Poles at log(2)/2 + i·π·(2k + 1 ± 1/4).
struct complex_mish {
    static constexpr actfn::facts facts{.name = "complex_mish",
                                        .formula = "z * mish_gate(z)",
                                        .cancelling = "mish_gate(z)",
                                        .source = "Misra 2019, arXiv:1908.08681",
                                        .max_ulp = {.value = 5, .derivative = 9.5},
                                        .holomorphic = true,
                                        .symmetric = true,
                                        .diverges = along::imaginary};

    // With w = eᶻ and m = e^−z, tanh(softplus(z)) is w·(w + 2)/(2 + 2w + w²) on the left and
    // (1 + 2m)/(1 + 2m + 2m²) on the right. There the denominator has the roots log(2)/2 ± 3i·π/4,
    // the numerator the root log(2) + i·π: the factors are written as e^v − 1 with v the distance
    // from them.
    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        using T = scalar_t<V>;
        constexpr double log2 = 0.69314718055994530942;
        constexpr double sqrt2 = 1.41421356237309504880;
        constexpr double log2_rest =
            std::is_same_v<T, float> ? -1.9046542999577679e-9 : 2.3190468138462996e-17;
        complex<V> const none = {V(0), V(0)};
        complex<V> const one = {V(1), V(0)};
        V const two = V(2);

        auto const left = z.re <= V(0);
        math::wide_exp<V> const q(-math::abs(z.re));
        complex<V> const upper = {z.re, math::abs(z.im)};
        math::trig_parts<V> const t(upper.im);
        auto const distant = q.x < V(-math::wide_exp<V>::reach);
        complex<V> const at = math::select(distant, one, upper);
        V const e = q.times(V(1));
        V const c = t.cosine();
        V const s = t.sine();

        // e^(b − x) − 1 for b with a rest.
        auto const minus_one = [&](double b, double rest, V grown) ACTFN_LAMBDA_INLINE {
            auto const d = math::two_sum(math::as<V>(b), -math::at_most(at.re, V(64)));
            return math::fma(grown, d.lo + math::as<V>(rest), math::expm1(d.hi));
        };
        auto const d = t.diagonal();
        V const grown = math::as<V>(sqrt2) * e;
        V const half = minus_one(log2 / 2, log2_rest / 2, grown);
        complex<V> const right_denominator =
            expm1(half, grown, d.lo, d.hi) * expm1(half, grown, -d.hi, d.lo);
        V const whole = minus_one(log2, log2_rest, e + e);
        complex<V> const right_numerator = -expm1(whole, e + e, -c, s);

        complex<V> const phase = {c, math::select(left, s, -s)}; // of w or m
        complex<V> const tiny = e * phase;
        complex<V> const left_denominator = {
            math::fma(tiny.re + two, tiny.re, math::fma(-tiny.im, tiny.im, two)),
            two * (tiny.im + tiny.re * tiny.im)};
        complex<V> const inverse =
            reciprocal(math::select(left, left_denominator, right_denominator));
        complex<V> const ratio =
            math::select(left, tiny + complex<V>{two, V(0)}, right_numerator) * inverse;
        complex<V> const reached = at * math::select(left, phase * ratio, ratio);
        complex<V> const value = math::select(left, q.times(reached), reached);

        // tanh(softplus)′ = 4w·(1 + w)/D² or 4m²·(1 + m)/D².
        complex<V> const bend = phase * (V(4) * (tiny + one)) * (inverse * inverse);
        // A sixteenth of it, which does not overflow between; inf − inf would be NaN.
        V const share = math::as<V>(0.0625);
        complex<V> const product = (share * at) * bend;
        complex<V> const turned = {math::finite(product.re), math::finite(product.im)};
        complex<V> const on_left = share * (phase * ratio) + turned;
        complex<V> const more =
            math::select(left, q.times(on_left, V(16)), q.times(q.times(phase * turned, V(16))));
        complex<V> const slope = math::select(left, more, ratio + more);
        // From the upper half plane.
        auto const mirrored = [&](complex<V> w) ACTFN_LAMBDA_INLINE {
            return math::unless_nan(complex<V>{w.re, math::mulsign(w.im, z.im)}, z);
        };
        return {mirrored(math::select(distant, math::select(left, none, upper), value)),
                mirrored(math::select(distant, math::select(left, none, one), slope))};
    }

    /// e^(a + i·b) − 1 from a, e^a and cosine and sine of b, with the accuracy of these at its
    /// root.
    template <real V>
    ACTFN_INLINE static complex<V> expm1(V a_minus_one, V grown, V cosine, V sine) noexcept {
        V const lacking = math::select(cosine > V(0), sine * sine / (V(1) + cosine), V(1) - cosine);
        return {math::fma(a_minus_one, cosine, -lacking), grown * sine};
    }

    /// 1/z for numbers whose square is in range.
    template <real V> ACTFN_INLINE static complex<V> reciprocal(complex<V> z) noexcept {
        V const square = math::dot(z, z);
        return {z.re / square, -(z.im / square)};
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_mish> complex_mish{};

template <> struct complex_extension<kernel::mish> {
    static constexpr auto& function = complex_mish;
};

} // namespace actfn
