// SPDX-License-Identifier: MIT
#pragma once
#include <actfn/engine/function.hpp>
#include <actfn/math/complex_gate.hpp>
#include <actfn/math/complex_logistic.hpp>
#include <actfn/math/piecewise.hpp>

namespace actfn::inline ACTFN_ABI {

namespace kernel {

struct gelu_tanh;

/// 2√(2/π)·(z + 0.044715·z³), where 0.044715 is the double next to it, with twice the digits, since
/// a pole of σ magnifies its error, and z times its derivative. Parts are clamped to 2²⁰.
template <class V> struct complex_gelu_cubic {
    using T = scalar_t<V>;
    math::pair<V> re;
    math::pair<V> im;
    complex<V> slope_times_z;

    ACTFN_INLINE explicit complex_gelu_cubic(complex<V> z) noexcept {
        V const most = V(T(0x1p20));
        V const x = math::at_most(math::at_least(z.re, -most), most);
        V const y = math::at_most(math::at_least(z.im, -most), most);
        math::pair<V> const xx = math::two_product(x, x);
        math::pair<V> const yy = math::two_product(y, y);
        math::pair<V> const a = factor(minus(xx, product(yy, V(3))));
        math::pair<V> const b = factor(minus(product(xx, V(3)), yy));
        re = product(a, x);
        im = product(b, y);
        // Its real part cancels around 2.73·i.
        math::pair<V> const c = factor(product(minus(xx, yy), V(3)));
        complex<V> const slope = {c.hi + c.lo, math::as<V>(3 * c3) * ((x + x) * y)};
        slope_times_z = complex<V>{x, y} * slope;
    }

    /// The parts of σ.
    ACTFN_INLINE math::complex_logistic_parts<V> logistic() const noexcept {
        V const half = math::as<V>(0.5);
        return {half * re.hi, half * re.lo,
                math::trig_parts<V>(math::pair<V>{half * im.hi, half * im.lo})};
    }

  private:
    static constexpr double c1 = 0x1.9884533d43651p+0;
    static constexpr double c3 = 0x1.2444f2a4d8b4bp-4;
    static constexpr bool single = std::is_same_v<T, float>;
    static constexpr double c1_rest = single ? -0x1.857935ee5e06ap-25 : -0x1.cbc0d30ebfd15p-54;
    static constexpr double c3_rest = single ? 0x1.49b169567ee28p-29 : -0x1.3023b0e5fbc6ep-58;

    ACTFN_INLINE static math::pair<V> product(math::pair<V> a, V b) noexcept {
        auto const p = math::two_product(a.hi, b);
        return {p.hi, math::fma(a.lo, b, p.lo)};
    }
    ACTFN_INLINE static math::pair<V> minus(math::pair<V> a, math::pair<V> b) noexcept {
        auto const s = math::two_sum(a.hi, -b.hi);
        return {s.hi, s.lo + (a.lo - b.lo)};
    }
    /// c1 + c3·s.
    ACTFN_INLINE static math::pair<V> factor(math::pair<V> s) noexcept {
        auto const p = product(s, math::as<V>(c3));
        V const lo = math::fma(s.hi, math::as<V>(c3_rest), p.lo);
        auto const sum = math::two_sum(math::as<V>(c1), p.hi);
        return {sum.hi, sum.lo + (lo + math::as<V>(c1_rest))};
    }
};

/// complex_gelu_tanh(z) = z/2·(1 + tanh u) = z·σ(2u), u = √(2/π)·(z + 0.044715·z³);
/// f′ = σ(2u)·(1 + 2z·u′·σ(−2u)). Poles where 2u is an odd multiple of i·π; they crowd as |z|
/// grows, so the error bounds hold for |z| ≤ 64 only.
struct complex_gelu_tanh {
    static constexpr actfn::facts facts{
        .name = "complex_gelu_tanh",
        .formula = "z * sigmoid(2 * sqrt(2 / pi) * (z + 0.044715 * z * z * z))",
        .cancelling = "sigmoid(2 * sqrt(2 / pi) * (z + 0.044715 * z * z * z))",
        .source = "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        .max_ulp = {.value = 5, .derivative = 9},
        .holomorphic = true,
        .symmetric = true,
        .diverges = along::everything,
        .reach = 64};

    template <real V> ACTFN_INLINE static holomorphic_jet<V> at(complex<V> z) noexcept {
        complex_gelu_cubic<V> const t(z);
        return math::complex_gate(z, t.slope_times_z, t.logistic());
    }
};

} // namespace kernel

inline constexpr function<kernel::complex_gelu_tanh> complex_gelu_tanh{};

template <> struct complex_extension<kernel::gelu_tanh> {
    static constexpr auto& function = complex_gelu_tanh;
};

} // namespace actfn
